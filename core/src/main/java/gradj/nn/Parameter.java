package gradj.nn;

import gradj.spi.DType;
import gradj.tensor.MixedTensorsException;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that learning changes: a layer's weights or bias, with the gradient of the last backward. The value is the
 * one thing in gradj that changes in place; {@link #value} always gives the same tensor, with its present content.
 */
public final class Parameter {
    private final String name;
    private final Tensor value;
    private @Nullable Tensor gradient;

    /** A parameter that starts as a copy of {@code initial}; it belongs to no {@link gradj.tensor.TensorScope}. */
    public Parameter(String name, Tensor initial) {
        this.name = name;
        this.value = initial.persistentCopy();
    }

    /** As in {@code W1}. */
    public String name() {
        return name;
    }

    /** The present value, a live tensor: take a {@link Tensor#copy} to keep its content. */
    public Tensor value() {
        return value;
    }

    /**
     * The gradient that the last backward computed, in the value's shape. Made inside a scope, it ends with it.
     *
     * @throws IllegalStateException if there was no backward
     */
    public Tensor gradient() {
        if (gradient == null) {
            throw new IllegalStateException(name + " has no gradient: call backward first");
        }
        return gradient;
    }

    /** Sets the gradient: what a layer's backward does, in the value's shape. */
    public void setGradient(Tensor gradient) {
        this.gradient = gradient;
    }

    /** What sets the gradient to what it is now, or to none. */
    Runnable keepGradient() {
        @Nullable Tensor kept = gradient;
        return () -> gradient = kept;
    }

    /** Changes the value in place: value = value + factor * change. Gradient descent is addScaled(-rate, gradient). */
    public void addScaled(double factor, Tensor change) {
        requireFit(change);
        if (change.storage() == value.storage()) {
            throw new IllegalArgumentException(name + ": cannot be added to itself in place, add a copy()");
        }
        value.backend().axpy(value.size(), factor, change.storage(), value.storage());
    }

    /** Replaces the value's content in place. */
    public void assign(Tensor content) {
        requireFit(content);
        value.backend().copy(content.storage(), 0, value.storage(), 0, value.size());
    }

    /** A parameter of its own with the same name and value, in this dtype. */
    public Parameter copy(DType dtype) {
        return new Parameter(name, value.to(dtype));
    }

    private void requireFit(Tensor other) {
        if (!other.shape().equals(value.shape())) {
            throw new ShapeException(
                    name, "expected " + value.shape() + ", got " + other.shape(), value.shape(), other.shape());
        }
        requireSameKind(other);
    }

    /** Same dtype, same backend. */
    void requireSameKind(Tensor other) {
        if (other.dtype() != value.dtype() || other.backend() != value.backend()) {
            throw new MixedTensorsException(
                    name,
                    "is " + value.dtype() + " on " + value.backend().name() + ", got " + other.dtype() + " on "
                            + other.backend().name() + ": convert with to(dtype) or to(backend)");
        }
    }

    /** Name and shape, as in {@code W1 [784, 50]}. */
    @Override
    public String toString() {
        return name + " " + value.shape();
    }
}
