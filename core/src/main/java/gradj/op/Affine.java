package gradj.op;

import gradj.tensor.Fused;
import gradj.tensor.Fused.WeightGradients;
import gradj.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * y = x W + b: x [N, D], W [D, M], b [M] give y [N, M]; a single x [D] gives [M]. Book section 5.6.
 *
 * <p>dx = dout times W transposed, dW = x transposed times dout, db = the column sums of dout, because b was repeated
 * for every row.
 */
public final class Affine implements Operation {
    private @Nullable Tensor x;
    private @Nullable Tensor w;
    private @Nullable Tensor y;

    /** Inputs x, W, b. */
    @Override
    public Tensor forward(Tensor... inputs) {
        Checks.count(this, 3, inputs);
        return forward(inputs[0], inputs[1], inputs[2]);
    }

    /** y = x W + b; the same as {@code forward} of an array, without the array. */
    public Tensor forward(Tensor x, Tensor w, Tensor b) {
        return remember(x, w, Fused.affine(x, w, b));
    }

    /**
     * The forward of this operation and of the ReLU behind it in one, y = max(0, x W + b). Both then remember what the
     * backward of each needs.
     */
    public Tensor forwardWith(Relu relu, Tensor x, Tensor w, Tensor b) {
        Tensor output = remember(x, w, Fused.affineRelu(x, w, b));
        relu.remember(output);
        return output;
    }

    private Tensor remember(Tensor x, Tensor w, Tensor y) {
        this.x = x;
        this.w = w;
        this.y = y;
        return y;
    }

    /** Gradients dx, dW, db. */
    @Override
    public Tensor[] backward(Tensor dout) {
        Tensor dx = inputGradient(dout);
        WeightGradients gradients = weightGradients(dout);
        return new Tensor[] {dx, gradients.dw(), gradients.db()};
    }

    /** dx alone. */
    public Tensor inputGradient(Tensor dout) {
        checkUpstream(dout);
        return dout.dotTransposed(Checks.remembered(this, w));
    }

    /** dW and db without dx: all that the first layer of a net needs, a third of whose work is dx. */
    public WeightGradients weightGradients(Tensor dout) {
        checkUpstream(dout);
        return Fused.affineBackward(Checks.remembered(this, x), dout);
    }

    private void checkUpstream(Tensor dout) {
        Checks.upstream(this, Checks.remembered(this, y), dout);
    }
}
