package gradj.nn;

import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Each sample as one row: [N, ...] becomes [N, D], D being the number of elements behind N; the gradient the reverse. */
public final class Flatten implements Layer {
    private @Nullable Shape shape;

    @Override
    public Tensor forward(Tensor x) {
        Tensor y = infer(x);
        shape = x.shape();
        return y;
    }

    @Override
    public Tensor infer(Tensor x) {
        Shape full = x.shape();
        if (full.rank() < 2) {
            throw new ShapeException("Flatten", "expected samples [N, ...] of one axis or more, got " + full, full);
        }
        int elements = 1;
        for (int axis = 1; axis < full.rank(); axis++) {
            elements = Math.multiplyExact(elements, full.length(axis));
        }
        return x.reshape(Shape.of(full.length(0), elements));
    }

    @Override
    public Tensor backward(Tensor dout) {
        Shape full = shape;
        if (full == null) {
            throw new IllegalStateException("Flatten: backward before forward: call forward(x) first");
        }
        return dout.reshape(full);
    }

    @Override
    public Flatten copy(DType dtype) {
        return new Flatten();
    }
}
