package gradj.data.table;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Cuts a stream of bytes into pieces of so many lines each. Safe for several threads. */
final class LineReader {
    /** Small enough for a processor's own cache, where it is searched for lines and copied. */
    private static final int AT_ONCE = 1 << 18;

    private static final int MOST_BYTES = 1 << 26;
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** A piece of the text, filled over and over. */
    static final class Piece {
        /** Each line ends in {@code \n}; what a {@link NumeralParser} needs behind the last one is there. */
        byte[] text = new byte[1 << 16];

        /** Which piece it is, from 0. */
        int number;

        int lines;
        private int length;

        private void append(byte[] bytes, int from, int to) {
            int needed = length + (to - from) + 1 + NumeralParser.PADDING; // one more for a line's end
            if (needed > text.length) {
                text = Arrays.copyOf(text, Math.max(needed, 2 * text.length));
            }
            System.arraycopy(bytes, from, text, length, to - from);
            length += to - from;
        }
    }

    private final InputStream bytes;
    private final int linesAtOnce;
    private final byte[] ahead = new byte[AT_ONCE];
    private int from;
    private int to;
    private int pieces;
    private boolean isAtEnd;
    private boolean isTooLong;

    LineReader(InputStream bytes, int linesAtOnce) {
        this.bytes = bytes;
        this.linesAtOnce = linesAtOnce;
    }

    /**
     * Passes over lines.
     *
     * @return false if there are not so many, or one ends otherwise than in {@code \n} or {@code \r\n}
     */
    synchronized boolean skip(long lines) throws IOException {
        byte before = 0;
        for (long left = lines; left > 0; ) {
            if (from == to && !fill()) {
                return false;
            }
            byte next = ahead[from++];
            if (before == '\r' && next != '\n') {
                return false;
            }
            left -= next == '\n' ? 1 : 0;
            before = next;
        }
        return true;
    }

    /**
     * Reads the next lines. Behind the file's last row there may be empty ones, which are left out.
     *
     * @return false if there are none, or a piece would be too long
     */
    synchronized boolean next(Piece piece) throws IOException {
        piece.number = pieces++;
        piece.length = 0;
        piece.lines = 0;
        while (!isTooLong && piece.lines < linesAtOnce && (from < to || fill())) {
            int start = from;
            piece.lines += passLines(linesAtOnce - piece.lines);
            piece.append(ahead, start, from);
            isTooLong = piece.length > MOST_BYTES;
        }
        if (isTooLong) {
            return false;
        }
        if (isAtEnd && from == to) {
            endLastLine(piece);
        }
        return piece.lines > 0;
    }

    /** Whether it stopped before the end, as a piece would have been too long. */
    synchronized boolean isTooLong() {
        return isTooLong;
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, bytes.read(ahead, 0, AT_ONCE));
        isAtEnd = to == 0;
        return !isAtEnd;
    }

    /** Goes on behind the last one of so many lines, or to the end of what is there; gives how many lines end there. */
    private int passLines(int most) {
        int lines = 0;
        while (from + 8 <= to) {
            // In each byte that is \n the highest bit, exactly.
            long others = (long) EIGHT_BYTES.get(ahead, from) ^ 0x0a0a_0a0a_0a0a_0a0aL;
            long low = 0x7f7f_7f7f_7f7f_7f7fL;
            int ends = Long.bitCount(~(((others & low) + low) | others | low));
            if (lines + ends >= most) {
                break;
            }
            lines += ends;
            from += 8;
        }
        while (from < to && lines < most) {
            lines += ahead[from++] == '\n' ? 1 : 0;
        }
        return lines;
    }

    private static void endLastLine(Piece piece) {
        byte[] text = piece.text;
        int end = piece.length;
        int ends = 0;
        while (end > 0 && (text[end - 1] == '\n' || text[end - 1] == '\r' || text[end - 1] == ' ')) {
            ends += text[--end] == '\n' ? 1 : 0;
        }
        piece.lines = end == 0 ? 0 : piece.lines - ends + 1;
        text[end] = '\n';
        piece.length = end + 1;
    }
}
