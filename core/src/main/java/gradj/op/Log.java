package gradj.op;

import gradj.tensor.Tensor;

/** y = ln x, dx = dout / x. Book appendix A.1: a step of the cross entropy. */
public final class Log extends UnaryOperation {
    @Override
    protected Tensor forwardOf(Tensor x) {
        return x.log();
    }

    @Override
    protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
        return dout.dividedBy(x);
    }
}
