package gradj.tensor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lengths of a tensor's axes: {@code [100, 784]} for a hundred rows of 784, {@code []} for a scalar. */
public final class Shape {
    private static final Shape SCALAR = new Shape(new int[0]);

    /** Vectors' and matrices' shapes asked for before, one a place: a training step asks for the same few again and again. */
    private static final @Nullable Shape[] KNOWN = new @Nullable Shape[256];

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
        return switch (lengths.length) {
            case 0 -> SCALAR;
            case 1 -> of(lengths[0]);
            case 2 -> of(lengths[0], lengths[1]);
            default -> new Shape(lengths.clone());
        };
    }

    /** The shape of a scalar. */
    public static Shape of() {
        return SCALAR;
    }

    /** The shape of a vector; the same object again for one that is used often. */
    public static Shape of(int length) {
        int place = place(length, 0);
        Shape known = KNOWN[place];
        if (known == null || known.lengths.length != 1 || known.lengths[0] != length) {
            known = new Shape(new int[] {length});
            KNOWN[place] = known;
        }
        return known;
    }

    /** The shape of a matrix; the same object again for one that is used often. */
    public static Shape of(int rows, int columns) {
        int place = place(rows, columns);
        Shape known = KNOWN[place];
        if (known == null || known.lengths.length != 2 || known.lengths[0] != rows || known.lengths[1] != columns) {
            known = new Shape(new int[] {rows, columns});
            KNOWN[place] = known;
        }
        return known;
    }

    /** Spreads lengths, round numbers as a rule, over the places of {@link #KNOWN}: 2^32 times the golden ratio. */
    private static int place(int rows, int columns) {
        return ((31 * columns + rows) * 0x9E3779B9) >>> 24;
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

    /**
     * The shape with another length of one axis, counted from 0, or from the end as -1, -2 ...
     *
     * @throws IllegalArgumentException if there is no such axis, or the length is negative
     */
    public Shape with(int axis, int length) {
        int[] changed = lengths.clone();
        changed[axis(axis)] = length;
        return of(changed);
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
