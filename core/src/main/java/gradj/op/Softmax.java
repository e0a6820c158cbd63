package gradj.op;

import gradj.tensor.Fused;
import gradj.tensor.Tensor;

/**
 * Softmax along the last axis of x, of each row of [N, C] or [..., C], or of a single [C]: y = e^x / sum(e^x).
 * dx = y (dout - sum(dout y)), the sums along the rows. Book section 3.5; for training use {@link SoftmaxCrossEntropy}, whose gradient is simpler and safer.
 */
public final class Softmax extends UnaryOperation {
    @Override
    protected Tensor forwardOf(Tensor x) {
        return Fused.softmax(x);
    }

    @Override
    protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
        Tensor weighted = dout.times(y);
        return weighted.minus(y.times(weighted.sum(-1, true)));
    }
}
