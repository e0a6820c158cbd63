package gradj.op;

import gradj.tensor.Tensor;

/** y = x^2, dx = 2 x dout. Book section 5.2: t^2 in z = (x + y)^2. */
public final class Square extends UnaryOperation {
    @Override
    protected Tensor forwardOf(Tensor x) {
        return x.square();
    }

    @Override
    protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
        return dout.times(x).times(2);
    }
}
