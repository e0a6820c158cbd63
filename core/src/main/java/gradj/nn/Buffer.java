package gradj.nn;

import gradj.tensor.Tensor;
import gradj.tensor.Tensors;

/**
 * A tensor that a layer keeps from one forward to the next and that is not learned, such as a running mean: it is copied and
 * saved with the net, and no optimizer sees it.
 */
public final class Buffer {
    private final Parameter content;

    /** A buffer that starts as a copy of {@code initial}; it belongs to no {@link gradj.tensor.TensorScope}. */
    public Buffer(String name, Tensor initial) {
        this(new Parameter(name, initial));
    }

    private Buffer(Parameter content) {
        this.content = content;
    }

    /** As in {@code runningMean}, or a path such as {@code 3.runningMean}. */
    public String name() {
        return content.name();
    }

    /** The present value, a live tensor: take a {@link Tensor#copy} to keep its content. */
    public Tensor value() {
        return content.value();
    }

    /**
     * Replaces the value's content in place.
     *
     * @throws gradj.tensor.ShapeException if the new content has another shape
     */
    public void assign(Tensor newContent) {
        content.assign(newContent);
    }

    /** This buffer under another name. */
    public Buffer named(String other) {
        return new Buffer(content.named(other));
    }

    /** A buffer of its own with the same name and value, on this backend and in this dtype. */
    public Buffer copy(Tensors tensors) {
        return new Buffer(content.copy(tensors));
    }

    /** Name and shape, as in {@code runningMean [100]}. */
    @Override
    public String toString() {
        return content.toString();
    }
}
