package gradj.op;

import gradj.tensor.Fused;
import gradj.tensor.Tensor;

/** y = 1 / (1 + e^-x), dx = dout y (1 - y): the five steps of book section 5.5.2 in one. */
public final class Sigmoid extends UnaryOperation {
    @Override
    protected Tensor forwardOf(Tensor x) {
        return x.sigmoid();
    }

    @Override
    protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
        return Fused.sigmoidBackward(y, dout);
    }
}
