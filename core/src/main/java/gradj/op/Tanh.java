package gradj.op;

import gradj.tensor.Tensor;

/** y = tanh x, the hyperbolic tangent: a sigmoid from -1 to 1. dx = dout (1 - y^2). */
public final class Tanh extends UnaryOperation {
    @Override
    protected Tensor forwardOf(Tensor x) {
        return x.tanh();
    }

    @Override
    protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
        return dout.times(y.square().negate().plus(1));
    }
}
