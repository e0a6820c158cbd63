package gradj.data;

import gradj.tensor.Shape;

/** Grey values from 0 to 255 as numbers from 0 to 1. */
record GreyRows(RowReader rows) implements RowReader {
    @Override
    public int count() {
        return rows.count();
    }

    @Override
    public Shape shape() {
        return rows.shape();
    }

    @Override
    public void read(int row, float[] target, int offset) {
        rows.read(row, target, offset);
        int end = offset + shape().size();
        for (int i = offset; i < end; i++) {
            target[i] = number(row, target[i]);
        }
    }

    @Override
    public void read(int row, double[] target, int offset) {
        rows.read(row, target, offset);
        int end = offset + shape().size();
        for (int i = offset; i < end; i++) {
            target[i] = number(row, target[i]);
        }
    }

    private static float number(int row, double value) {
        int grey = (int) value;
        if (grey != value || grey < 0 || grey > 255) {
            throw new IllegalArgumentException(
                    "row " + row + " holds " + value + ": expected grey values, whole numbers from 0 to 255");
        }
        return LabeledImages.numberOfGrey(grey);
    }

    @Override
    public void requireIntact() {
        rows.requireIntact();
    }
}
