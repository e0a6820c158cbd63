package gradj.testkit;

import gradj.tensor.Shape;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Numbers in row-major order with their shape: what the mathematical definitions of the operations are written on,
 * independently of gradj's own tensors.
 */
record Flat(Shape shape, double... values) {
    public Flat {
        if (shape.size() != values.length) {
            throw new IllegalArgumentException(shape + " with " + values.length + " values");
        }
    }

    /** Every element by f. */
    public Flat map(DoubleUnaryOperator f) {
        return new Flat(shape, Arrays.stream(values).map(f).toArray());
    }

    /** The element at [row, column] of a matrix; a vector is one row. */
    public double at(int row, int column) {
        return values[row * shape.length(-1) + column];
    }

    /** Rows of a matrix; a vector is one; of more axes, all but the last are counted together. */
    public int rows() {
        return shape.rank() <= 2 ? shape.rank() == 1 ? 1 : shape.length(0) : values.length / shape.length(-1);
    }

    /** NumPy's rule, element by element: shapes are aligned at their ends, an axis of length 1 is repeated. */
    public static Flat zip(Flat a, Flat b, DoubleBinaryOperator f) {
        Shape shape = broadcast(a.shape, b.shape);
        double[] y = new double[shape.size()];
        for (int i = 0; i < y.length; i++) {
            y[i] = f.applyAsDouble(a.values[source(i, a.shape, shape)], b.values[source(i, b.shape, shape)]);
        }
        return new Flat(shape, y);
    }

    /** The shape that two shapes broadcast to. */
    public static Shape broadcast(Shape a, Shape b) {
        int[] lengths = new int[Math.max(a.rank(), b.rank())];
        for (int axis = 0; axis < lengths.length; axis++) {
            int left = padded(a, lengths.length)[axis];
            int right = padded(b, lengths.length)[axis];
            if (left != 1 && right != 1 && left != right) {
                throw new IllegalArgumentException(a + " and " + b + " do not broadcast");
            }
            lengths[axis] = left == 1 ? right : left;
        }
        return Shape.of(lengths);
    }

    /** Which element of a tensor of shape {@code small} stands at position i of its broadcast to {@code full}. */
    public static int source(int i, Shape small, Shape full) {
        int[] lengths = padded(small, full.rank());
        int offset = 0;
        int stride = 1;
        int rest = i;
        for (int axis = full.rank() - 1; axis >= 0; axis--) {
            int index = rest % full.length(axis);
            rest /= full.length(axis);
            offset += lengths[axis] == 1 ? 0 : index * stride;
            stride *= lengths[axis];
        }
        return offset;
    }

    private static int[] padded(Shape shape, int rank) {
        int[] lengths = new int[rank];
        Arrays.fill(lengths, 1);
        System.arraycopy(shape.toArray(), 0, lengths, rank - shape.rank(), shape.rank());
        return lengths;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Flat flat && shape.equals(flat.shape) && Arrays.equals(values, flat.values);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(values);
    }
}
