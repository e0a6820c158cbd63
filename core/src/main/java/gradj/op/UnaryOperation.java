package gradj.op;

import gradj.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * An operation of one input, y = f(x). A subclass says how y comes from x, and dx from dout; counting inputs, checking
 * shapes and remembering x and y is done here.
 */
public abstract class UnaryOperation implements Operation {
    private @Nullable Tensor x;
    private @Nullable Tensor y;

    /** y = f(x). */
    protected abstract Tensor forwardOf(Tensor x);

    /** dx = dout f'(x), in x's shape. */
    protected abstract Tensor backwardOf(Tensor dout, Tensor x, Tensor y);

    @Override
    public final Tensor forward(Tensor... inputs) {
        Checks.count(this, 1, inputs);
        Tensor output = forwardOf(inputs[0]);
        remember(inputs[0], output);
        return output;
    }

    final void remember(Tensor x, Tensor y) {
        this.x = x;
        this.y = y;
    }

    /** x of the last forward. */
    final Tensor input() {
        return Checks.remembered(this, x);
    }

    /** y of the last forward. */
    final Tensor output() {
        return Checks.remembered(this, y);
    }

    @Override
    public final Tensor[] backward(Tensor dout) {
        return new Tensor[] {inputGradient(dout)};
    }

    /** dx, the only gradient there is. */
    public final Tensor inputGradient(Tensor dout) {
        Tensor input = input();
        Tensor output = output();
        Checks.upstream(this, output, dout);
        return backwardOf(dout, input, output);
    }
}
