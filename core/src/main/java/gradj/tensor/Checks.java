package gradj.tensor;

import java.util.Arrays;
import java.util.Locale;

/** What every operation asks of its operands before anything is touched. */
final class Checks {
    private Checks() {}

    /** Same dtype and same backend. */
    static void compatible(String operation, Tensor left, Tensor right) {
        if (left.dtype() != right.dtype()) {
            throw new MixedTensorsException(
                    operation,
                    String.format(
                            Locale.ROOT,
                            "left is %s, right is %s: convert one of them with to(DType.%s)",
                            left.dtype(),
                            right.dtype(),
                            left.dtype().name()));
        }
        if (left.backend() != right.backend()) {
            throw new MixedTensorsException(
                    operation,
                    String.format(
                            Locale.ROOT,
                            "left is on backend %s, right on %s: move one of them with to(backend)",
                            left.backend().name(),
                            right.backend().name()));
        }
    }

    static void sameShape(String operation, Tensor left, Tensor right) {
        compatible(operation, left, right);
        shape(operation, left.shape(), right);
    }

    static void shape(String operation, Shape expected, Tensor found) {
        if (!found.shape().equals(expected)) {
            throw new ShapeException(
                    operation, "expected " + expected + ", got " + found.shape(), expected, found.shape());
        }
    }

    static void matrix(String operation, Tensor tensor) {
        if (tensor.shape().rank() != 2) {
            throw new ShapeException(
                    operation, "needs a matrix [rows, columns], got " + tensor.shape(), tensor.shape());
        }
    }

    /** An axis counted from 0, or from the end as -1, -2 ...; the same counted from 0. */
    static int axis(String operation, Shape shape, int axis) {
        int fromStart = axis < 0 ? axis + shape.rank() : axis;
        if (fromStart < 0 || fromStart >= shape.rank()) {
            throw new ShapeException(
                    operation, "shape " + shape + " has " + shape.rank() + " axes, no axis " + axis, shape);
        }
        return fromStart;
    }

    /** Every axis once, in some order; the same counted from 0. */
    static int[] permutation(String operation, Shape shape, int... axes) {
        int[] order = new int[axes.length];
        boolean[] named = new boolean[shape.rank()];
        boolean once = axes.length == named.length;
        for (int i = 0; i < axes.length && once; i++) {
            order[i] = axis(operation, shape, axes[i]);
            once = !named[order[i]];
            named[order[i]] = true;
        }
        if (!once) {
            throw new ShapeException(
                    operation,
                    "expected each of the " + shape.rank() + " axes of " + shape + " once, got "
                            + Arrays.toString(axes),
                    shape);
        }
        return order;
    }

    static void range(String operation, Shape shape, int axis, int from, int to) {
        if (from < 0 || to < from || to > shape.length(axis)) {
            throw new ShapeException(
                    operation,
                    "expected a range within 0 to " + shape.length(axis) + " of axis " + axis + " of " + shape
                            + ", got " + from + " to " + to,
                    shape);
        }
    }

    static void rows(String operation, Tensor tensor, int from, int to) {
        int rows = rowCount(operation, tensor);
        if (from < 0 || to < from || to > rows) {
            throw new IndexOutOfBoundsException(
                    operation + ": rows " + from + " to " + to + " of " + tensor.shape() + ", which has " + rows);
        }
    }

    static void rowNumbers(String operation, Tensor tensor, int[] numbers) {
        int rows = rowCount(operation, tensor);
        for (int number : numbers) {
            if (number < 0 || number >= rows) {
                throw new IndexOutOfBoundsException(
                        operation + ": row " + number + " of " + tensor.shape() + ", which has " + rows);
            }
        }
    }

    private static int rowCount(String operation, Tensor tensor) {
        if (tensor.shape().rank() == 0) {
            throw new ShapeException(operation, "a scalar has no rows", tensor.shape());
        }
        return tensor.shape().length(0);
    }

    static void classNumber(int number, int position, int classes) {
        if (number < 0 || number >= classes) {
            throw new IllegalArgumentException("label " + position + " is class " + number + ", expected 0 to "
                    + (classes - 1) + " for " + classes + " classes");
        }
    }
}
