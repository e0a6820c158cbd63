package gradj.nn;

import gradj.op.Labels;
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
     * @param t one-hot rows [N, C], or class numbers [N]; see {@link SoftmaxCrossEntropy}
     * @throws gradj.tensor.ShapeException if the scores are of one class, which leaves nothing to learn
     * @throws IllegalArgumentException if the labels are no class numbers, or rows of them hold NaN or infinity
     */
    public Tensor forward(Tensor x, Tensor t) {
        Labels.requireClasses("scores", x.shape());
        Tensor output = operation.forward(x, t);
        if (!Double.isFinite(output.item())) { // reading all labels each time would cost more than their loss
            Labels.requireFinite(t);
        }
        loss = output;
        return output;
    }

    /** The gradient of the scores, (y - t) / N. */
    public Tensor backward() {
        Tensor output = loss;
        if (output == null) {
            throw new IllegalStateException("SoftmaxWithLoss: backward before forward: call forward(x, t) first");
        }
        return backward(one(output));
    }

    private Tensor one(Tensor like) {
        Tensor known = one;
        if (known == null || known.dtype() != like.dtype() || known.backend() != like.backend()) {
            known = new Tensors(like.backend(), like.dtype()).scalar(1).persistentCopy();
            one = known;
        }
        return known;
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
