package gradj.gradcheck;

import gradj.op.Operation;
import gradj.tensor.Tensor;
import java.util.function.BiFunction;
import java.util.function.Function;

/** An operation made of two functions, so that a test can break its backward in exactly one way. */
final class BrokenOperation implements Operation {
    private final Function<Tensor[], Tensor> forward;
    private final BiFunction<Tensor[], Tensor, Tensor[]> backward;
    private Tensor[] inputs = {};

    BrokenOperation(Function<Tensor[], Tensor> forward, BiFunction<Tensor[], Tensor, Tensor[]> backward) {
        this.forward = forward;
        this.backward = backward;
    }

    /** x W + b with the backward that the test gives it, for x [N, D], W [D, M] and b [M]. */
    static BrokenOperation affine(BiFunction<Tensor[], Tensor, Tensor[]> backward) {
        return new BrokenOperation(in -> in[0].dot(in[1]).plus(in[2]), backward);
    }

    /** dx, dW and db as they should be. */
    static Tensor[] right(Tensor[] in, Tensor dout) {
        return new Tensor[] {dout.dotTransposed(in[1]), in[0].transposedDot(dout), dout.sum(0)};
    }

    /** An affine operation whose dW alone is changed. */
    static BrokenOperation weights(Function<Tensor, Tensor> change) {
        return affine((in, dout) -> {
            Tensor[] gradients = right(in, dout);
            gradients[1] = change.apply(gradients[1]);
            return gradients;
        });
    }

    @Override
    public Tensor forward(Tensor... inputs) {
        this.inputs = inputs;
        return forward.apply(inputs);
    }

    @Override
    public Tensor[] backward(Tensor dout) {
        return backward.apply(inputs, dout);
    }
}
