package gradj.nn;

import gradj.spi.DType;
import gradj.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** ReLU as a layer: lets through what is positive, stops the rest, forward and backward. Book section 5.5.1. */
public final class Relu implements Layer {
    private final gradj.op.Relu operation = new gradj.op.Relu();
    private @Nullable Tensor y;

    @Override
    public Tensor forward(Tensor x) {
        y = operation.forward(x);
        return y;
    }

    /** The forward of the layer in front and of this one in one. */
    Tensor forward(Affine front, Tensor x) {
        y = front.forward(x, operation);
        return y;
    }

    @Override
    public Tensor backward(Tensor dout) {
        return operation.inputGradient(dout);
    }

    /**
     * The book's mask of the last forward, in row-major order: true where {@code x <= 0}, where the signal was stopped.
     *
     * @throws IllegalStateException if there was no forward
     */
    public boolean[] mask() {
        if (y == null) {
            throw new IllegalStateException("Relu: mask before forward: call forward(x) first");
        }
        double[] values = y.toDoubleArray();
        boolean[] mask = new boolean[values.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = values[i] <= 0;
        }
        return mask;
    }

    @Override
    public boolean[] branches() {
        return mask();
    }

    @Override
    public Relu copy(DType dtype) {
        return new Relu();
    }
}
