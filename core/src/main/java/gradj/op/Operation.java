package gradj.op;

import gradj.tensor.Tensor;

/**
 * A local computation: it knows its inputs and its output, and nothing of the graph it stands in.
 *
 * <p>{@link #forward} computes the output and remembers what its backward will need. {@link #backward} takes the
 * gradient of some scalar L with respect to that output, {@code dout}, and gives the gradients of L with respect to the
 * inputs: the chain rule, applied to this one step. An operation object belongs to one place of a graph; it remembers
 * its last forward only. Neither inputs nor {@code dout} are ever changed.
 */
public interface Operation {
    /**
     * Computes the output.
     *
     * @throws IllegalArgumentException if the number of inputs, their shapes, dtypes or backends do not fit
     */
    Tensor forward(Tensor... inputs);

    /**
     * The gradients of the inputs of the last {@link #forward}, in their order, each in its input's shape. Inputs at the
     * end that are constants (labels) are left out.
     *
     * @param dout the upstream gradient, in the output's shape
     * @throws IllegalStateException if there was no forward
     * @throws gradj.tensor.ShapeException if {@code dout} has another shape than the output
     */
    Tensor[] backward(Tensor dout);

    /**
     * Which side of its kink each element took in the last {@link #forward}, for a gradient check; empty for a smooth
     * operation.
     */
    default boolean[] branches() {
        return new boolean[0];
    }

    /** The name in messages and pictures: the class name. */
    default String name() {
        return getClass().getSimpleName();
    }
}
