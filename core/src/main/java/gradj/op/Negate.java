package gradj.op;

import gradj.tensor.Tensor;

/** y = -x, dx = -dout. */
public final class Negate extends UnaryOperation {
    @Override
    protected Tensor forwardOf(Tensor x) {
        return x.negate();
    }

    @Override
    protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
        return dout.negate();
    }
}
