package gradj.op;

import gradj.tensor.Tensor;

/** y = a / b, element by element; da = dout / b, db = -dout a / b^2. */
public final class Divide extends BinaryOperation {
    @Override
    protected Tensor forwardOf(Tensor a, Tensor b) {
        return a.dividedBy(b);
    }

    @Override
    protected Tensor[] backwardOf(Tensor dout, Tensor a, Tensor b) {
        Tensor da = dout.dividedBy(b);
        return new Tensor[] {da, da.times(a).dividedBy(b).negate()};
    }
}
