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
        Tensor slope = a.dividedBy(b)
                .dividedBy(b); // in this order: dout / b or b^2 may leave the range where a / b^2 does not
        return new Tensor[] {dout.dividedBy(b), dout.times(slope).negate()};
    }
}
