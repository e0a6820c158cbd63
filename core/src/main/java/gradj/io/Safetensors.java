package gradj.io;

import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * An open file of named tensors in the safetensors format, as PyTorch and others write and read it.
 *
 * <pre>{@code
 * try (Safetensors file = Safetensors.open(Path.of("net.safetensors"))) {
 *     Tensor W1 = file.tensor("fc1.weight", Backends.float32());
 * }
 * }</pre>
 *
 * <p>Opening reads the header and checks it against the file's size; a tensor's elements are read when asked for, a piece
 * at a time into the tensor's own memory, so that they are never in memory twice. The file that was opened stays the one
 * that is read, also when another is saved under its name meanwhile. Threads may read at once.
 *
 * <p>Whatever is wrong with a file gives a {@link FileException}.
 */
public final class Safetensors implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final SafetensorsHeader header;

    private Safetensors(Path file, FileChannel channel, SafetensorsHeader header) {
        this.file = file;
        this.channel = channel;
        this.header = header;
    }

    /**
     * Opens a file and checks its header: at most 100 MB of strict JSON in UTF-8, whose tensors fill the rest of the file
     * without hole or overlap.
     *
     * @throws FileException if there is no such file, it may not be read, or is not whole
     */
    public static Safetensors open(Path file) {
        if (!Files.exists(file)) {
            throw new FileException(file, "there is no such file: check its name and folder");
        }
        if (!Files.isRegularFile(file)) {
            throw new FileException(file, "expected a file, found a folder or a device: name a file");
        }
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                return new Safetensors(file, channel, SafetensorsHeader.read(file, channel));
            } catch (IOException | RuntimeException | Error e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (OutOfMemoryError e) {
            throw tooLarge(file, "its header");
        }
    }

    /** Without the error as the cause: whoever sees one of this kind would tell of it instead of the file. */
    private static FileException tooLarge(Path file, String what) {
        return new FileException(
                file,
                what + " does not fit into the " + (Runtime.getRuntime().maxMemory() >> 20)
                        + " MB that this Java may use: give it more with -Xmx");
    }

    /** Memory for a tensor's elements, of which a file of holes may claim any number. */
    <T> T fitting(String name, Supplier<T> allocation) {
        try {
            return allocation.get();
        } catch (OutOfMemoryError e) {
            StoredTensor stored = stored(name);
            throw tooLarge(
                    file,
                    "tensor \"" + SafetensorsHeader.shortened(name) + "\", "
                            + SafetensorsHeader.shortened(stored.describe()) + ",");
        }
    }

    /** The file as it was named to {@link #open}. */
    public Path file() {
        return file;
    }

    /** What the file says about itself, in the file's order; empty if it says nothing. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    /** The tensors' names, in the order of their bytes. */
    public List<String> names() {
        return List.copyOf(header.tensors().keySet());
    }

    /** Whether there is a tensor of this name. */
    public boolean contains(String name) {
        return header.tensors().containsKey(name);
    }

    /**
     * A tensor's shape.
     *
     * @throws IllegalArgumentException if there is none of this name
     * @throws FileException if it has more elements than a {@link Tensor} can have
     */
    public Shape shape(String name) {
        StoredTensor stored = stored(name);
        int[] lengths = new int[stored.lengths().length];
        boolean fits = true;
        for (int axis = 0; axis < lengths.length; axis++) {
            lengths[axis] = (int) stored.lengths()[axis];
            fits &= lengths[axis] == stored.lengths()[axis];
        }
        if (!fits || stored.size() > Integer.MAX_VALUE) {
            throw problem(stored, "has more than the 2^31 - 1 elements of a tensor: split it where the file was made");
        }
        return Shape.of(lengths);
    }

    /**
     * The type of a tensor's elements in the file.
     *
     * @throws IllegalArgumentException if there is no tensor of this name
     */
    public StoredDType dtype(String name) {
        return stored(name).dtype();
    }

    /**
     * A tensor with the elements of the file. Real numbers keep their bits where the dtype is the same, -0.0 and NaN's
     * payload included, and are else rounded to the nearest; {@link StoredDType#BOOL} becomes 0 and 1.
     *
     * @param tensors dtype and backend of the result, which belongs to the open {@link gradj.tensor.TensorScope} if there
     *     is one
     * @throws IllegalArgumentException if there is no tensor of this name
     * @throws FileException if it does not fit into the memory, or a whole number is not exact in the dtype, as from 2^24 + 1 on in float32 and from 2^53 + 1
     *     on in float64; {@link #longs} reads those
     */
    public Tensor tensor(String name, Tensors tensors) {
        Tensor result = fitting(name, () -> tensors.empty(shape(name)));
        read(name, result);
        return result;
    }

    /** Overwrites a tensor of the same shape: for parameters, which alone may change in place. */
    void read(String name, Tensor target) {
        StoredTensor stored = stored(name);
        if (!shape(name).equals(target.shape())) {
            throw problem(stored, "expected " + target.shape() + ", found " + shape(name));
        }
        if (target.dtype() == DType.FLOAT32) {
            float[] values = new float[pieceSize(stored)];
            read(stored, (piece, from, count) -> {
                Elements.get(piece, stored.dtype(), values, count);
                target.backend().write(values, 0, target.storage(), from, count);
            });
        } else {
            double[] values = new double[pieceSize(stored)];
            read(stored, (piece, from, count) -> {
                Elements.get(piece, stored.dtype(), values, count);
                target.backend().write(values, 0, target.storage(), from, count);
            });
        }
    }

    /**
     * The elements of a tensor of whole numbers, exact, in row-major order: 0 and 1 for {@link StoredDType#BOOL}, and for
     * {@link StoredDType#U64} the 64 bits as {@link Long#toUnsignedString(long)} reads them.
     *
     * @throws IllegalArgumentException if there is no tensor of this name, or it holds real numbers
     */
    public long[] longs(String name) {
        StoredTensor stored = stored(name);
        if (!stored.dtype().isInteger()) {
            throw new IllegalArgumentException(file + ": tensor \"" + SafetensorsHeader.shortened(name)
                    + "\" holds real numbers, " + stored.describe() + ": read it with tensor(name, tensors)");
        }
        long[] values = fitting(name, () -> new long[shape(name).size()]);
        read(stored, (piece, from, count) -> {
            for (int i = 0; i < count; i++) {
                values[from + i] = Elements.whole(piece, stored.dtype(), i);
            }
        });
        return values;
    }

    /**
     * The elements of a tensor of real numbers in row-major order, exact.
     *
     * @throws IllegalArgumentException if there is no tensor of this name, or it holds whole numbers
     */
    public double[] doubles(String name) {
        StoredTensor stored = stored(name);
        if (stored.dtype().isInteger()) {
            throw new IllegalArgumentException(file + ": tensor \"" + SafetensorsHeader.shortened(name)
                    + "\" holds whole numbers, " + stored.describe() + ": read it with longs(name)");
        }
        double[] values = fitting(name, () -> new double[shape(name).size()]);
        double[] some = new double[pieceSize(stored)];
        read(stored, (piece, from, count) -> {
            Elements.get(piece, stored.dtype(), some, count);
            System.arraycopy(some, 0, values, from, count);
        });
        return values;
    }

    @FunctionalInterface
    private interface PieceReader {
        /** Takes the elements {@code from} and behind, which are the buffer's first. */
        void read(ByteBuffer piece, int from, int count);
    }

    private static int pieceSize(StoredTensor stored) {
        return (int) Math.min(stored.size(), Elements.PIECE);
    }

    private void read(StoredTensor stored, PieceReader reader) {
        int bytes = stored.dtype().bytes();
        int pieceSize = pieceSize(stored);
        ByteBuffer piece = ByteBuffer.allocateDirect(pieceSize * bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            for (long from = 0; from < stored.size(); from += pieceSize) {
                int count = (int) Math.min(pieceSize, stored.size() - from);
                long place = header.dataStart() + stored.begin() + from * bytes;
                piece.clear().limit(count * bytes);
                while (piece.hasRemaining()) {
                    if (channel.read(piece, place + piece.position()) < 0) {
                        throw problem(stored, "the file became shorter since it was opened: read it again");
                    }
                }
                reader.read(piece.flip(), (int) from, count);
            }
        } catch (ArithmeticException e) {
            throw problem(stored, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private StoredTensor stored(String name) {
        StoredTensor stored = header.tensors().get(name);
        if (stored == null) {
            throw new IllegalArgumentException(file + ": there is no tensor \"" + SafetensorsHeader.shortened(name)
                    + "\", there are " + SafetensorsHeader.shortened(names().toString()));
        }
        return stored;
    }

    private FileException problem(StoredTensor stored, String problem) {
        return new FileException(
                file,
                "tensor \"" + SafetensorsHeader.shortened(stored.name()) + "\", "
                        + SafetensorsHeader.shortened(stored.describe()) + ", " + problem);
    }

    private static RuntimeException unreadable(Path file, IOException e) {
        if (e instanceof AccessDeniedException) {
            return new FileException(
                    file,
                    "you have no permission to read it: its owner gives it with chmod a+r (Python's safetensors"
                            + " writes files that only their owner may read)",
                    e);
        }
        if (e instanceof ClosedByInterruptException) {
            return new FileException(file, "reading it was interrupted: open it again in another thread", e);
        }
        if (e instanceof ClosedChannelException) {
            return new IllegalStateException(file + " is closed: read before close()", e);
        }
        return new FileException(file, "cannot be read: " + (e.getMessage() == null ? e : e.getMessage()), e);
    }

    /** Closes the file; tensors that were read stay. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Writes a file of tensors in their own dtype, as the reference library writes it, byte for byte; {@link
     * SafetensorsWriter} stores other dtypes too.
     *
     * @param metadata written in the map's own order
     * @throws FileException if it cannot be written; what stood under that name before is then still there
     */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
        SafetensorsWriter writer = new SafetensorsWriter();
        metadata.forEach(writer::metadata);
        tensors.forEach(writer::add);
        writer.write(file);
    }
}
