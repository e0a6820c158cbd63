package gradj.io;

import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers tensors and metadata, and writes them as one safetensors file, byte for byte as the reference library does:
 * wide dtypes first, then by name.
 *
 * <pre>{@code
 * new SafetensorsWriter()
 *         .metadata("format", "pt")
 *         .add("fc1.weight", W1)
 *         .add("bn1.num_batches_tracked", StoredDType.I64, Shape.of(), 60)
 *         .write(Path.of("net.safetensors"));
 * }</pre>
 *
 * <p>Tensors are read when the file is written, not when they are added.
 */
public final class SafetensorsWriter {
    /** Not in char order: the reference library compares UTF-8, which is the order of code points. */
    private static final Comparator<String> BY_UTF8 = (a, b) -> Arrays.compareUnsigned(utf8(a), utf8(b));

    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** A tensor to write. */
    private record Entry(String name, StoredDType dtype, Shape shape, Source source) {}

    @FunctionalInterface
    private interface Source {
        /** Puts the elements {@code from} and behind into the empty buffer. */
        void put(int from, int count, ByteBuffer piece, Scratch scratch);
    }

    /** Room for a piece's elements, between a backend's memory and the buffer. */
    private record Scratch(float[] floats, double[] doubles) {}

    /** A writer of no tensors and no metadata. */
    public SafetensorsWriter() {}

    /** Adds a line to what the file says about itself; a key given before keeps its place and gets the new value. */
    public SafetensorsWriter metadata(String key, String value) {
        requireWellFormed(key);
        requireWellFormed(value);
        metadata.put(key, value);
        return this;
    }

    /**
     * Adds a tensor in its own dtype, F32 or F64, bit for bit.
     *
     * @throws IllegalArgumentException if the name was given before, is {@code __metadata__}, or cannot be UTF-8
     */
    public SafetensorsWriter add(String name, Tensor tensor) {
        return add(name, tensor, tensor.dtype() == DType.FLOAT32 ? StoredDType.F32 : StoredDType.F64);
    }

    /**
     * Adds a tensor that is stored in another dtype. Real numbers are rounded to the nearest, ties to even; what lies
     * beyond the largest becomes infinite. Whole numbers must fit, or {@link #write} throws.
     *
     * @throws IllegalArgumentException if the name was given before, is {@code __metadata__}, or cannot be UTF-8
     */
    public SafetensorsWriter add(String name, Tensor tensor, StoredDType dtype) {
        return add(new Entry(
                name,
                dtype,
                tensor.shape(),
                tensor.dtype() == DType.FLOAT32
                        ? (from, count, piece, scratch) -> {
                            tensor.backend().read(tensor.storage(), from, scratch.floats(), 0, count);
                            Elements.put(scratch.floats(), count, dtype, piece);
                        }
                        : (from, count, piece, scratch) -> {
                            tensor.backend().read(tensor.storage(), from, scratch.doubles(), 0, count);
                            Elements.put(scratch.doubles(), count, dtype, piece);
                        }));
    }

    /**
     * Adds whole numbers in row-major order, such as PyTorch's counters (I64, shape []).
     *
     * @param dtype an integer type, or BOOL; of a U64 the 64 bits are taken
     * @throws IllegalArgumentException if the name was given before, is {@code __metadata__} or cannot be UTF-8, or a number
     *     is none of the dtype
     * @throws ShapeException if the shape needs another number of values
     */
    public SafetensorsWriter add(String name, StoredDType dtype, Shape shape, long... values) {
        if (shape.size() != values.length) {
            throw new ShapeException("add", shape + " needs " + shape.size() + " values, got " + values.length, shape);
        }
        if (!dtype.isInteger()) {
            throw new IllegalArgumentException(
                    "tensor \"" + name + "\": " + dtype + " is no integer type: add a tensor instead");
        }
        long[] own = values.clone();
        try {
            for (long value : own) {
                Elements.requireInRange(value, dtype);
            }
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("tensor \"" + name + "\" " + e.getMessage(), e);
        }
        return add(new Entry(name, dtype, shape, (from, count, piece, scratch) -> {
            for (int i = 0; i < count; i++) {
                Elements.put(own[from + i], dtype, piece, i);
            }
        }));
    }

