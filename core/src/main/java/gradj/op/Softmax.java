package gradj.op;

import gradj.tensor.Fused;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;

/**
 * Softmax of each row of x [N, C], or of a single [C]: y = e^x / sum(e^x). dx = y (dout - sum(dout y)), the sums along
 * the rows. Book section 3.5; for training use {@link SoftmaxCrossEntropy}, whose gradient is simpler and safer.
 */
public final class Softmax extends UnaryOperation {
    @Override
    protected Tensor forwardOf(Tensor x) {
        return Fused.softmax(x);
    }

    @Override
    protected Tensor backwardOf(Tensor dout, Tensor x, Tensor y) {
        Tensor weighted = dout.times(y);
        Shape column = x.shape().rank() == 1 ? Shape.of(1) : Shape.of(x.shape().length(0), 1);
        Tensor rowSums = weighted.sum(-1).reshape(column);
        return weighted.minus(y.times(rowSums));
    }
}
