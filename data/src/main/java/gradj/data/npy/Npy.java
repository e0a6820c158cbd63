package gradj.data.npy;

import gradj.data.MappedRows;
import gradj.io.FileException;
import gradj.io.WholeFile;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Arrays in NumPy's {@code .npy} files: formats 1.0 to 3.0, either order of axes and of bytes, numbers of any size and truth
 * values. Python objects are refused: a pickle can run any program.
 *
 * <pre>{@code
 * Tensor x = Npy.read(Path.of("x.npy")).tensor(tensors);
 * }</pre>
 */
public final class Npy {
    /** NumPy's data begin at a multiple of this. */
    private static final int ALIGNMENT = 64;

    /** NumPy leaves room for the first length to grow to so many digits without moving the data. */
    private static final int GROWTH_DIGITS = 21;

    private static final int BYTES_AT_ONCE = 1 << 16;

    private Npy() {}

    /**
     * Reads an array; bytes behind it are left aside, as NumPy does.
     *
     * @throws FileException if it cannot be read, is no array of numbers, is broken, or has 2 GiB or more
     */
    public static NpyArray read(Path file) {
        requireFile(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return read(file, "", in, Files.size(file));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Maps an array [N, ...] of any length: only those of its N rows come into memory that are read. Its numbers are as they stand
     * in the file; true is 1. What happens when the file changes meanwhile, {@link MappedRows} says.
     *
     * <pre>{@code
     * Batches train = new LazySamples(Npy.map(Path.of("x.npy")), Npy.map(Path.of("t.npy")).oneHot(10), tensors);
     * }</pre>
     *
     * @throws FileException if it cannot be read, is no array of numbers, is a single number, is broken or cut off, has more
     *     than 2^31 - 1 rows, or has two axes or more in Fortran's order, in which no row stands together
     * @throws gradj.data.DataException if its rows have more than 1 GiB, or it cannot be mapped
     */
    public static MappedRows map(Path file) {
        requireFile(file);
        NpyHeader header;
        try (InputStream in = Files.newInputStream(file)) {
            long available = Files.size(file);
            header = NpyHeader.read(file, "", in, available).requireWhole(file, "", available);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        int rank = header.lengths().size();
        if (rank == 0) {
            throw new FileException(file, "expected an array [N, ...] of rows, found a single number");
        }
        if (header.isFortran() && rank > 1) {
            throw new FileException(
                    file,
                    "expected rows that stand together, found Fortran's order: write it again with"
                            + " numpy.save(f, numpy.ascontiguousarray(a))");
        }
        try {
            return new MappedRows(
                    file, header.start(), Math.toIntExact(header.lengths().get(0)), header.rowShape(), header.type());
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new FileException(
                    file,
                    "expected at most 2^31 - 1 rows and as many numbers in each, found the shape " + header.lengths()
                            + ": save it in parts",
                    e);
        }
    }

    private static void requireFile(Path file) {
        if (Files.isDirectory(file)) {
            throw new FileException(file, "expected a NumPy array, found a folder: name a file in it");
        }
        if (!Files.exists(file)) {
            throw new FileException(file, "there is no such file: check its name");
        }
    }

    private static FileException unreadable(Path file, IOException e) {
        return new FileException(file, "could not be read: " + e.getMessage() + ": check its permissions", e);
    }

    /** Of a stream with so many bytes; {@code place} names an array in an archive. */
    static NpyArray read(Path file, String place, InputStream in, long available) throws IOException {
        NpyHeader header = NpyHeader.read(file, place, in, available)
                .requireInMemory(file, place)
                .requireWhole(file, place, available);
        byte[] data = in.readNBytes(header.bytes());
        if (data.length < header.bytes()) {
            throw new FileException(
                    file,
                    place + "expected " + header.bytes() + " bytes of data, found " + data.length + ": get it again");
        }
        return new NpyArray(header, data);
    }

    /**
     * Writes a tensor, byte for byte as {@code numpy.save} writes an array of the same dtype, shape and values.
     *
     * @throws FileException if it cannot be written; what stood under that name before is then unchanged
     */
    public static void write(Path file, Tensor tensor) {
        WholeFile.write(file, out -> {
            writeFully(out, ByteBuffer.wrap(header(tensor.dtype(), tensor.shape())));
            ByteBuffer buffer = ByteBuffer.allocate(BYTES_AT_ONCE).order(ByteOrder.LITTLE_ENDIAN);
            if (tensor.dtype() == DType.FLOAT32) {
                for (float value : tensor.toFloatArray()) {
                    room(buffer, out).putFloat(value);
                }
            } else {
                for (double value : tensor.toDoubleArray()) {
                    room(buffer, out).putDouble(value);
                }
            }
            writeFully(out, buffer.flip());
        });
    }

    private static ByteBuffer room(ByteBuffer buffer, WritableByteChannel out) throws IOException {
        if (buffer.remaining() < Double.BYTES) {
            writeFully(out, buffer.flip());
            buffer.clear();
        }
        return buffer;
    }

    private static void writeFully(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** Format 1.0. */
    static byte[] header(DType dtype, Shape shape) {
        String lengths =
                Arrays.stream(shape.toArray()).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        StringBuilder text = new StringBuilder("{'descr': '" + (dtype == DType.FLOAT32 ? "<f4" : "<f8")
                + "', 'fortran_order': False, 'shape': (" + lengths + (shape.rank() == 1 ? ",)" : ")") + ", }");
        if (shape.rank() > 0) {
            text.append(
                    " ".repeat(GROWTH_DIGITS - Integer.toString(shape.length(0)).length()));
        }
        int before = 10;
        int unpadded = before + text.length() + 1;
        text.append(" ".repeat(ALIGNMENT - unpadded % ALIGNMENT)).append('\n');
        byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length(), (byte) (text.length() >> 8)};
        byte[] header = Arrays.copyOf(start, before + text.length());
        System.arraycopy(text.toString().getBytes(StandardCharsets.US_ASCII), 0, header, before, text.length());
        return header;
    }
}
