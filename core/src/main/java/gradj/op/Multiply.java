package gradj.op;

import gradj.tensor.Tensor;

/** y = a b, element by element; da = dout b, db = dout a: the inputs change places. Book section 5.3.2. */
public final class Multiply extends BinaryOperation {
    @Override
    protected Tensor forwardOf(Tensor a, Tensor b) {
        return a.times(b);
    }

    @Override
    protected Tensor[] backwardOf(Tensor dout, Tensor a, Tensor b) {
        return new Tensor[] {dout.times(b), dout.times(a)};
    }
}
