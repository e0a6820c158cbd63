package gradj.examples;

import gradj.backend.Backends;
import gradj.nn.Relu;
import gradj.nn.Sigmoid;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.Arrays;

/** The two activation functions, forward and backward. Book section 5.5. */
public final class ReluAndSigmoid {
    public static void main(String[] args) {
        Tensors tensors = Backends.float64();
        Tensor x = tensors.matrix(new double[][] {{1, -0.5}, {-2, 3}});
        Tensor ones = tensors.full(Shape.of(2, 2), 1);

        Relu relu = new Relu();
        System.out.println("x           " + x);
        System.out.println("relu        " + relu.forward(x));
        System.out.println("mask x <= 0 " + Arrays.toString(relu.mask()));
        System.out.println("drelu       " + relu.backward(ones));

        Sigmoid sigmoid = new Sigmoid();
        Tensor y = sigmoid.forward(x);
        System.out.println("sigmoid     " + y);
        System.out.println("dsigmoid    " + sigmoid.backward(ones));
        System.out.println("y (1 - y)   " + y.minus(y.square()));
    }
}
