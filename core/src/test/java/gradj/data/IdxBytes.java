package gradj.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Makes the bytes of IDX files, right ones and wrong ones, for the tests of this package. */
final class IdxBytes {
    private IdxBytes() {}

    /** Big-endian numbers, then {@code rest} bytes 0, 1, 2, ... */
    static byte[] file(int rest, int... header) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * header.length + rest);
        for (int number : header) {
            buffer.putInt(number);
        }
        for (int i = 0; i < rest; i++) {
            buffer.put((byte) i);
        }
        return buffer.array();
    }

    static byte[] images(int count, int rows, int columns) {
        return file(count * rows * columns, 0x803, count, rows, columns);
    }

    /** Labels 0, 1, 2, ... */
    static byte[] labels(int count) {
        return file(count, 0x801, count);
    }

    /** Numbers of a type, each of so many bytes, with one size. */
    static byte[] numbers(int type, int bytes, int... values) {
        return concat(file(0, type << 8 | 1, values.length), bigEndian(bytes, values));
    }

    /** The same in rows, with two sizes. */
    static byte[] rows(int type, int bytes, int columns, int... values) {
        return concat(file(0, type << 8 | 2, values.length / columns, columns), bigEndian(bytes, values));
    }

    private static byte[] bigEndian(int bytes, int... values) {
        byte[] all = new byte[bytes * values.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (values[i / bytes] >> (8 * (bytes - 1 - i % bytes)));
        }
        return all;
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] concat(byte[] a, byte... b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
