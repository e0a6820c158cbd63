package gradj.data;

import gradj.tensor.Shape;
import gradj.tensor.Tensor;

/** Rows of a tensor of any rank: those of the matrix that has all behind the first axis in a row. */
final class Rows {
    private Rows() {}

    static Tensor of(Tensor all, int[] rows) {
        Shape shape = all.shape();
        int[] lengths = new int[shape.rank()];
        for (int axis = 0; axis < lengths.length; axis++) {
            lengths[axis] = axis == 0 ? rows.length : shape.length(axis);
        }
        int columns = shape.length(0) == 0 ? 0 : all.size() / shape.length(0);
        return all.reshape(Shape.of(shape.length(0), columns)).gatherRows(rows).reshape(Shape.of(lengths));
    }
}
