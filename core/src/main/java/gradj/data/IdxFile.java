package gradj.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads files in the format of MNIST, IDX: a magic number, the sizes, then the values; gzipped or not.
 *
 * <p>Images are unsigned bytes with the sizes count, rows, columns (magic number 0x00000803). Labels are whole numbers of
 * any type, as a rule unsigned bytes with a count (0x00000801): class numbers [N] or [N, 1], one-hot rows [N, C], or the
 * rows [N, 8] of QMNIST, whose first number is the class. A file is read to its last byte or refused, and whatever its
 * header claims, no more memory is taken than the file can fill.
 */
public final class IdxFile {
    private static final int IMAGES_MAGIC = 0x00000803;
    private static final int LABELS_MAGIC = 0x00000801;

    /** Of the files of Extended MNIST, whose images lie on their side. */
    private static final String EMNIST = "emnist-";

    /** The largest set of this kind that is in use, Extended MNIST, has 814,255 images. */
    private static final long MAX_COUNT = 10_000_000;

    private static final long MAX_SIDE = 4096;

    /** As many as there can be classes. */
    private static final long MAX_LABEL_COLUMNS = 256;

    /** Class, series, writer, place in the form, class in hexadecimal ASCII, number in the set, and two that are 0. */
    private static final int QMNIST_COLUMNS = 8;

    private static final long MAX_BYTES = 1L << 30;

    /** Deflate spends at least two bits on 258 bytes, so a file of n bytes cannot hold more than 1032 n. */
    private static final long MAX_GZIP_RATIO = 1032;

    /** The NIO streams copy through a direct buffer as large as the read, so 47 MB at once would be taken twice. */
    private static final int CHUNK = 1 << 18;

    private final Path file;
    private final boolean images;
    private IdxType type = IdxType.UNSIGNED_BYTE;
    private int headerBytes;
    private String expected;
    private boolean gzip;
    private long done;
    private long promised;
    private int count;
    private int rows = 1;
    private int columns = 1;
    private byte[] values = {};

    /** No more images are read than these. */
    private final int most;

    private IdxFile(Path file, boolean images) {
        this(file, images, Integer.MAX_VALUE);
    }

    private IdxFile(Path file, boolean images, int most) {
        this.file = file;
        this.images = images;
        this.most = most;
        this.headerBytes = images ? 16 : 8;
        this.expected = "expected an IDX header of " + headerBytes + " bytes";
    }

    /**
     * Reads a file of images and the file of labels that belongs to it.
     *
     * <p>The images of Extended MNIST are stored lying on their side, column after column; from files whose names begin
     * with {@code emnist-} they come upright.
     *
     * @param images IDX file of count x rows x columns unsigned bytes, gzipped or not
     * @param labels IDX file of a label for each, gzipped or not; class numbers from 0 to 255 are allowed
     * @throws DataException if a file is missing, broken, truncated, too long or too large, or the counts differ
     */
    public static LabeledImages read(Path images, Path labels) {
        // Labels first: they are small, so a mistake in them shows at once.
        IdxFile t = new IdxFile(labels, false).read();
        IdxFile x = imagesOf(images, Integer.MAX_VALUE);
        requireOneLabelEach(x, t);
        return new LabeledImages(x.rows, x.columns, x.values, t.values);
    }

    /**
     * Reads the first images, as many as there are at most, and all labels, which say how many classes there are. What follows
     * in the file of images is not looked at.
     */
    static LabeledImages readFirst(Path images, Path labels, int howMany) {
        IdxFile t = new IdxFile(labels, false).read();
        IdxFile x = imagesOf(images, howMany);
        requireOneLabelEach(x, t);
        return LabeledImages.firstOf(x.rows, x.columns, x.values, t.values);
    }

    private static void requireOneLabelEach(IdxFile x, IdxFile t) {
        if (x.count != t.count) {
            throw new DataException(
                    t.file,
                    t.file.getFileName() + " has " + t.count + " labels, but " + x.file.getFileName() + " has "
                            + x.count + " images: expected one label per image");
        }
    }

    /**
     * Reads a file of images whose classes are not known, to have them predicted; each has the label 0.
     *
     * @param images as in {@link #read(Path, Path)}
     * @throws DataException if the file is missing, broken, truncated, too long or too large
     */
    public static LabeledImages readUnlabeled(Path images) {
        IdxFile x = imagesOf(images, Integer.MAX_VALUE);
        return new LabeledImages(x.rows, x.columns, x.values, new byte[x.count]);
    }

