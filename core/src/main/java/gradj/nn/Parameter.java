package gradj.nn;

import gradj.spi.DType;
import gradj.tensor.MixedTensorsException;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that learning changes: a layer's weights or bias, with the gradient of the last backward. The value is the
 * one thing in gradj that changes in place; {@link #value} always gives the same tensor, with its present content.
 *
 * <p>One parameter may have several names, as in {@code W} of its layer and {@code encoder.2.W} of the net; two objects that
 * stand for the same one are {@link #equals equal}.
 */
public final class Parameter {
    private final String name;
    private final Learned learned;

    /** What all names of a parameter share. */
    private static final class Learned {
        private final Tensor value;
        private @Nullable Tensor gradient;
        private boolean isSumming;

        private Learned(Tensor value) {
            this.value = value;
        }
    }

    private Parameter(String name, Learned learned) {
        this.name = name;
        this.learned = learned;
    }

    /** A parameter that starts as a copy of {@code initial}; it belongs to no {@link gradj.tensor.TensorScope}. */
    public Parameter(String name, Tensor initial) {
        this(name, new Learned(initial.persistentCopy()));
    }

    /**
     * A parameter that is this tensor and no copy of it: of a large one there is then only one in memory.
     *
     * @param own made by {@link Tensors#persistent}, and nobody else's
     */
    public static Parameter owning(String name, Tensor own) {
        return new Parameter(name, new Learned(own));
    }

    /** This parameter under another name. */
    public Parameter named(String other) {
        return new Parameter(other, learned);
    }

    /** As in {@code W1}, or a path such as {@code encoder.2.W}. */
    public String name() {
        return name;
    }

    /** The present value, a live tensor: take a {@link Tensor#copy} to keep its content. */
    public Tensor value() {
        return learned.value;
    }

    /**
     * The gradient that the last backward computed, in the value's shape. Made inside a scope, it ends with it.
     *
     * @throws IllegalStateException if there was no backward
     */
    public Tensor gradient() {
        if (learned.gradient == null) {
            throw new IllegalStateException(name + " has no gradient: call backward first");
        }
        return learned.gradient;
    }

    /**
     * Sets the gradient: what a layer's backward does, in the value's shape. Where several layers have the same parameter,
     * the net adds what they set.
     */
    public void setGradient(Tensor gradient) {
        Tensor before = learned.isSumming ? learned.gradient : null;
        learned.gradient = before == null ? gradient : before.plus(gradient);
    }

    /**
     * From now on {@link #setGradient} adds, beginning with nothing.
     *
     * @return false if it does so already
     */
    boolean beginSum() {
        if (learned.isSumming) {
            return false;
        }
        learned.isSumming = true;
        learned.gradient = null;
        return true;
    }

    void endSum() {
        learned.isSumming = false;
    }

    /** What sets the gradient to what it is now, or to none. */
    Runnable keepGradient() {
        @Nullable Tensor kept = learned.gradient;
        return () -> learned.gradient = kept;
    }

    /** Changes the value in place: value = value + factor * change. Gradient descent is addScaled(-rate, gradient). */
    public void addScaled(double factor, Tensor change) {
        requireChange(change);
        Tensor value = value();
        value.backend().axpy(value.size(), factor, change.storage(), value.storage());
    }

    /**
     * Refuses what {@link #addScaled} would: a gradient of another shape, dtype or backend than the value, the value itself, a
     * tensor whose scope is closed. An optimizer asks for all parameters before it changes the first.
     */
    public void requireChange(Tensor change) {
        requireFit(change);
        if (change.storage() == value().storage()) {
            throw new IllegalArgumentException(name + ": cannot be added to itself in place, add a copy()");
        }
    }

    /** Replaces the value's content in place. */
    public void assign(Tensor content) {
        requireFit(content);
        Tensor value = value();
        value.backend().copy(content.storage(), 0, value.storage(), 0, value.size());
    }

    /** A parameter of its own with the same name and value, in this dtype. */
    public Parameter copy(DType dtype) {
        return copy(new Tensors(value().backend(), dtype));
    }

    /** A parameter of its own with the same name and value, on this backend and in this dtype. */
    public Parameter copy(Tensors tensors) {
        return SharedCopies.of(this, tensors);
    }

    private void requireFit(Tensor other) {
        Tensor value = value();
        if (!other.shape().equals(value.shape())) {
            throw new ShapeException(
                    name, "expected " + value.shape() + ", got " + other.shape(), value.shape(), other.shape());
        }
        requireSameKind(other);
    }

    /** Same dtype, same backend. */
    void requireSameKind(Tensor other) {
        Tensor value = value();
        if (other.dtype() != value.dtype() || other.backend() != value.backend()) {
            throw new MixedTensorsException(
                    name,
                    "is " + value.dtype() + " on " + value.backend().name() + ", got " + other.dtype() + " on "
                            + other.backend().name() + ": convert with to(dtype) or to(backend)");
        }
    }

    /** Whether the other one is the same parameter, whatever its name. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Parameter parameter && parameter.learned == learned;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(learned);
    }

    /** Name and shape, as in {@code W1 [784, 50]}. */
    @Override
    public String toString() {
        return name + " " + value().shape();
    }
}
