package gradj.nn;

import gradj.op.Multiply;
import gradj.tensor.Tensor;

/** x y, element by element: forward of two inputs; backward, the inputs change places. For scalars, as in the book's section 5.4, or any shape. */
public final class MulLayer {
    private final Multiply operation = new Multiply();

    public Tensor forward(Tensor x, Tensor y) {
        return operation.forward(x, y);
    }

    /** The gradients of x and y; dout has the shape of the last forward's output. */
    public InputGradients backward(Tensor dout) {
        Tensor[] gradients = operation.backward(dout);
        return new InputGradients(gradients[0], gradients[1]);
    }
}
