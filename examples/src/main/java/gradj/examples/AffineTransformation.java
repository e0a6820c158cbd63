package gradj.examples;

import gradj.backend.Backends;
import gradj.nn.Affine;
import gradj.nn.Parameter;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;

/** x W + b for one sample and for a batch of two, and its gradients. Book sections 5.6.1 and 5.6.2. */
public final class AffineTransformation {
    public static void main(String[] args) {
        Tensors tensors = Backends.float64();
        Parameter w = new Parameter("W", tensors.matrix(new double[][] {{1, 3, 5}, {2, 4, 6}}));
        Parameter b = new Parameter("b", tensors.vector(1, 2, 3));
        Affine affine = new Affine(w, b);

        System.out.println("one sample [1, 2]  " + affine.forward(tensors.vector(1, 2)));

        Tensor batch = tensors.matrix(new double[][] {{1, 2}, {3, 4}});
        System.out.println("a batch of two     " + affine.forward(batch));

        Tensor dx = affine.backward(tensors.matrix(new double[][] {{1, 2, 3}, {4, 5, 6}}));
        System.out.println("dx                 " + dx);
        System.out.println("dW                 " + w.gradient());
        System.out.println("db, sum of rows    " + b.gradient());
    }
}
