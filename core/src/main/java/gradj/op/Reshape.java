package gradj.op;

import gradj.tensor.Shape;
import gradj.tensor.Tensor;

/** The same elements in another shape of the same size; dx = dout in x's shape. Nothing is copied. */
public final class Reshape extends UnaryOperation {
    private final Shape shape;

    /**
     * @param shape the output's
     */
    public Reshape(Shape shape) {
        this.shape = shape;
    }

    @Override
    protected Tensor forwardOf(Tensor x) {
        return x.reshape(shape);
    }

    @Override
    protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
        return dout.reshape(x.shape());
    }
}
