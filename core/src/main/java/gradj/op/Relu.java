package gradj.op;

import gradj.tensor.Fused;
import gradj.tensor.Tensor;

/** y = x where x > 0, else 0; dx = dout where x > 0, else 0: a switch. Book section 5.5.1. */
public final class Relu extends UnaryOperation {
    @Override
    protected Tensor forwardOf(Tensor x) {
        return x.relu();
    }

    @Override
    protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
        return Fused.reluBackward(y, dout);
    }

    /** True where x > 0, where the signal passed. */
    @Override
    public boolean[] branches() {
        return Checks.above(output());
    }

    /** Takes over what {@link Affine#forwardWith} gave in passing. ReLU leaves its own output as it is: y may stand for x. */
    void remember(Tensor y) {
        remember(y, y);
    }
}
