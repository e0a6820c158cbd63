package gradj.tensor;

import java.util.Arrays;

/** Moves whole blocks of elements: parts of an axis, tensors behind each other, axes in another order. */
final class Axes {
    private Axes() {}

    /** 0, 1, 2 ... */
    static int[] counted(int count) {
        int[] numbers = new int[count];
        Arrays.setAll(numbers, i -> i);
        return numbers;
    }

    static Tensor slice(Tensor x, int axis, int from, int to) {
        Shape shape = x.shape();
        Checks.range("slice", shape, axis, from, to);
        if (to - from == shape.length(axis)) {
            return x;
        }
        int inner = shape.product(axis + 1, shape.rank());
        Tensor y = x.allocateLike(shape.with(axis, to - from));
        int stride = shape.length(axis) * inner;
        copyBlocks(x, from * inner, stride, y, 0, (to - from) * inner, (to - from) * inner, shape.product(0, axis));
        return y;
    }

    static Tensor concat(int axisOfAll, Tensor... parts) {
        if (parts.length == 0) {
            throw new IllegalArgumentException("concat: expected one tensor or more, got none");
        }
        Shape first = parts[0].shape();
        int axis = Checks.axis("concat", first, axisOfAll);
        long length = 0;
        for (Tensor part : parts) {
            Checks.compatible("concat", parts[0], part);
            boolean fits = part.shape().rank() == first.rank()
                    && part.shape().with(axis, 0).equals(first.with(axis, 0));
            if (!fits) {
                throw new ShapeException(
                        "concat",
                        "along axis " + axis + " expected the other axes of " + first + ", got " + part.shape(),
                        first,
                        part.shape());
            }
            length += part.shape().length(axis);
        }
        if (length > Integer.MAX_VALUE) {
            throw new ShapeException(
                    "concat", "axis " + axis + " would have " + length + " elements, more than 2^31 - 1", first);
        }
        Shape shape = first.with(axis, (int) length);
        int inner = shape.product(axis + 1, shape.rank());
        int stride = shape.length(axis) * inner;
        Tensor y = parts[0].allocateLike(shape);
        int at = 0;
        for (Tensor part : parts) {
            int block = part.shape().length(axis) * inner;
            copyBlocks(part, 0, block, y, at, stride, block, shape.product(0, axis));
            at += block;
        }
        return y;
    }

    /** Copies {@code count} blocks; those of x begin {@code stepX} elements from each other, those of y {@code stepY}. */
    private static void copyBlocks(
            Tensor x, int fromX, int stepX, Tensor y, int fromY, int stepY, int block, int count) {
        for (int i = 0; i < count && block > 0; i++) {
            x.backend().copy(x.storage(), fromX + i * stepX, y.storage(), fromY + i * stepY, block);
        }
    }

    /**
     * Axis i of the result is axis {@code order[i]} of x. A matrix transpose of the axes up to the one that becomes the last,
     * and those behind it, brings that one to its place; then whole rows are gathered. Many orders need one of the two only.
     */
    static Tensor permute(Tensor x, int... order) {
        int rank = order.length;
        if (Arrays.equals(order, counted(rank))) {
            return x;
        }
        Shape shape = x.shape();
        if (shape.size() == 0) {
            return x.allocateLike(reordered(shape, order));
        }
        int last = order[rank - 1];
        int[] lengths = new int[rank]; // of the axes rotated so that `last` comes last
        int[] rest = new int[rank]; // order, of the rotated axes
        for (int i = 0; i < rank; i++) {
            lengths[i] = shape.length((i + last + 1) % rank);
            rest[i] = Math.floorMod(order[i] - last - 1, rank);
        }
        Tensor rotated = x;
        if (last != rank - 1) {
            Shape matrix = Shape.of(shape.product(0, last + 1), shape.product(last + 1, rank));
            rotated = x.reshape(matrix).transposeMatrix();
        }
        return gather(rotated.reshape(Shape.of(lengths)), rest);
    }

    private static Shape reordered(Shape shape, int... order) {
        return Shape.of(Arrays.stream(order).map(shape::length).toArray());
    }

    /** Moves all axes but the last, which stays where it is, and takes those before it that stay as well along with it. */
    private static Tensor gather(Tensor x, int... order) {
        int moved = order.length;
        while (moved > 0 && order[moved - 1] == moved - 1) {
            moved--;
        }
        if (moved == 0) {
            return x;
        }
        Shape shape = x.shape();
        int[] steps = new int[moved]; // from one row to the next along each axis of the result
        for (int i = 0; i < moved; i++) {
            steps[i] = shape.product(order[i] + 1, moved);
        }
        Shape result = reordered(shape, order);
        int[] rows = new int[result.product(0, moved)];
        int[] index = new int[moved];
        int row = 0;
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row;
            for (int axis = moved - 1; axis >= 0; axis--) {
                row += steps[axis];
                if (++index[axis] < result.length(axis)) {
                    break;
                }
                row -= steps[axis] * result.length(axis);
                index[axis] = 0;
            }
        }
        int columns = shape.product(moved, shape.rank());
        return x.reshape(Shape.of(shape.product(0, moved), columns))
                .gatherRows(rows)
                .reshape(result);
    }
}
