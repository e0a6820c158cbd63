package gradj.op;

import gradj.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One or more inputs one after the other along an axis, their other axes of equal lengths: [2, 3] and [2, 4] along axis 1 give
 * [2, 7]. Each input's gradient is its part of dout.
 */
public final class Concat implements Operation {
    private final int axis;
    private Tensor @Nullable [] inputs;
    private @Nullable Tensor y;

    /**
     * @param axis counted from 0, or from the end as -1, -2 ...
     */
    public Concat(int axis) {
        this.axis = axis;
    }

    @Override
    public Tensor forward(Tensor... inputs) {
        if (inputs.length == 0) {
            throw new IllegalArgumentException(name() + ": needs 1 input or more, got 0");
        }
        Tensor output = Tensor.concat(axis, inputs);
        this.inputs = inputs.clone();
        y = output;
        return output;
    }

    @Override
    public Tensor[] backward(Tensor dout) {
        Tensor[] parts = Checks.remembered(this, inputs);
        Checks.upstream(this, Checks.remembered(this, y), dout);
        Tensor[] gradients = new Tensor[parts.length];
        int from = 0;
        for (int i = 0; i < parts.length; i++) {
            int to = from + parts[i].shape().length(axis);
            gradients[i] = dout.slice(axis, from, to);
            from = to;
        }
        return gradients;
    }
}
