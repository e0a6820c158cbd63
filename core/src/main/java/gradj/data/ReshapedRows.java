package gradj.data;

import gradj.tensor.Shape;
import gradj.tensor.ShapeException;

/** Rows in another shape. */
record ReshapedRows(RowReader rows, Shape shape) implements RowReader {
    ReshapedRows {
        if (shape.size() != rows.shape().size()) {
            throw new ShapeException(
                    "reshape",
                    "rows " + rows.shape() + " have " + rows.shape().size()
                            + " numbers: expected a shape of as many, got " + shape,
                    rows.shape(),
                    shape);
        }
    }

    @Override
    public int count() {
        return rows.count();
    }

    @Override
    public void read(int row, float[] target, int offset) {
        rows.read(row, target, offset);
    }

    @Override
    public void read(int row, double[] target, int offset) {
        rows.read(row, target, offset);
    }

    @Override
    public void requireIntact() {
        rows.requireIntact();
    }
}
