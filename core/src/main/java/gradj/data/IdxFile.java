package gradj.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipException;

/**
 * Reads files in the format of MNIST, IDX: a magic number, the sizes, then one byte per value; gzipped or not.
 *
 * <p>Images have the magic number 0x00000803 and the sizes count, rows, columns; labels have 0x00000801 and a count. A
 * file is read to its last byte or refused, and whatever its header claims, no more memory is taken than the file can
 * fill.
 */
public final class IdxFile {
    private static final int IMAGES_MAGIC = 0x00000803;
    private static final int LABELS_MAGIC = 0x00000801;

    /** The largest set of this kind that is in use, Extended MNIST, has 814,255 images. */
    private static final long MAX_COUNT = 10_000_000;

    private static final long MAX_SIDE = 4096;
    private static final long MAX_BYTES = 1L << 30;

    /** Deflate spends at least two bits on 258 bytes, so a file of n bytes cannot hold more than 1032 n. */
    private static final long MAX_GZIP_RATIO = 1032;

    /** The NIO streams copy through a direct buffer as large as the read, so 47 MB at once would be taken twice. */
    private static final int CHUNK = 1 << 18;

    private final Path file;
    private final boolean images;
    private final int headerBytes;
    private String expected;
    private boolean gzip;
    private long done;
    private int count;
    private int rows = 1;
    private int columns = 1;
    private byte[] values = {};

    private IdxFile(Path file, boolean images) {
        this.file = file;
        this.images = images;
        this.headerBytes = images ? 16 : 8;
        this.expected = "expected an IDX header of " + headerBytes + " bytes";
    }

    /**
     * Reads a file of images and the file of labels that belongs to it.
     *
     * @param images IDX file of count x rows x columns unsigned bytes, gzipped or not, whatever its name
     * @param labels IDX file of count unsigned bytes, gzipped or not; class numbers up to 255 are allowed
     * @throws DataException if a file is missing, broken, truncated, too long or too large, or the counts differ
     */
    public static LabeledImages read(Path images, Path labels) {
        // Labels first: they are small, so a mistake in them shows at once.
        IdxFile t = new IdxFile(labels, false).read();
        IdxFile x = new IdxFile(images, true).read();
        if (x.count != t.count) {
            throw new DataException(
                    labels,
                    labels.getFileName() + " has " + t.count + " labels, but " + images.getFileName() + " has "
                            + x.count + " images: expected one label per image");
        }
        return new LabeledImages(x.rows, x.columns, x.values, t.values);
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
            throw problem(expected + ", " + (gzip ? "its gzip data end" : "the file ends") + " after " + done, e);
        } catch (ZipException e) {
            throw problem("its gzip data are broken after " + done + " uncompressed bytes: " + e.getMessage(), e);
        } catch (AccessDeniedException e) {
            throw problem("you have no permission to read it", e);
        } catch (IOException e) {
            throw problem("cannot be read: " + Objects.requireNonNullElse(e.getMessage(), e.toString()), e);
        }
        return this;
    }

    private InputStream uncompressed(InputStream file) throws IOException {
        PushbackInputStream in = new PushbackInputStream(file, 2);
        try {
            byte[] start = in.readNBytes(2);
            in.unread(start);
            gzip = start.length == 2 && GzipInput.isGzip(start[0] & 0xFF, start[1] & 0xFF);
            return gzip ? new GzipInput(in) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private void read(InputStream in, long fileBytes) throws IOException {
        if (fileBytes == 0) {
            throw problem(expected + ", the file is empty");
        }
        byte[] header = new byte[headerBytes];
        fill(header, in);
        checkMagic(number(header, 0));
        count = size("images", number(header, 4), MAX_COUNT);
        if (images) {
            rows = size("rows", number(header, 8), MAX_SIDE);
            columns = size("columns", number(header, 12), MAX_SIDE);
        }
        long total = Math.multiplyExact((long) count, Math.multiplyExact((long) rows, columns));
        String what = images ? count + " images of " + rows + "x" + columns : count + " labels";
        expected = "header promises " + what + " = " + (headerBytes + total) + " bytes";
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
        values = allocate((int) total);
        fill(values, in);
        if (in.read() >= 0) {
            throw tooLong("more uncompressed bytes follow");
        }
    }

    private void checkMagic(long magic) {
        int wanted = images ? IMAGES_MAGIC : LABELS_MAGIC;
        if (magic != wanted) {
            boolean swapped = magic == (images ? LABELS_MAGIC : IMAGES_MAGIC);
            throw problem(String.format(
                    "expected the magic number 0x%08x of IDX %s, found 0x%08x%s",
                    wanted,
                    images ? "images" : "labels",
                    magic,
                    swapped ? ", that of IDX " + (images ? "labels" : "images") : ""));
        }
    }

    private int size(String what, long number, long most) {
        String name = images ? what : "labels";
        if (number < 1 || number > most) {
            throw problem("header promises " + number + " " + name + ", expected 1 to " + most);
        }
        return (int) number;
    }

    private void fill(byte[] target, InputStream in) throws IOException {
        int offset = 0;
        while (offset < target.length) {
            int n = in.read(target, offset, Math.min(CHUNK, target.length - offset));
            if (n < 0) {
                throw new EOFException();
            }
            offset += n;
            done += n;
        }
    }

    private byte[] allocate(int bytes) {
        try {
            return new byte[bytes];
        } catch (OutOfMemoryError e) {
            throw problem(expected + ", which do not fit into the memory of this JVM (-Xmx raises it)", e);
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
