package gradj.nn;

import gradj.spi.DType;
import gradj.tensor.Fused;
import gradj.tensor.Fused.WeightGradients;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The affine layer y = x W + b: W [D, M], b [M]. Book section 5.6.
 *
 * <p>x is [N, D]; [N, ...] with D elements behind each N is flattened to it, and its gradient has x's shape again; a
 * single [D] gives [M].
 */
public final class Affine implements Layer {
    private final gradj.op.Affine operation = new gradj.op.Affine();
    private final Parameter w;
    private final Parameter b;
    private @Nullable Shape inputShape;

    /**
     * The layer with these weights and this bias.
     *
     * @throws ShapeException if W is no matrix, or b is no vector of W's columns
     */
    public Affine(Parameter w, Parameter b) {
        Shape weights = w.value().shape();
        Shape bias = b.value().shape();
        if (weights.rank() != 2 || !bias.equals(Shape.of(weights.length(1)))) {
            throw new ShapeException("Affine", "expected W [D, M] and b [M], got " + w + " and " + b, weights, bias);
        }
        w.requireSameKind(b.value());
        this.w = w;
        this.b = b;
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor y = operation.forward(flatten(x), w.value(), b.value());
        inputShape = x.shape();
        return y;
    }

    /** This layer's forward and that of the ReLU behind it in one. */
    Tensor forward(Tensor x, gradj.op.Relu relu) {
        Tensor y = operation.forwardWith(relu, flatten(x), w.value(), b.value());
        inputShape = x.shape();
        return y;
    }

    @Override
    public Tensor infer(Tensor x) {
        return Fused.affine(flatten(x), w.value(), b.value());
    }

    /** What the ReLU behind this layer makes of that. */
    Tensor inferThenRelu(Tensor x) {
        return Fused.affineRelu(flatten(x), w.value(), b.value());
    }

    @Override
    public Tensor backward(Tensor dout) {
        backwardToParameters(dout);
        Tensor dx = operation.inputGradient(dout);
        return inputShape == null ? dx : dx.reshape(inputShape);
    }

    @Override
    public void backwardToParameters(Tensor dout) {
        WeightGradients gradients = operation.weightGradients(dout);
        w.setGradient(gradients.dw());
        b.setGradient(gradients.db());
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(w, b);
    }

    @Override
    public Affine copy(DType dtype) {
        return new Affine(w.copy(dtype), b.copy(dtype));
    }

    @Override
    public Affine copy(Tensors tensors) {
        return new Affine(w.copy(tensors), b.copy(tensors));
    }

    private Tensor flatten(Tensor x) {
        Shape shape = x.shape();
        int in = w.value().shape().length(0);
        int rows = shape.rank() == 0 ? 0 : shape.length(0);
        int elements = 1; // of one sample
        for (int axis = shape.rank() == 1 ? 0 : 1; axis < shape.rank(); axis++) {
            elements *= shape.length(axis);
        }
        boolean fits = shape.rank() > 0 && elements == in;
        if (!fits) {
            throw new ShapeException(
                    w.name() + " (Affine " + in + " -> " + w.value().shape().length(1) + ")",
                    "expected [N, " + in + "], got " + shape,
                    shape);
        }
        return shape.rank() <= 2 ? x : x.reshape(Shape.of(rows, in));
    }
}