    /**
     * Maps an uncompressed IDX file of any type, [N, ...], of any length: only what is read of it comes into memory. The numbers
     * are as they stand in the file; {@link RowReader#greys} makes of bytes what a net takes, {@link RowReader#oneHot} of labels.
     * Images of Extended MNIST lie on their side.
     *
     * @throws DataException if the file is missing, gzipped, no IDX file, or not as long as its header promises
     */
    public static MappedRows map(Path file) {
        return MappedIdx.map(file);
    }

    private static IdxFile imagesOf(Path images, int most) {
        IdxFile x = new IdxFile(images, true, most).read();
        if (images.getFileName().toString().startsWith(EMNIST)) {
            x.turn();
        }
        return x;
    }

    private IdxFile read() {
        if (!Files.exists(file)) {
            throw new DataException(file, file + ": there is no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw new DataException(file, file + ": expected a file, found a folder or a device");
        }
        try (InputStream in = uncompressed(Files.newInputStream(file))) {
            read(in, Files.size(file));
        } catch (EOFException e) {
            throw problem(
                    expected + ", " + (gzip ? "its gzip data end" : "the file ends") + " after " + done
                            + (done > 0 && done == promised ? ", before their checksum" : ""),
                    e);
        } catch (ZipException e) {
            throw problem("its gzip data are broken after " + done + " uncompressed bytes: " + e.getMessage(), e);
        } catch (AccessDeniedException e) {
            throw problem("you have no permission to read it", e);
        } catch (OutOfMemoryError e) {
            // Not as the cause: whoever sees an error of this kind would tell of it instead of the file.
            throw problem(expected + ", which do not fit into the "
                    + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MB that this Java may use: give it more with -Xmx");
        } catch (IOException e) {
            throw problem("cannot be read: " + Objects.requireNonNullElse(e.getMessage(), e.toString()), e);
        }
        return this;
    }

    private InputStream uncompressed(InputStream file) throws IOException {
        PushbackInputStream in = new PushbackInputStream(file, ForeignFile.BYTES);
        try {
            byte[] start = in.readNBytes(ForeignFile.BYTES);
            in.unread(start);
            gzip = start.length >= 2 && GzipInput.isGzip(start[0] & 0xFF, start[1] & 0xFF);
            if (!gzip) {
                requireNothingElse(
                        start, this.file.toString().endsWith(".gz") ? "not gzip data but " : "not IDX data but ");
            }
            return gzip ? new GzipInput(in) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** {@code notBut} says before what it is what it should be. */
    private void requireNothingElse(byte[] start, String notBut) {
        String found = ForeignFile.describe(start);
        if (!found.isEmpty()) {
            throw problem("it is " + notBut + found);
        }
    }

    private void read(InputStream in, long fileBytes) throws IOException {
        if (fileBytes == 0) {
            throw problem(expected + ", the file is empty");
        }
        byte[] header = new byte[headerBytes];
        fill(header, 0, headerBytes, in);
        int rank = checkMagic(header);
        if (4 + 4 * rank > headerBytes) { // labels in rows
            header = Arrays.copyOf(header, 4 + 4 * rank);
            fill(header, headerBytes, header.length - headerBytes, in);
            headerBytes = header.length;
        }
        count = size("images", number(header, 4), MAX_COUNT);
        if (rank > 1) {
            rows = size("rows", number(header, 8), images ? MAX_SIDE : MAX_LABEL_COLUMNS);
        }
        if (rank > 2) {
            columns = size("columns", number(header, 12), MAX_SIDE);
        }
        long total = Math.multiplyExact(
                Math.multiplyExact((long) count, Math.multiplyExact((long) rows, columns)), type.bytes());
        String what = images
                ? count + " images of " + rows + "x" + columns
                : count + " labels" + (rank > 1 ? " in rows of " + rows : "");
        promised = headerBytes + total;
        expected = "header promises " + what + " = " + promised + " bytes";
        if (total > MAX_BYTES) {
            throw problem(expected + ", at most " + MAX_BYTES + " are read");
        }
        // Before anything large is allocated: can this file hold what its header says?
        if (gzip && total > fileBytes * MAX_GZIP_RATIO) {
            throw problem(expected + ", a gzip file of " + fileBytes + " bytes cannot hold so many");
        }
        if (!gzip && headerBytes + total != fileBytes) {
            done = fileBytes;
            long more = fileBytes - headerBytes - total;
            if (more < 0) {
                throw new EOFException();
            }
            throw tooLong(more + " more bytes follow");
        }
        if (most < count) {
            values = new byte[most * rows * columns];
            fill(values, 0, values.length, in);
            return;
        }
        values = new byte[(int) total];
        fill(values, 0, values.length, in);
        if (in.read() >= 0) {
            throw tooLong("more uncompressed bytes follow");
        }
        if (!images) {
            values = classNumbers();
        }
    }

    /** The number of sizes that follow the magic number: 3 of images, 1 or 2 of labels. */
    private int checkMagic(byte[] header) {
        int magic = (int) number(header, 0);
        int rank = magic & 0xFF;
        IdxType found = magic >>> 16 == 0 ? IdxType.of((magic >>> 8) & 0xFF) : null;
        boolean isRight =
                images ? magic == IMAGES_MAGIC : found != null && found.isInteger() && (rank == 1 || rank == 2);
        if (!isRight) {
            requireNothingElse(header, "not IDX data but ");
            throw problem(String.format(
                    "expected the magic number 0x%08x of IDX %s, found 0x%08x%s",
                    images ? IMAGES_MAGIC : LABELS_MAGIC,
                    images ? "images" : "labels",
                    magic,
                    meaning(magic, found, rank)));
        }
        if (found != null) {
            type = found;
        }
        return rank;
    }

    private String meaning(int magic, @Nullable IdxType found, int rank) {
        if (magic == (images ? LABELS_MAGIC : IMAGES_MAGIC)) {
            return ", that of IDX " + (images ? "labels" : "images");
        }
        if (found != null && rank > 0) {
            return ", that of " + found + " with " + rank + (rank == 1 ? " size" : " sizes") + ": IDX too, but "
                    + (images
                            ? "images are read as unsigned bytes with the sizes count, rows, columns"
                            : "labels are read as whole numbers [N], [N, 1] or [N, C]");
        }
        int reversed = Integer.reverseBytes(magic);
        return reversed == IMAGES_MAGIC || reversed == LABELS_MAGIC
                ? ", its bytes in reverse: IDX files are big-endian"
                : "";
    }

    /** A byte for each label; the file's numbers are [count, rows] of any integer type. */
    private byte[] classNumbers() {
        if (type == IdxType.UNSIGNED_BYTE && rows == 1) {
            return values;
        }
        boolean isOneHot = rows > 1;
        for (int i = 0; i < count && isOneHot; i++) {
            isOneHot = placeOfOne(i) >= 0;
        }
        if (!isOneHot && rows > 1 && rows != QMNIST_COLUMNS) {
            int wrong = 0;
            while (placeOfOne(wrong) >= 0) {
                wrong++;
            }
            throw problem("row " + wrong + " of its labels [" + count + ", " + rows + "] is not one-hot: expected class"
                    + " numbers [N] or [N, 1], one-hot rows [N, C], or rows of " + QMNIST_COLUMNS
                    + " numbers as QMNIST has, the class first");
        }
        byte[] classes = new byte[count];
        for (int i = 0; i < count; i++) {
            int number = isOneHot ? placeOfOne(i) : value(i, 0);
            if (number < 0 || number > 255) {
                throw problem("label " + i + " is " + number + ", expected 0 to 255");
            }
            classes[i] = (byte) number;
        }
        return classes;
    }

    /** Where the 1 stands in a row of zeros; -1 if the row is another. */
    private int placeOfOne(int row) {
        int place = -1;
        for (int column = 0; column < rows; column++) {
            int value = value(row, column);
            if (value == 1 && place < 0) {
                place = column;
            } else if (value != 0) {
                return -1;
            }
        }
        return place;
    }

    private int value(int row, int column) {
        return type.integer(values, (row * rows + column) * type.bytes());
    }

    /** Exchanges rows and columns of each image. */
    private void turn() {
        byte[] image = new byte[rows * columns];
        for (int start = 0; start < values.length; start += image.length) {
            System.arraycopy(values, start, image, 0, image.length);
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    values[start + column * rows + row] = image[row * columns + column];
                }
            }
        }
        int width = rows;
        rows = columns;
        columns = width;
    }

    private int size(String what, long number, long most) {
        String name = images ? what : what.equals("rows") ? "numbers a label" : "labels";
        if (number < 1 || number > most) {
            throw problem("header promises " + number + " " + name + ", expected 1 to " + most);
        }
        return (int) number;
    }

    private void fill(byte[] target, int offset, int length, InputStream in) throws IOException {
        for (int end = offset + length; offset < end; ) {
            int n = in.read(target, offset, Math.min(CHUNK, end - offset));
            if (n < 0) {
                throw new EOFException();
            }
            offset += n;
            done += n;
        }
    }

    private DataException tooLong(String what) {
        return problem(expected + ", but " + what);
    }

    private DataException problem(String text) {
        return new DataException(file, file.getFileName() + ": " + text);
    }

    private DataException problem(String text, Throwable cause) {
        return new DataException(file, file.getFileName() + ": " + text, cause);
    }

    private static long number(byte[] header, int offset) {
        long value = 0;
        for (int i = 0; i < 4; i++) {
            value = (value << 8) | (header[offset + i] & 0xFF);
        }
        return value;
    }
}