    /**
     * Adds real numbers in row-major order as F64, bit for bit.
     *
     * @throws IllegalArgumentException if the name was given before, is {@code __metadata__} or cannot be UTF-8
     * @throws ShapeException if the shape needs another number of values
     */
    public SafetensorsWriter add(String name, Shape shape, double... values) {
        if (shape.size() != values.length) {
            throw new ShapeException("add", shape + " needs " + shape.size() + " values, got " + values.length, shape);
        }
        double[] own = values.clone();
        return add(new Entry(name, StoredDType.F64, shape, (from, count, piece, scratch) -> {
            System.arraycopy(own, from, scratch.doubles(), 0, count);
            Elements.put(scratch.doubles(), count, StoredDType.F64, piece);
        }));
    }

    private SafetensorsWriter add(Entry entry) {
        requireWellFormed(entry.name());
        if (entry.name().equals(SafetensorsHeader.METADATA)) {
            throw new IllegalArgumentException("a tensor cannot be named " + SafetensorsHeader.METADATA
                    + ", which safetensors keeps for the metadata");
        }
        if (entries.putIfAbsent(entry.name(), entry) != null) {
            throw new IllegalArgumentException("there is a tensor \"" + entry.name() + "\" already");
        }
        return this;
    }

    private static void requireWellFormed(String text) {
        if (!Json.isWellFormed(text)) {
            throw new IllegalArgumentException("\"" + text + "\" cannot be written as UTF-8: half a surrogate pair");
        }
    }

    /**
     * Writes the file whole or not at all, as {@link WholeFile} does.
     *
     * @throws FileException if it cannot be written; what stood under that name before is then still there
     * @throws IllegalArgumentException if a number of a tensor does not fit into the integer type that it is stored in
     */
    public void write(Path file) {
        List<Entry> ordered = new ArrayList<>(entries.values());
        ordered.sort(
                Comparator.comparing(Entry::dtype, Comparator.reverseOrder()).thenComparing(Entry::name, BY_UTF8));
        byte[] header = header(ordered);
        if (header.length > SafetensorsHeader.MAX_BYTES) {
            throw new FileException(
                    file,
                    "names and metadata need " + header.length + " bytes, a safetensors header has "
                            + SafetensorsHeader.MAX_BYTES + " at most: shorten them");
        }
        WholeFile.write(file, out -> {
            ByteBuffer length =
                    ByteBuffer.allocate(SafetensorsHeader.LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            writeAll(out, length.putLong(header.length).flip());
            writeAll(out, ByteBuffer.wrap(header));
            int most = 0;
            for (Entry entry : ordered) {
                most = Math.max(most, Math.min(Elements.PIECE, entry.shape().size()));
            }
            ByteBuffer piece = ByteBuffer.allocateDirect(most * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            Scratch scratch = new Scratch(new float[most], new double[most]);
            for (Entry entry : ordered) {
                write(out, entry, piece, scratch);
            }
        });
    }

    /** JSON, padded with blanks so that the tensors begin at a multiple of 8. */
    private byte[] header(List<Entry> ordered) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            fields.put(SafetensorsHeader.METADATA, metadata);
        }
        long begin = 0;
        for (Entry entry : ordered) {
            long end = begin + (long) entry.shape().size() * entry.dtype().bytes();
            List<Integer> lengths = new ArrayList<>();
            for (int length : entry.shape().toArray()) {
                lengths.add(length);
            }
            Map<String, Object> info = new LinkedHashMap<>();
            info.put("dtype", entry.dtype().name());
            info.put("shape", lengths);
            info.put("data_offsets", List.of(begin, end));
            fields.put(entry.name(), info);
            begin = end;
        }
        byte[] json = utf8(Json.write(fields));
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private static void write(WritableByteChannel out, Entry entry, ByteBuffer piece, Scratch scratch)
            throws IOException {
        int size = entry.shape().size();
        for (int from = 0; from < size; from += Elements.PIECE) {
            int count = Math.min(Elements.PIECE, size - from);
            piece.clear();
            try {
                entry.source().put(from, count, piece, scratch);
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException("tensor \"" + entry.name() + "\" " + e.getMessage(), e);
            }
            writeAll(out, piece.limit(count * entry.dtype().bytes()));
        }
    }

    private static void writeAll(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
