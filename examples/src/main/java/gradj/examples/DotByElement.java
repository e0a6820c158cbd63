package gradj.examples;

import gradj.backend.Backends;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;

/** What comes back through X W + B, element by element and as products of matrices. Book sections 5.6.1 and 5.6.2. */
public final class DotByElement {
    public static void main(String[] args) {
        Tensors tensors = Backends.float64();
        Tensor x = tensors.matrix(new double[][] {{1, 2}, {3, 4}});
        Tensor w = tensors.matrix(new double[][] {{1, 3, 5}, {2, 4, 6}});
        Tensor dy = tensors.matrix(new double[][] {{1, 2, 3}, {4, 5, 6}});
        System.out.println("W                  " + w);
        System.out.println("W transposed       " + w.transpose());

        double[][] dx = new double[2][2];
        double[][] dw = new double[2][3];
        for (int n = 0; n < 2; n++) { // samples
            for (int i = 0; i < 2; i++) { // inputs
                for (int j = 0; j < 3; j++) { // outputs: each of them has a term x[n][i] w[i][j]
                    dx[n][i] += dy.get(n, j) * w.get(i, j);
                    dw[i][j] += dy.get(n, j) * x.get(n, i);
                }
            }
        }
        System.out.println("dX by element      " + tensors.matrix(dx));
        System.out.println("dY dot W^T         " + dy.dot(w.transpose()));
        System.out.println("dW by element      " + tensors.matrix(dw));
        System.out.println("X^T dot dY         " + x.transpose().dot(dy));

        Tensor product = tensors.matrix(new double[][] {{0, 0, 0}, {10, 10, 10}});
        System.out.println("X W + B            " + product.plus(tensors.vector(1, 2, 3)));
        System.out.println("dB, sum of rows    " + dy.sum(0));
    }
}
