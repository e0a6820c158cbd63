package gradj.op;

import gradj.tensor.Tensor;

/** y = the square root of x, dx = dout / (2 y): infinite at 0, NaN where x is below 0. */
public final class Sqrt extends UnaryOperation {
    @Override
    protected Tensor forwardOf(Tensor x) {
        return x.sqrt();
    }

    @Override
    protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
        return dout.dividedBy(y.times(2));
    }
}
