package gradj.examples;

import gradj.backend.Backends;
import gradj.nn.Relu;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.Arrays;

/** ReLU is a switch: where x <= 0 it stops the signal, and later the gradient. Book section 5.5.1. */
public final class ReluSwitch {
    public static void main(String[] args) {
        Tensors tensors = Backends.float64();
        Tensor x = tensors.matrix(new double[][] {{1, -0.5}, {-2, 3}});
        Tensor dout = tensors.matrix(new double[][] {{1, 2}, {3, 4}});

        Relu relu = new Relu();
        System.out.println("x           " + x);
        System.out.println("relu        " + relu.forward(x));
        System.out.println("mask x <= 0 " + Arrays.toString(relu.mask()));
        System.out.println("dout        " + dout);
        System.out.println("dx          " + relu.backward(dout));
    }
}
