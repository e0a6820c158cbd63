package gradj.data;

import gradj.tensor.Shape;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/** Maps an IDX file of any type and any number of sizes. */
final class MappedIdx {
    /** IDX has a byte for it; nobody has more. */
    private static final int MOST_SIZES = 16;

    private final Path file;

    private MappedIdx(Path file) {
        this.file = file;
    }

    static MappedRows map(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DataException(
                    file,
                    file + ": "
                            + (Files.exists(file)
                                    ? "expected a file, found a folder or a device"
                                    : "there is no such file"));
        }
        MappedIdx idx = new MappedIdx(file);
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            return idx.map(in);
        } catch (EOFException e) {
            throw idx.problem("expected an IDX header, the file ends in it: it is cut off, get it again", e);
        } catch (IOException e) {
            throw idx.problem("cannot be read: " + Objects.requireNonNullElse(e.getMessage(), e.toString()), e);
        }
    }

    private MappedRows map(DataInputStream in) throws IOException {
        int magic = in.readInt();
        if (GzipInput.isGzip(magic >>> 24, (magic >>> 16) & 0xFF)) {
            throw problem(
                    "expected an uncompressed file, found gzip data, which cannot be mapped: unpack it with gunzip");
        }
        IdxType type = magic >>> 16 == 0 ? IdxType.of((magic >>> 8) & 0xFF) : null;
        int rank = magic & 0xFF;
        if (type == null || rank < 1 || rank > MOST_SIZES) {
            throw problem(String.format(
                    "expected the magic number of an IDX file, 0x00000803 of images, found 0x%08x: it is no IDX file",
                    magic));
        }
        int[] sizes = new int[rank];
        for (int i = 0; i < rank; i++) {
            sizes[i] = in.readInt();
            if (sizes[i] < 1) {
                throw problem("header promises the size " + Integer.toUnsignedString(sizes[i]) + ", expected 1 to "
                        + Integer.MAX_VALUE);
            }
        }
        int start = 4 + 4 * rank;
        Shape row;
        long promised;
        try {
            row = Shape.of(Arrays.copyOfRange(sizes, 1, rank));
            promised = Math.addExact(
                    start, Math.multiplyExact((long) sizes[0], Math.multiplyExact((long) row.size(), type.bytes())));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw problem("header promises the sizes " + Arrays.toString(sizes) + ", more than any file holds", e);
        }
        long found = Files.size(file);
        if (found != promised) {
            throw problem("header promises " + Arrays.toString(sizes) + " " + type + " = " + promised
                    + " bytes, found a file of " + found + " bytes: get it again");
        }
        return new MappedRows(file, start, sizes[0], row, type);
    }

    private DataException problem(String text) {
        return new DataException(file, file.getFileName() + ": " + text);
    }

    private DataException problem(String text, Throwable cause) {
        return new DataException(file, file.getFileName() + ": " + text, cause);
    }
}
