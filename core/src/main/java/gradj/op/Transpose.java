package gradj.op;

import gradj.tensor.Tensor;

/** y = the transpose of x, dx = the transpose of dout. */
public final class Transpose extends UnaryOperation {
    @Override
    protected Tensor forwardOf(Tensor x) {
        return x.transpose();
    }

    @Override
    protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
        return dout.transpose();
    }
}
