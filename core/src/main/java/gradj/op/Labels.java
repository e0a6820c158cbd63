package gradj.op;

import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;

/** Labels in their two forms: one-hot rows [N, C], or class numbers [N]. */
final class Labels {
    private Labels() {}

    /** Labels in the shape of the scores x: t itself when it has that shape, one-hot rows when it holds class numbers. */
    static Tensor oneHot(Tensor x, Tensor t) {
        if (t.shape().equals(x.shape())) {
            return t;
        }
        if (x.shape().rank() != 2 || !t.shape().equals(Shape.of(x.shape().length(0)))) {
            throw new ShapeException(
                    "SoftmaxCrossEntropy",
                    "labels of scores " + x.shape() + ": expected one-hot rows " + x.shape() + " or class numbers ["
                            + (x.shape().rank() == 2 ? x.shape().length(0) : "N") + "], got " + t.shape(),
                    x.shape(),
                    t.shape());
        }
        double[] values = t.toDoubleArray();
        int[] classNumbers = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            classNumbers[i] = (int) values[i];
            if (classNumbers[i] != values[i]) {
                throw new IllegalArgumentException("label " + i + " is " + values[i] + ", no class number");
            }
        }
        return new Tensors(t.backend(), t.dtype()).oneHot(x.shape().length(1), classNumbers);
    }
}
