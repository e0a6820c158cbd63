package gradj.op;

import gradj.tensor.Tensor;

/** y = e^x, dx = dout y. Book section 5.5.2: the exponential is its own derivative. */
public final class Exp extends UnaryOperation {
    @Override
    protected Tensor forwardOf(Tensor x) {
        return x.exp();
    }

    @Override
    protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
        return dout.times(y);
    }
}
