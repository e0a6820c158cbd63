package gradj.op;

import gradj.tensor.Fused;
import gradj.tensor.Fused.SoftmaxAndLoss;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Softmax and cross entropy in one: scores x [N, C] and labels t give the mean loss L = -sum(t ln y) / N, a scalar, with
 * y = softmax(x). dx = dout (y - t) / N, the simple gradient that the two were made for. Book section 5.6.3 and appendix A.
 *
 * <p>The labels are one-hot rows [N, C], or any distributions, or class numbers [N]; they are constants, without a
 * gradient. Rows of other finite numbers are taken as the formula of L has them, and dx = dout (y sum(t) - t) / N with the
 * row's sum, which is 1 for a distribution; a row of zeros adds nothing to either. A single sample has scores [C], and as
 * its label a row [C] or a class number [] or [1].
 *
 * <p>L comes from log-sum-exp: there is no epsilon inside the logarithm that would make the numerical gradient differ from
 * dx.
 */
public final class SoftmaxCrossEntropy implements Operation {
    private @Nullable Tensor t;
    private @Nullable Tensor y;

    /** Inputs x and t. */
    @Override
    public Tensor forward(Tensor... inputs) {
        Checks.count(this, 2, inputs);
        return forward(inputs[0], inputs[1]);
    }

    /** The loss of the scores x; the same as {@code forward} of an array, without the array. */
    public Tensor forward(Tensor x, Tensor labels) {
        Tensor oneHot = Labels.oneHot(x, labels);
        SoftmaxAndLoss result = Fused.softmaxCrossEntropy(x, oneHot);
        t = oneHot;
        y = result.y();
        return result.loss();
    }

    /** Gradient dx; dout is a scalar. */
    @Override
    public Tensor[] backward(Tensor dout) {
        return new Tensor[] {inputGradient(dout)};
    }

    /** dx, the only gradient there is. */
    public Tensor inputGradient(Tensor dout) {
        Tensor probabilities = probabilities();
        Checks.shape(this, Shape.of(), dout);
        return Fused.softmaxCrossEntropyBackward(probabilities, Checks.remembered(this, t), dout);
    }

    /** y [N, C] = softmax(x) of the last forward. */
    public Tensor probabilities() {
        return Checks.remembered(this, y);
    }
}
