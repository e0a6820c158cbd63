package gradj.gradcheck;

import gradj.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/**
 * A scalar function of named tensors that claims to know its own gradient: a net's loss on one batch, a layer, an
 * operation.
 */
public interface Differentiable {
    /**
     * The tensors that the function depends on, by name, float64. They are the function's own: the check changes their
     * elements one at a time, and puts each back.
     */
    Map<String, Tensor> parameters();

    /** The function's value at the present content of the parameters. */
    double value();

    /** The analytic gradient at the present content of the parameters: for each its name, and a tensor of its shape. */
    Map<String, Tensor> gradient();

    /**
     * Which side of every kink (ReLU's 0) the last {@link #value} took. Where two values took different sides, the
     * function has no derivative between them. Empty for a smooth function.
     */
    default boolean[] branches() {
        return new boolean[0];
    }

    /** The same function on tensors of its own, for use by another thread; empty if there can be only one. */
    default Optional<Differentiable> copy() {
        return Optional.empty();
    }
}
