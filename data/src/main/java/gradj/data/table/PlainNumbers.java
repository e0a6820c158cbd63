package gradj.data.table;

import gradj.spi.DType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table that is numbers and nothing else, in ASCII and a row in each line, some thousand lines at a time on several
 * threads. It takes no more than {@link TableReader} takes row by row, to the same values; whatever is otherwise, if only
 * a blank line, it leaves to that, which also knows what to say of it.
 */
final class PlainNumbers {
    /** In a piece of text: 256 kB of doubles, for a processor's own cache. */
    private static final int NUMBERS_AT_ONCE = 1 << 15;

    private static final int MOST_LOG2_LINES = 14;

    /** Of floats, 32 pieces share an array of 2 to 4 MB: so large that the garbage collector mostly does not copy it. */
    private static final int LOG2_PIECES = 5;

    private static final int MOST_THREADS = 8; // more would wait for the one that reads

    private final LineReader lines;
    private final int columns;
    private final int log2Lines;
    private final byte delimiter;
    private final char decimalSeparator;
    private final boolean isFloat;
    private final boolean keepsMissing;

    /** From one column to the next in an array: a power of two would give all of them the same place in the cache. */
    private final int stride;

    /** Floats stand, column by column, in the arrays that they were read into. */
    private final List<float[]> floats = new ArrayList<>();

    /** Of doubles: a block of each column, of each piece. */
    private final List<Numbers.Block[]> blocks = new ArrayList<>();

    private int rows;
    private volatile boolean isPlain = true;

    private PlainNumbers(InputStream bytes, CsvFormat format, CsvOptions options) {
        columns = format.names().size();
        int atOnce = 31 - Integer.numberOfLeadingZeros(Math.max(1, NUMBERS_AT_ONCE / columns));
        log2Lines = Math.min(atOnce, MOST_LOG2_LINES);
        lines = new LineReader(bytes, 1 << log2Lines);
        delimiter = (byte) format.delimiter();
        decimalSeparator = options.decimalSeparator;
        isFloat = options.dtype == DType.FLOAT32;
        stride = (1 << (log2Lines + (isFloat ? LOG2_PIECES : 0))) + 16;
        keepsMissing = options.keepsMissing && format.delimiter() != ' ';
    }

    /** Whether a table read so may be numbers and nothing else; and no number stands for a missing value. */
    static boolean mayBe(CsvFormat format, CsvOptions options) {
        boolean isPartOfNumeral =
                "+-.0123456789eE".indexOf(format.delimiter()) >= 0 || format.delimiter() == options.decimalSeparator;
        boolean isVisible = (format.delimiter() >= ' ' && format.delimiter() < 127) || format.delimiter() == '\t';
        return isVisible && !isPartOfNumeral && format.firstLine() > 0 && !options.hasMissingNumbers();
    }

    /**
     * Reads all columns.
     *
     * @param bytes of the file, from its first line on, in ASCII or what agrees with it
     * @return null if it is not so plain
     */
    static @Nullable List<Numbers> read(InputStream bytes, CsvFormat format, CsvOptions options) throws IOException {
        PlainNumbers numbers = new PlainNumbers(bytes, format, options);
        if (!numbers.lines.skip(format.firstLine() - 1L)) {
            return null;
        }
        try {
            numbers.read();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return numbers.isPlain && !numbers.lines.isTooLong() ? numbers.columns() : null;
    }

    private void read() {
        Worker first = new Worker();
        if (first.readPiece()) {
            int threads = Math.min(ForkJoinPool.getCommonPoolParallelism() + 1, MOST_THREADS);
            IntStream.range(0, threads).parallel().forEach(i -> {
                Worker worker = i == 0 ? first : new Worker();
                while (worker.readPiece()) {
                    // the next one
                }
            });
        }
    }

    private List<Numbers> columns() {
        List<Numbers> all = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            int each = column;
            all.add(
                    isFloat
                            ? Numbers.of(floats, column * stride, log2Lines + LOG2_PIECES, rows)
                            : new Numbers(
                                    log2Lines,
                                    blocks.stream().map(its -> its[each]).toArray(Numbers.Block[]::new),
                                    rows));
        }
        return all;
    }

    /** The array that holds this piece. */
    private synchronized float[] floats(int piece) {
        int number = piece >> LOG2_PIECES;
        while (floats.size() <= number) {
            floats.add(new float[Math.multiplyExact(columns, stride)]);
        }
        return floats.get(number);
    }

    private synchronized void keep(int piece, Numbers.Block... its) {
        while (blocks.size() <= piece) {
            blocks.add(its);
        }
        blocks.set(piece, its);
    }

    private synchronized void count(int itsRows) {
        rows = Math.addExact(rows, itsRows);
    }

    /** Reads a piece after the other, on one thread. */
    private final class Worker {
        private final LineReader.Piece piece = new LineReader.Piece();
        private final NumeralParser numerals = new NumeralParser(decimalSeparator);

        /** Column by column, what becomes blocks. */
        private final double[] values = new double[isFloat ? 0 : Math.multiplyExact(columns, stride)];

        /** Where the piece's floats stand, from this row on. */
        private float[] target = new float[0];

        private int firstRow;

        /** Whether there was one. */
        boolean readPiece() {
            try {
                if (!isPlain || !lines.next(piece)) {
                    return false;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            numerals.text(piece.text);
            if (isFloat) {
                target = floats(piece.number);
                firstRow = (piece.number & ((1 << LOG2_PIECES) - 1)) << log2Lines;
            }
            int at = 0;
            for (int row = 0; row < piece.lines && at >= 0; row++) {
                at = readRow(firstRow + row, at);
            }
            if (at < 0) {
                isPlain = false;
                return false;
            }
            if (!isFloat) {
                Numbers.Block[] its = new Numbers.Block[columns];
                for (int column = 0; column < columns; column++) {
                    its[column] = Numbers.Block.of(values, column * stride, piece.lines);
                }
                keep(piece.number, its);
            }
            count(piece.lines);
            return true;
        }

        /** Gives the place where the next row begins; -1 if this one is not plain. */
        private int readRow(int row, int from) {
            byte[] text = piece.text;
            int at = from;
            boolean isBlank = true;
            for (int column = 0; column < columns; column++) {
                int start = pastBlanks(text, at);
                int end = numerals.parse(start);
                if (end >= 0 && put(column * stride + row)) {
                    isBlank = false;
                } else if (end < 0 && keepsMissing && isEnd(text[start])) {
                    putMissing(column * stride + row);
                    end = start;
                } else {
                    return -1;
                }
                at = pastBlanks(text, end);
                if (column < columns - 1) {
                    boolean isDelimited = delimiter == ' ' ? at > end : text[at++] == delimiter;
                    if (!isDelimited) {
                        return -1;
                    }
                }
            }
            at += text[at] == '\r' ? 1 : 0;
            return isBlank || text[at] != '\n' ? -1 : at + 1;
        }

        /** Puts what was read to this place; false if it is infinite. */
        private boolean put(int place) {
            if (isFloat) {
                target[place] = numerals.toFloat();
                return Float.isFinite(target[place]);
            }
            values[place] = numerals.toDouble();
            return Double.isFinite(values[place]);
        }

        private void putMissing(int place) {
            if (isFloat) {
                target[place] = Float.NaN;
            } else {
                values[place] = Double.NaN;
            }
        }

        private boolean isEnd(byte behind) {
            return behind == delimiter || behind == '\r' || behind == '\n';
        }
    }

    private static int pastBlanks(byte[] text, int from) {
        int at = from;
        while (text[at] == ' ') {
            at++;
        }
        return at;
    }
}
