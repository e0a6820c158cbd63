package gradj.examples;

import gradj.backend.Backends;
import gradj.op.Softmax;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.Locale;

/** Scores of a digit become probabilities, and why their largest is subtracted first. Book sections 3.5 and 5.6.3. */
public final class DigitScores {
    public static void main(String[] args) {
        Tensors tensors = Backends.float64();
        Tensor scores = tensors.vector(5.3, 0.3, 10.1, 2.4, 1.2, -0.5, 0.8, 2.1, 1.0, 0.01);
        Tensor probabilities = new Softmax().forward(scores);
        for (int digit = 0; digit < 10; digit++) {
            System.out.printf(
                    Locale.ROOT,
                    "%d  score %5.2f  probability %.3f%n",
                    digit,
                    scores.get(digit),
                    probabilities.get(digit));
        }
        System.out.println("sum " + (float) probabilities.sum().item());

        Tensor large = tensors.vector(1010, 1000, 990);
        Tensor smaller = large.minus(1010);
        System.out.println("exp       " + large.exp());
        System.out.println("as it is  " + large.exp().dividedBy(large.exp().sum()));
        System.out.println("less max  " + smaller.exp().dividedBy(smaller.exp().sum()));
        System.out.println("gradj     " + new Softmax().forward(large));
    }
}
