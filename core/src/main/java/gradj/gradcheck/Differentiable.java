package gradj.gradcheck;

import gradj.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A scalar function of named tensors that claims to know its own gradient: a net's loss on one batch, or any function of
 * one's own. A function whose value is a tensor is a {@link TensorFunction}.
 */
public interface Differentiable {
    /**
     * The tensors that the function depends on, by name, float64. They are the function's own: the check changes their
     * elements, and puts each back.
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

    /**
     * The size of the numbers that the value is computed of, where they are far larger than the value, its changes, and
     * each parameter times its gradient: rounding errors are measured against it. 0 where those will do.
     */
    default double magnitude() {
        return 0;
    }

    /** What a reader of the report must know, such as that a float32 net was copied to float64. */
    default List<String> notes() {
        return List.of();
    }

    /**
     * What makes this function another one than it stands for, or unfit to be compared, as far as it knows by itself: a
     * layer whose copy is another layer, an input that is NaN. Nothing is compared then.
     */
    default List<Diagnosis> faults() {
        return List.of();
    }

    /**
     * The same function, with the same memory, of other data nearby: a net's loss on other inputs. What it remembers of
     * the data it has seen shows there. Empty if it has no data but its parameters.
     */
    default Optional<Differentiable> elsewhere() {
        return Optional.empty();
    }

    /**
     * The steps that the function is made of, by name, each on its own at its present input: a net's layers. When the
     * function's gradient is wrong, each is checked, to find the one that is to blame.
     */
    default Map<String, TensorFunction> parts() {
        return Map.of();
    }
}
