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
        return remember(operation.forward(x));
    }

    /** The forward of the layer in front and of this one in one. */
    Tensor forward(Affine front, Tensor x) {
        return remember(front.forward(x, operation));
    }

    /** Gives what it was given, not the field: another thread may have written that in between. */
    private Tensor remember(Tensor output) {
        y = output;
        return output;
    }

    @Override
    public Tensor infer(Tensor x) {
        return x.relu();
    }

    @Override
    public Tensor backward(Tensor dout) {
        return operation.inputGradient(dout);
    }

    /**
     * The book's mask of the last forward, in row-major order: true where {@code x <= 0}, where the signal was stopped. A
     * net's predict and accuracy are no forward: they leave no mask behind.
     *
     * @throws IllegalStateException if there was no forward
     */
    public boolean[] mask() {
        Tensor output = y;
        if (output == null) {
            throw new IllegalStateException("Relu: mask before forward: call forward(x) first");
        }
        double[] values = output.toDoubleArray();
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
