package gradj.nn;

import gradj.op.SoftmaxCrossEntropy;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * The last layer of a classifier while it learns: softmax of the scores and their cross entropy against the labels.
 * Book section 5.6.3.
 */
public final class SoftmaxWithLoss {
    private final SoftmaxCrossEntropy operation = new SoftmaxCrossEntropy();
    private @Nullable Tensor loss;

    /** dL/dL, where backpropagation starts: the same in every step, so it belongs to no scope. */
    private @Nullable Tensor one;

    /**
     * The mean loss of the batch, a scalar.
     *
     * @param x scores [N, C]
     * @param t one-hot rows [N, C], or class numbers [N]
     */
    public Tensor forward(Tensor x, Tensor t) {
        loss = operation.forward(x, t);
        return loss;
    }

    /** The gradient of the scores, (y - t) / N. */
    public Tensor backward() {
        if (loss == null) {
            throw new IllegalStateException("SoftmaxWithLoss: backward before forward: call forward(x, t) first");
        }
        if (one == null || one.dtype() != loss.dtype() || one.backend() != loss.backend()) {
            one = new Tensors(loss.backend(), loss.dtype()).scalar(1).persistentCopy();
        }
        return backward(one);
    }

    /** The gradient of the scores for an upstream gradient other than 1, a scalar. */
    public Tensor backward(Tensor dout) {
        return operation.inputGradient(dout);
    }

    /** y [N, C], the probabilities of the last forward. */
    public Tensor probabilities() {
        return operation.probabilities();
    }
}
