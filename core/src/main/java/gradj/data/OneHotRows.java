package gradj.data;

import gradj.op.Labels;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import java.util.Arrays;

/** Class numbers as rows of zeros with a 1 at the place of the class. */
record OneHotRows(RowReader numbers, Shape shape) implements RowReader {
    OneHotRows(RowReader numbers, int classes) {
        this(numbers, Shape.of(classes));
        if (numbers.shape().size() != 1) {
            throw new ShapeException(
                    "oneHot", "expected a class number in each row, got rows " + numbers.shape(), numbers.shape());
        }
        Labels.requireClasses("labels", Shape.of(numbers.count(), classes));
    }

    @Override
    public int count() {
        return numbers.count();
    }

    @Override
    public void read(int row, float[] target, int offset) {
        numbers.read(row, target, offset); // a float holds every class number there is memory for
        int place = Labels.classNumber(target[offset], row, shape.size());
        Arrays.fill(target, offset, offset + shape.size(), 0);
        target[offset + place] = 1;
    }

    @Override
    public void read(int row, double[] target, int offset) {
        numbers.read(row, target, offset);
        int place = Labels.classNumber(target[offset], row, shape.size());
        Arrays.fill(target, offset, offset + shape.size(), 0);
        target[offset + place] = 1;
    }

    @Override
    public void requireIntact() {
        numbers.requireIntact();
    }
}
