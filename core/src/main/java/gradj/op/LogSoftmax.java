package gradj.op;

import gradj.tensor.Fused;
import gradj.tensor.Tensor;

/**
 * The logarithm of {@link Softmax} along the last axis of x [..., C], y = x - ln(sum(e^x)): finite where softmax underflows.
 * dx = dout - e^y sum(dout), the sums along the last axis.
 */
public final class LogSoftmax extends UnaryOperation {
    @Override
    protected Tensor forwardOf(Tensor x) {
        return Fused.logSoftmax(x);
    }

    @Override
    protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
        return dout.minus(y.exp().times(dout.sum(-1, true)));
    }
}
