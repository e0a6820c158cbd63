package gradj.nn;

import gradj.spi.DType;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.List;

/**
 * A step of a net: forward on the way to the loss, backward on the way back. Book section 5.4.
 *
 * <p>A layer of your own says {@link #forward(Tensor)}, {@link #backward}, {@link #copy(DType)}, and its {@link #parameters}
 * if it has some. Only one that does something else while the net learns, such as dropout, also says
 * {@link #forward(Tensor, Mode)}.
 *
 * <p>Threads: {@link #forward} and {@link #backward} belong to the one thread that learns; {@link #infer} may be called
 * from any number of threads, also beside those two.
 */
public interface Layer {
    /** The layer's output for x while the net learns; it remembers what {@link #backward} will need. */
    Tensor forward(Tensor x);

    /**
     * The layer's output for x in this mode; it remembers what {@link #backward} will need, in either. Default: the same in
     * both.
     */
    default Tensor forward(Tensor x, Mode mode) {
        return forward(x);
    }

    /**
     * The output of {@link Mode#EVALUATION} for x, remembering nothing: what a net predicts with, from any number of threads
     * at once and beside a training. A backward that is due stays that of the last {@link #forward}.
     *
     * <p>Default: the forward of a {@link #copy}, which is right where the copy is right, at the price of copying the
     * parameters. A layer of your own is faster with a method of its own here.
     *
     * @throws UnsupportedOperationException if {@code copy} gives no other layer; a net then predicts with {@link #forward},
     *     in one thread at a time
     */
    default Tensor infer(Tensor x) {
        List<Parameter> parameters = parameters();
        DType dtype =
                parameters.isEmpty() ? x.dtype() : parameters.get(0).value().dtype();
        Layer copy = copy(dtype);
        if (copy == null || copy == this) { // a layer from outside may know nothing of null marking
            throw new UnsupportedOperationException(
                    getClass().getName() + " has neither infer(x) nor a copy of its own");
        }
        return copy.forward(x, Mode.EVALUATION);
    }

    /**
     * Sets the gradients of the parameters, and gives that of x.
     *
     * @param dout the gradient of the last forward's output, in its shape
     * @throws IllegalStateException if there was no forward
     */
    Tensor backward(Tensor dout);

    /** Sets the gradients of the parameters only: a net's first layer has nobody to give dx to. */
    default void backwardToParameters(Tensor dout) {
        backward(dout);
    }

    /** What learning changes in this layer. */
    default List<Parameter> parameters() {
        return List.of();
    }

    /** What a forward in {@link Mode#TRAINING} changes in this layer beside what it remembers for backward. */
    default List<Buffer> buffers() {
        return List.of();
    }

    /** The fewest samples that a forward in {@link Mode#TRAINING} takes; more than 1 where it looks at the batch's statistics. */
    default int fewestSamples() {
        return 1;
    }

    /** Which side of its kink each element took in the last forward; empty for a smooth layer. */
    default boolean[] branches() {
        return new boolean[0];
    }

    /** The same layer with parameters and buffers of its own, in this dtype and on the same backend, remembering nothing. */
    Layer copy(DType dtype);

    /**
     * The same on this backend. Default: {@link #copy(DType)}, which is enough for a layer without parameters and buffers.
     *
     * @throws UnsupportedOperationException if the layer has some on another backend, and no method of its own here
     */
    default Layer copy(Tensors tensors) {
        Layer copy = copy(tensors.dtype());
        boolean isThere = copy.parameters().stream()
                        .allMatch(parameter -> parameter.value().backend() == tensors.backend())
                && copy.buffers().stream().allMatch(buffer -> buffer.value().backend() == tensors.backend());
        if (!isThere) {
            throw new UnsupportedOperationException(getClass().getName() + " cannot go to the backend "
                    + tensors.backend().name() + ": give it a copy(Tensors) that copies its parameters with"
                    + " copy(tensors)");
        }
        return copy;
    }
}
