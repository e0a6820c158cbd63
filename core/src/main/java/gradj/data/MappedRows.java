package gradj.data;

import gradj.tensor.Shape;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file that is mapped into memory: the operating system brings in what is read, and drops it when memory is short, so
 * that a file may be larger than memory and than 2 GiB.
 *
 * <p>The file must not change meanwhile. Changed content is read as it is then. If the file is cut, what is read is refused by a
 * {@link DataException}, within the mini-batch that would have had it: a mapping of bytes that are gone is a fault of
 * memory, an {@link InternalError} of this thread, or zeros. The file stays open and mapped until nobody refers to this any
 * more; Windows does not let it be deleted before.
 */
public final class MappedRows implements RowReader {
    /*
     * A Java mapping has less than 2 GiB: so there are several, each of whole rows. The length is asked of a RandomAccessFile,
     * for a FileChannel would be closed by an interrupt, which is how a training is stopped.
     */

    private static final long BYTES_OF_PIECE = 1 << 30;

    /** How the numbers of a file become Java's. It does not change, and any number of threads may use it. */
    public interface NumberType {
        /** The bytes of a number, 1 or more. */
        int bytes();

        /** The order of these bytes. */
        ByteOrder order();

        /** Reads {@code count} numbers that begin at this byte, each rounded to the nearest float. */
        void read(ByteBuffer source, int at, int count, float[] target, int offset);

        /** Reads {@code count} numbers that begin at this byte, each rounded to the nearest double. */
        void read(ByteBuffer source, int at, int count, double[] target, int offset);
    }

    private final Path file;
    private final RandomAccessFile opened;
    private final long end;
    private final int count;
    private final Shape shape;
    private final NumberType type;
    private final int rowBytes;
    private final int rowsOfPiece;
    private final MappedByteBuffer[] pieces;

    /**
     * Maps rows that stand one behind the other.
     *
     * @param start the byte that the first row begins with
     * @param count how many rows there are, 0 or more
     * @param shape of a row
     * @throws DataException if the file cannot be read or mapped, ends before its last row, or has rows of 2 GiB or more
     */
    public MappedRows(Path file, long start, int count, Shape shape, NumberType type) {
        this.file = file;
        this.count = count;
        this.shape = shape;
        this.type = type;
        long bytesOfRow = (long) shape.size() * type.bytes();
        if (bytesOfRow > BYTES_OF_PIECE) {
            throw new DataException(
                    file,
                    file + ": expected rows of at most 1 GiB, found " + shape + " of " + type.bytes()
                            + " bytes a number: save it in smaller rows");
        }
        this.rowBytes = (int) bytesOfRow;
        this.end = start + count * bytesOfRow;
        this.rowsOfPiece = (int) Math.min(Integer.MAX_VALUE, BYTES_OF_PIECE / Math.max(1, rowBytes));
        this.pieces = new MappedByteBuffer[rowBytes == 0 ? 0 : (int) (((long) count + rowsOfPiece - 1) / rowsOfPiece)];
        try {
            opened = new RandomAccessFile(file.toFile(), "r");
        } catch (IOException e) {
            throw unreadable(e);
        }
        try {
            if (opened.length() < end) {
                throw new DataException(
                        file,
                        file + ": expected " + count + " rows " + shape + ", which end at byte " + end
                                + ", found a file of " + opened.length() + " bytes: it is cut off, get it again");
            }
            for (int i = 0; i < pieces.length; i++) {
                long from = start + (long) i * rowsOfPiece * rowBytes;
                pieces[i] = opened.getChannel()
                        .map(MapMode.READ_ONLY, from, Math.min(end - from, (long) rowsOfPiece * rowBytes));
                pieces[i].order(type.order());
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e instanceof IOException failed ? unreadable(failed) : (RuntimeException) e;
        }
    }

    private void close() {
        try {
            opened.close();
        } catch (IOException e) { // it was open to be read
        }
    }

    private DataException unreadable(IOException e) {
        return new DataException(
                file, file + ": cannot be mapped: " + Objects.requireNonNullElse(e.getMessage(), e.toString()), e);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public void read(int row, float[] target, int offset) {
        Objects.checkIndex(row, count);
        if (rowBytes > 0) {
            try {
                type.read(pieces[row / rowsOfPiece], row % rowsOfPiece * rowBytes, shape.size(), target, offset);
            } catch (InternalError fault) {
                throw cut(fault);
            }
        }
    }

    @Override
    public void read(int row, double[] target, int offset) {
        Objects.checkIndex(row, count);
        if (rowBytes > 0) {
            try {
                type.read(pieces[row / rowsOfPiece], row % rowsOfPiece * rowBytes, shape.size(), target, offset);
            } catch (InternalError fault) {
                throw cut(fault);
            }
        }
    }

    /**
     * A fault may come late, and the last page of a file that was cut has zeros behind its end without any: its length tells.
     *
     * @throws DataException if the file is shorter than it was
     */
    @Override
    public void requireIntact() {
        try {
            if (opened.length() < end) {
                throw cut(null);
            }
        } catch (InternalError fault) {
            throw cut(fault);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private DataException cut(@Nullable Throwable fault) {
        String problem =
                file + ": expected " + end + " bytes as when it was opened, found that it was cut meanwhile: let no"
                        + " program write it while a net learns from it";
        return fault == null ? new DataException(file, problem) : new DataException(file, problem, fault);
    }

    @Override
    public String toString() {
        return file + ": " + count + " of " + shape;
    }
}
