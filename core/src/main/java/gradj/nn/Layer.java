package gradj.nn;

import gradj.spi.DType;
import gradj.tensor.Tensor;
import java.util.List;

/** A step of a net: forward on the way to the loss, backward on the way back. Book section 5.4. */
public interface Layer {
    /** The layer's output for x; it remembers what {@link #backward} will need. */
    Tensor forward(Tensor x);

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

    /** Which side of its kink each element took in the last forward; empty for a smooth layer. */
    default boolean[] branches() {
        return new boolean[0];
    }

    /** The same layer with parameters of its own, in this dtype, remembering nothing. */
    Layer copy(DType dtype);
}
