package gradj.nn;

import gradj.op.Add;
import gradj.tensor.Tensor;

/** x + y: forward of two inputs; backward, the gradient passes on as it is. For scalars, as in the book's section 5.4, or any shape. */
public final class AddLayer {
    private final Add operation = new Add();

    public Tensor forward(Tensor x, Tensor y) {
        return operation.forward(x, y);
    }

    /** The gradients of x and y; dout has the shape of the last forward's output. */
    public InputGradients backward(Tensor dout) {
        Tensor[] gradients = operation.backward(dout);
        return new InputGradients(gradients[0], gradients[1]);
    }
}
