package gradj.op;

import gradj.tensor.Tensor;

/** y = 1 / x, dx = -dout y^2. Book section 5.5.2, the first step back through the sigmoid. */
public final class Reciprocal extends UnaryOperation {
    @Override
    protected Tensor forwardOf(Tensor x) {
        return x.reciprocal();
    }

    @Override
    protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
        return dout.times(y).times(y).negate(); // y^2 may leave the range where dout y^2 does not
    }
}
