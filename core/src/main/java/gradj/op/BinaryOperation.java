package gradj.op;

import gradj.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * An operation of two inputs, y = f(a, b). A subclass says how y comes from a and b, and da and db from dout; counting
 * inputs, checking shapes, remembering a and b and undoing a broadcast is done here.
 */
public abstract class BinaryOperation implements Operation {
    private @Nullable Tensor a;
    private @Nullable Tensor b;
    private @Nullable Tensor y;

    /** y = f(a, b). */
    protected abstract Tensor forwardOf(Tensor a, Tensor b);

    /** {da, db}, each in the shape of its input or, where that was broadcast, in the output's. */
    protected abstract Tensor[] backwardOf(Tensor dout, Tensor a, Tensor b);

    @Override
    public final Tensor forward(Tensor... inputs) {
        Checks.count(this, 2, inputs);
        Tensor output = forwardOf(inputs[0], inputs[1]);
        a = inputs[0];
        b = inputs[1];
        y = output;
        return output;
    }

    @Override
    public final Tensor[] backward(Tensor dout) {
        Tensor left = Checks.remembered(this, a);
        Tensor right = Checks.remembered(this, b);
        Checks.upstream(this, Checks.remembered(this, y), dout);
        Tensor[] gradients = backwardOf(dout, left, right);
        gradients[0] = gradients[0].sumTo(left.shape());
        gradients[1] = gradients[1].sumTo(right.shape());
        return gradients;
    }
}
