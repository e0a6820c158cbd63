package gradj.op;

import gradj.tensor.Tensor;

/**
 * The loss of regression: outputs y [N, ...] and targets t of the same shape give L = sum((y - t)^2) / (2 N), a scalar.
 * dy = dout (y - t) / N, dt = -dy: with the identity before it, the same simple gradient as
 * {@link SoftmaxCrossEntropy}'s. Book sections 4.2.1 and 5.6.3.
 */
public final class MeanSquaredError extends BinaryOperation {
    @Override
    protected Tensor forwardOf(Tensor y, Tensor t) {
        requireSameShape(y, t);
        return y.minus(t).square().sum().dividedBy(2.0 * samples(y));
    }

    @Override
    protected Tensor[] backwardOf(Tensor dout, Tensor y, Tensor t) {
        Tensor dy = y.minus(t).times(dout.dividedBy(samples(y)));
        return new Tensor[] {dy, dy.negate()};
    }

    private static int samples(Tensor y) {
        return y.shape().rank() == 0 ? 1 : y.shape().length(0);
    }

    private void requireSameShape(Tensor y, Tensor t) {
        if (!y.shape().equals(t.shape()) || y.size() == 0) {
            throw new gradj.tensor.ShapeException(
                    name(),
                    "expected outputs and targets of one shape and at least one sample, got " + y.shape() + " and "
                            + t.shape(),
                    y.shape(),
                    t.shape());
        }
    }
}
