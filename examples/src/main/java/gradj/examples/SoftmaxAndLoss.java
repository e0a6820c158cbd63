package gradj.examples;

import gradj.backend.Backends;
import gradj.nn.SoftmaxWithLoss;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;

/** What softmax with cross entropy passes back: y - t, large for a bad answer, small for a good one. Book 5.6.3. */
public final class SoftmaxAndLoss {
    public static void main(String[] args) {
        Tensors tensors = Backends.float64();
        Tensor t = tensors.matrix(new double[][] {{0, 1, 0}});
        learnFrom(tensors.matrix(new double[][] {{0.3, 0.2, 0.5}}), t);
        learnFrom(tensors.matrix(new double[][] {{0.01, 0.99, 0}}), t);
    }

    /** Scores of ln y make softmax answer y. */
    private static void learnFrom(Tensor y, Tensor t) {
        SoftmaxWithLoss lastLayer = new SoftmaxWithLoss();
        Tensor loss = lastLayer.forward(y.log(), t);
        System.out.println("y            " + lastLayer.probabilities());
        System.out.println("loss         " + loss.item());
        System.out.println("passes back  " + lastLayer.backward());
    }
}
