package gradj.data;

import gradj.tensor.Shape;

/**
 * Rows of numbers, all of one shape, that are read when a mini-batch needs them: from bytes, from a file larger than memory, or
 * from whatever you have. {@link LazySamples} makes samples and targets of two of them.
 *
 * <p>Any number of threads may read at once.
 */
public interface RowReader {
    /** N, the number of rows. */
    int count();

    /** The shape of a row; [] of a single number. */
    Shape shape();

    /**
     * Reads a row, each number rounded to the nearest float.
     *
     * @param row from 0 to {@link #count} - 1
     * @param target receives {@code shape().size()} numbers, the first one at {@code offset}
     */
    void read(int row, float[] target, int offset);

    /** Reads a row as doubles; else as {@link #read(int, float[], int)}. */
    void read(int row, double[] target, int offset);

    /**
     * Is called when the rows of a mini-batch have been read, and throws if they may be wrong, such as those of a file that was
     * cut meanwhile. Default: they are right.
     */
    default void requireIntact() {}

    /**
     * The same numbers, each row in another shape, such as 28 x 28 pixels as [784].
     *
     * @throws gradj.tensor.ShapeException if a row of that shape has another number of numbers
     */
    default RowReader reshape(Shape shape) {
        return new ReshapedRows(this, shape);
    }

    /**
     * Grey values from 0 to 255 as numbers from 0 to 1, with the very bits that {@link Dataset#of(LabeledImages,
     * gradj.tensor.Tensors)} has. What is no such value is refused when it is read, by an {@link IllegalArgumentException} that
     * names its row.
     */
    default RowReader greys() {
        return new GreyRows(this);
    }

    /**
     * Class numbers, one a row, as one-hot rows [classes]. What is no class number is refused when it is read, by an {@link
     * IllegalArgumentException} that names its row.
     *
     * @param classes two or more
     * @throws gradj.tensor.ShapeException if a row is more than a number, or there are fewer classes than two
     */
    default RowReader oneHot(int classes) {
        return new OneHotRows(this, classes);
    }
}
