package gradj.tensor;

import java.util.Arrays;

/** The lengths of a tensor's axes: {@code [100, 784]} for a hundred rows of 784, {@code []} for a scalar. */
public final class Shape {
    private static final Shape SCALAR = new Shape(new int[0]);

    private final int[] lengths;
    private final int size;

    private Shape(int[] lengths) {
        int product = 1;
        boolean isEmpty = false;
        for (int length : lengths) {
            if (length < 0) {
                throw new IllegalArgumentException("shape " + Arrays.toString(lengths) + ": lengths are 0 or more");
            }
            isEmpty |= length == 0;
            product = length == 0 ? product : multiply(product, length, lengths);
        }
        this.lengths = lengths;
        this.size = isEmpty ? 0 : product;
    }

    private static int multiply(int product, int length, int[] lengths) {
        try {
            return Math.multiplyExact(product, length);
        } catch (ArithmeticException overflow) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(lengths) + ": more than 2^31 - 1 elements", overflow);
        }
    }

    /**
     * The shape with these lengths; none at all makes the shape of a scalar.
     *
     * @throws IllegalArgumentException if a length is negative or there are more than 2^31 - 1 elements
     */
    public static Shape of(int... lengths) {
        return lengths.length == 0 ? SCALAR : new Shape(lengths.clone());
    }

    /** Number of axes; 0 for a scalar. */
    public int rank() {
        return lengths.length;
    }

    /** Number of elements: the product of the lengths, 1 for a scalar. */
    public int size() {
        return size;
    }

    /** Length of an axis, counted from 0, or from the end as -1, -2 ... */
    public int length(int axis) {
        return lengths[axis(axis)];
    }

    /** The same axis counted from 0. */
    int axis(int axis) {
        int fromStart = axis < 0 ? axis + lengths.length : axis;
        if (fromStart < 0 || fromStart >= lengths.length) {
            throw new IllegalArgumentException("shape " + this + " has " + lengths.length + " axes, no axis " + axis);
        }
        return fromStart;
    }

    /** The product of the lengths of the axes {@code from} (inclusive) to {@code to} (exclusive). */
    int product(int from, int to) {
        int product = 1;
        for (int axis = from; axis < to; axis++) {
            product *= lengths[axis];
        }
        return product;
    }

    /** The lengths, as an array of the caller's own. */
    public int[] toArray() {
        return lengths.clone();
    }

    /** The position of an element in row-major order. */
    int offset(int... index) {
        if (index.length != lengths.length) {
            throw new IllegalArgumentException("index " + Arrays.toString(index) + " has " + index.length
                    + " numbers, shape " + this + " needs " + lengths.length);
        }
        int offset = 0;
        for (int axis = 0; axis < lengths.length; axis++) {
            if (index[axis] < 0 || index[axis] >= lengths[axis]) {
                throw new IndexOutOfBoundsException("index " + Arrays.toString(index) + " is outside shape " + this);
            }
            offset = offset * lengths[axis] + index[axis];
        }
        return offset;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Shape shape && Arrays.equals(lengths, shape.lengths));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(lengths);
    }

    /** As NumPy writes it: {@code [100, 784]}. */
    @Override
    public String toString() {
        return Arrays.toString(lengths);
    }
}
