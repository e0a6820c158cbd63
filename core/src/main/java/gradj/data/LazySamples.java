package gradj.data;

import gradj.op.Labels;
import gradj.spi.PerThread;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.stream.IntStream;

/**
 * Samples x [N, ...] and targets t [N, ...] that become tensors when a mini-batch needs them. Images stay bytes, a quarter of
 * their float32 tensors; a file may be larger than memory.
 *
 * <pre>{@code
 * Batches images = LazySamples.of(Mnist.folder(folder).train(), 10, tensors);
 * Batches large = new LazySamples(
 *         IdxFile.map(Path.of("images.idx")).greys().reshape(Shape.of(784)),
 *         IdxFile.map(Path.of("labels.idx")).oneHot(10),
 *         tensors);
 * }</pre>
 *
 * <p>Draw mini-batches of a file by {@code Sampling.SHUFFLED_BLOCKS}, which reads it nearly in its order.
 */
public final class LazySamples implements Batches {
    /*
     * What is no image goes through a buffer of floats, because the memory of a tensor is the backend's. A buffer of some rows stays in
     * the processor's cache between the two.
     */

    /** 64 kB of float32, unless a row is longer. */
    private static final int ELEMENTS_AT_ONCE = 1 << 14;

    private static final PerThread<Buffer> BUFFER = new PerThread<>(Buffer::new);

    private final RowReader x;
    private final RowReader t;
    private final Tensors tensors;

    /**
     * Samples with these targets, which become tensors of this dtype and backend.
     *
     * @throws ShapeException if there are not as many targets as samples
     */
    public LazySamples(RowReader x, RowReader t, Tensors tensors) {
        if (x.count() != t.count()) {
            throw new ShapeException(
                    "LazySamples",
                    "expected a target for each sample, got " + x.count() + " samples " + x.shape() + " and "
                            + t.count() + " targets " + t.shape(),
                    x.shape(),
                    t.shape());
        }
        this.x = x;
        this.t = t;
        this.tensors = tensors;
    }

    /**
     * Images as rows of numbers from 0 to 1, labels as one-hot rows of this many classes: in each mini-batch the bits that
     * {@link Dataset#of(LabeledImages, int, Tensors)} has. The images are referred to, not copied.
     *
     * @throws IllegalArgumentException if a label lies outside 0 ... classes - 1, or there are fewer classes than two
     */
    public static LazySamples of(LabeledImages images, int classes, Tensors tensors) {
        RowReader labels = images.labelRows().oneHot(classes);
        for (int i = 0; i < images.count(); i++) { // now, not in the middle of a training
            Labels.classNumber(images.label(i), i, classes);
        }
        return new LazySamples(images.pixelRows(), labels, tensors);
    }

    @Override
    public int size() {
        return x.count();
    }

    @Override
    public Batch batch(int... rows) {
        return new Tensored(tensor(x, rows), tensor(t, rows));
    }

    @Override
    public Tensor targets(int... rows) {
        return tensor(t, rows);
    }

    private Tensor tensor(RowReader source, int[] rows) {
        Tensor tensor = tensors.empty(shape(rows.length, source.shape()));
        if (source instanceof GatheredRows gathered) {
            gathered.gather(rows, tensor);
            return tensor;
        }
        try {
            copy(source, rows, tensor);
            source.requireIntact();
        } catch (InternalError fault) { // of mapped memory, thrown some time after the bytes were found missing
            source.requireIntact();
            throw fault;
        }
        return tensor;
    }

    private void copy(RowReader source, int[] rows, Tensor tensor) {
        int columns = source.shape().size();
        int atOnce = Math.max(1, Math.min(rows.length, ELEMENTS_AT_ONCE / Math.max(1, columns)));
        Buffer buffer = BUFFER.get();
        for (int from = 0; from < rows.length; from += atOnce) {
            int to = Math.min(rows.length, from + atOnce);
            int count = (to - from) * columns;
            switch (tensors.dtype()) {
                case FLOAT32 -> {
                    float[] values = buffer.floats(count);
                    for (int i = from; i < to; i++) {
                        source.read(rows[i], values, (i - from) * columns);
                    }
                    tensors.backend().write(values, 0, tensor.storage(), from * columns, count);
                }
                case FLOAT64 -> {
                    double[] values = buffer.doubles(count);
                    for (int i = from; i < to; i++) {
                        source.read(rows[i], values, (i - from) * columns);
                    }
                    tensors.backend().write(values, 0, tensor.storage(), from * columns, count);
                }
            }
        }
    }

    private static Shape shape(int rows, Shape row) {
        return switch (row.rank()) { // of the usual ones without garbage
            case 0 -> Shape.of(rows);
            case 1 -> Shape.of(rows, row.length(0));
            default ->
                Shape.of(IntStream.concat(IntStream.of(rows), IntStream.of(row.toArray()))
                        .toArray());
        };
    }

    private record Tensored(Tensor x, Tensor t) implements Batch {}

    /** Memory that one batch after the other goes through. */
    private static final class Buffer {
        private float[] floats = {};
        private double[] doubles = {};

        float[] floats(int count) {
            if (floats.length < count) {
                floats = new float[count];
            }
            return floats;
        }

        double[] doubles(int count) {
            if (doubles.length < count) {
                doubles = new double[count];
            }
            return doubles;
        }
    }

    @Override
    public String toString() {
        return "LazySamples[" + size() + " of " + x.shape() + ", targets " + t.shape() + "]";
    }
}
