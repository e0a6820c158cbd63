package gradj.op;

import gradj.tensor.Tensor;

/** y = |x|; dx = dout sign(x), 0 at the kink x = 0. */
public final class Abs extends UnaryOperation {
    @Override
    protected Tensor forwardOf(Tensor x) {
        return x.abs();
    }

    @Override
    protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
        return dout.times(x.sign());
    }

    /** True where x > 0. */
    @Override
    public boolean[] branches() {
        return Checks.above(input());
    }
}
