package gradj.tensor;

import gradj.spi.BinaryOp;
import gradj.spi.Reduction;
import org.jspecify.annotations.Nullable;

/**
 * Element-wise operations on tensors of different shapes, by NumPy's rule: shapes are aligned at their last axes, and an
 * axis of length 1, or one that is missing, is repeated.
 *
 * <p>The backend knows one pattern only, [outer, n, inner] with an operand of n elements: enough for a bias, a column or
 * a scalar. Whatever does not fit it is repeated in memory first.
 */
final class Broadcast {
    private Broadcast() {}

    static Tensor apply(BinaryOp op, String name, Tensor a, Tensor b) {
        Checks.compatible(name, a, b);
        if (a.shape().equals(b.shape())) {
            return binary(op, 1, a.size(), 1, a, b, a.shape());
        }
        Shape shape = resultShape(name, a.shape(), b.shape());
        Tensor full = a.shape().equals(shape) ? a : b;
        Tensor repeated = full == a ? b : a;
        @Nullable Pattern pattern = full.shape().equals(shape) ? Pattern.of(repeated.shape(), shape) : null;
        if (pattern == null) {
            return binary(op, 1, shape.size(), 1, expandTo(a, shape), expandTo(b, shape), shape);
        }
        return binary(op, pattern.outer, pattern.n, pattern.inner, a, b, shape);
    }

    private static Tensor binary(BinaryOp op, int outer, int n, int inner, Tensor a, Tensor b, Shape shape) {
        Tensor y = a.allocateLike(shape);
        a.backend().binary(op, outer, n, inner, a.storage(), b.storage(), y.storage());
        return y;
    }

    private static Shape resultShape(String name, Shape a, Shape b) {
        int[] lengths = new int[Math.max(a.rank(), b.rank())];
        for (int axis = 1; axis <= lengths.length; axis++) {
            int left = lengthFromEnd(a, axis);
            int right = lengthFromEnd(b, axis);
            if (left != right && left != 1 && right != 1) {
                throw new ShapeException(
                        name,
                        "shapes " + a + " and " + b + " do not broadcast: " + left + " against " + right + " on axis -"
                                + axis,
                        a,
                        b);
            }
            lengths[lengths.length - axis] = left == 1 ? right : left;
        }
        return Shape.of(lengths);
    }

    private static int lengthFromEnd(Shape shape, int axis) {
        return axis <= shape.rank() ? shape.length(-axis) : 1;
    }

    /** How n elements are repeated to fill [outer, n, inner]. */
    private record Pattern(int outer, int n, int inner) {
        /** The pattern that repeats {@code small} to {@code full}; null when it takes more than one block of axes. */
        static @Nullable Pattern of(Shape small, Shape full) {
            int outer = 1;
            int n = 1;
            int inner = 1;
            for (int axis = full.rank(); axis >= 1; axis--) {
                int length = full.length(-axis);
                boolean repeats = lengthFromEnd(small, axis) != length;
                if (!repeats && length != 1 && inner != 1) {
                    return null; // a second block of its own axes begins
                } else if (!repeats) {
                    n *= length;
                } else if (n == 1 && inner == 1) {
                    outer *= length;
                } else {
                    inner *= length;
                }
            }
            return new Pattern(outer, n, inner);
        }
    }

    /** Repeats axis by axis: along one axis, each block of the axes after it is a row that is gathered several times. */
    static Tensor expandTo(Tensor tensor, Shape target) {
        if (tensor.shape().equals(target)) {
            return tensor;
        }
        requireBroadcastable("expandTo", tensor.shape(), target);
        Tensor y = tensor;
        int[] lengths = new int[target.rank()];
        for (int axis = 1; axis <= lengths.length; axis++) {
            lengths[lengths.length - axis] = lengthFromEnd(tensor.shape(), axis);
        }
        for (int axis = target.rank() - 1; axis >= 0; axis--) {
            if (lengths[axis] != target.length(axis)) {
                int blocks = Shape.of(lengths).product(0, axis);
                int inner = Shape.of(lengths).product(axis + 1, lengths.length);
                int[] rows = new int[blocks * target.length(axis)];
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = i / target.length(axis);
                }
                y = y.reshape(Shape.of(blocks, inner)).gatherRows(rows);
                lengths[axis] = target.length(axis);
            }
        }
        return y.reshape(target);
    }

    /** Sums axis by axis what {@link #expandTo} repeated. */
    static Tensor sumTo(Tensor tensor, Shape target) {
        if (tensor.shape().equals(target)) {
            return tensor;
        }
        requireBroadcastable("sumTo", target, tensor.shape());
        Tensor y = tensor;
        int[] lengths = tensor.shape().toArray();
        for (int axis = 0; axis < lengths.length; axis++) {
            if (lengthFromEnd(target, lengths.length - axis) != lengths[axis]) {
                Shape current = Shape.of(lengths);
                int outer = current.product(0, axis);
                int inner = current.product(axis + 1, lengths.length);
                y = y.reduce(Reduction.SUM, outer, lengths[axis], inner, Shape.of(outer, inner));
                lengths[axis] = 1;
            }
        }
        return y.reshape(target);
    }

    private static void requireBroadcastable(String name, Shape small, Shape full) {
        boolean fits = small.rank() <= full.rank();
        for (int axis = 1; fits && axis <= small.rank(); axis++) {
            fits = small.length(-axis) == 1 || small.length(-axis) == full.length(-axis);
        }
        if (!fits) {
            throw new ShapeException(name, small + " is not repeated to " + full + " by broadcasting", small, full);
        }
    }

    /** The shape without this axis. */
    static Shape without(Shape shape, int axis) {
        int[] lengths = new int[shape.rank() - 1];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = shape.length(i < axis ? i : i + 1);
        }
        return Shape.of(lengths);
    }

    /** The shape with another length of the first axis. */
    static Shape withFirst(Shape shape, int length) {
        if (shape.rank() == 2) {
            return Shape.of(length, shape.length(1)); // a mini-batch's: without an array
        }
        int[] lengths = shape.toArray();
        lengths[0] = length;
        return Shape.of(lengths);
    }
}
