package gradj.tensor;

import gradj.spi.DType;
import gradj.spi.TensorBackend;
import java.util.stream.IntStream;

/**
 * Makes tensors of one dtype on one backend.
 *
 * <pre>{@code
 * Tensors tensors = Backends.float64();
 * Tensor x = tensors.matrix(new double[][] {{1, 2}, {3, 4}});
 * }</pre>
 */
public record Tensors(TensorBackend backend, DType dtype) {
    /** 12 MB of float32. */
    private static final int ELEMENTS_AT_ONCE = 3_000_000;

    public Tensors {
        if (!backend.supports(dtype)) {
            throw new IllegalArgumentException("backend " + backend.name() + " does not support " + dtype);
        }
    }

    /** A tensor of rank 0. */
    public Tensor scalar(double value) {
        return of(Shape.of(), value);
    }

    /** A tensor of rank 1. */
    public Tensor vector(double... values) {
        return of(Shape.of(values.length), values);
    }

    /** A tensor of rank 2; all rows must have the same length. */
    public Tensor matrix(double[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        Shape shape = Shape.of(rows.length, columns);
        double[] values = new double[shape.size()];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw new ShapeException(
                        "matrix", "row 0 has " + columns + " columns, row " + i + " has " + rows[i].length, shape);
            }
            System.arraycopy(rows[i], 0, values, i * columns, columns);
        }
        return of(shape, values);
    }

    /** A tensor with this content in row-major order, rounded to the dtype. */
    public Tensor of(Shape shape, double... values) {
        requireSize(shape, values.length);
        Tensor tensor = Tensor.allocate(backend, dtype, shape);
        HeapCopy.write(tensor, 0, values, values.length);
        return tensor;
    }

    /** A tensor with this content in row-major order. */
    public Tensor of(Shape shape, float[] values) {
        requireSize(shape, values.length);
        Tensor tensor = Tensor.allocate(backend, dtype, shape);
        HeapCopy.write(tensor, 0, values, values.length);
        return tensor;
    }

    /**
     * A tensor of unspecified content, for those who extend gradj and write it through {@link Tensor#storage} before anybody
     * sees it: a large file's content is then never in memory twice.
     */
    public Tensor empty(Shape shape) {
        return Tensor.allocate(backend, dtype, shape);
    }

    /** The same, belonging to no {@link TensorScope}, whatever scope is open: for parameters that are read from a file. */
    public Tensor persistent(Shape shape) {
        return Tensor.allocatePersistent(backend, dtype, shape);
    }

    public Tensor zeros(Shape shape) {
        return full(shape, 0);
    }

    /** A tensor with the same value everywhere. */
    public Tensor full(Shape shape, double value) {
        Tensor tensor = Tensor.allocate(backend, dtype, shape);
        HeapCopy.fill(tensor, value);
        return tensor;
    }

    /**
     * A tensor [rows, columns] that is written some thousand rows at a time, so that a large data set is never in memory
     * twice.
     *
     * @param source writes one row; called by several threads at once
     */
    public Tensor rows(int rows, int columns, RowSource source) {
        Tensor tensor = Tensor.allocate(backend, dtype, Shape.of(rows, columns));
        int rowsAtOnce = Math.max(1, Math.min(rows, ELEMENTS_AT_ONCE / Math.max(1, columns)));
        float[] values = new float[rowsAtOnce * columns];
        for (int from = 0; from < rows; from += rowsAtOnce) {
            int first = from;
            int count = Math.min(rowsAtOnce, rows - from);
            IntStream.range(0, count).parallel().forEach(i -> source.write(first + i, values, i * columns));
            HeapCopy.write(tensor, first * columns, values, count * columns);
        }
        return tensor;
    }

    /** Where the rows of a tensor come from. */
    @FunctionalInterface
    public interface RowSource {
        /** Writes the elements of a row to {@code target[offset]} and behind. */
        void write(int row, float[] target, int offset);
    }

    /** Independent draws from a Gaussian of mean 0 and this standard deviation. */
    public Tensor gaussian(Shape shape, double standardDeviation, SeededRandom random) {
        double[] values = new double[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = standardDeviation * random.nextGaussian();
        }
        return of(shape, values);
    }

    /**
     * Rows of zeros with a 1 at the place of the class: class numbers [N] become labels [N, classes].
     *
     * @throws IllegalArgumentException if a class number lies outside 0 ... classes - 1
     */
    public Tensor oneHot(int classes, int... classNumbers) {
        Shape shape = Shape.of(classNumbers.length, classes);
        float[] values = new float[shape.size()];
        for (int i = 0; i < classNumbers.length; i++) {
            Checks.classNumber(classNumbers[i], i, classes);
            values[i * classes + classNumbers[i]] = 1;
        }
        return of(shape, values);
    }

    private static void requireSize(Shape shape, int found) {
        if (shape.size() != found) {
            throw new ShapeException("of", shape + " needs " + shape.size() + " values, got " + found, shape);
        }
    }
}
