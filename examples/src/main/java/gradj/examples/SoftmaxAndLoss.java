package gradj.examples;

import gradj.backend.Backends;
import gradj.nn.SoftmaxWithLoss;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What softmax with cross entropy passes back: y - t, large for a bad answer, small for a good one. Book 5.6.3. */
public final class SoftmaxAndLoss {
    public static void main(String[] args) {
        double[] right = {0, 1, 0};
        double[] bad = {0.3, 0.2, 0.5};
        double[] good = {0.01, 0.99, 0};
        learnFrom("a bad answer", new double[][] {bad}, new double[][] {right});
        learnFrom("a good answer", new double[][] {good}, new double[][] {right});
        learnFrom("a batch of both", new double[][] {bad, good}, new double[][] {right, right});
    }

    /** Scores of ln y make softmax answer y. */
    private static void learnFrom(String name, double[][] answers, double[][] labels) {
        Tensors tensors = Backends.float64();
        SoftmaxWithLoss lastLayer = new SoftmaxWithLoss();
        Tensor loss = lastLayer.forward(tensors.matrix(answers).log(), tensors.matrix(labels));
        System.out.println(name);
        System.out.println("  y           " + numbers(lastLayer.probabilities()));
        System.out.println("  loss        " + numbers(loss));
        System.out.println("  passes back " + numbers(lastLayer.backward()));
    }

    private static String numbers(Tensor tensor) {
        return Arrays.stream(tensor.toDoubleArray())
                .mapToObj(number -> String.format(Locale.ROOT, "%6.3f", number))
                .collect(Collectors.joining(" "));
    }
}
