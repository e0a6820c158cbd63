package gradj.op;

import gradj.tensor.Tensor;

/** y = a - b, da = dout, db = -dout. */
public final class Subtract extends BinaryOperation {
    @Override
    protected Tensor forwardOf(Tensor a, Tensor b) {
        return a.minus(b);
    }

    @Override
    protected Tensor[] backwardOf(Tensor dout, Tensor a, Tensor b) {
        return new Tensor[] {dout, dout.negate()};
    }
}
