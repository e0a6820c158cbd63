package gradj.examples;

import gradj.backend.Backends;
import gradj.data.Dataset;
import gradj.data.Digits;
import gradj.nn.Parameter;
import gradj.nn.TwoLayerNet;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.Locale;
import java.util.Random;

/** All of learning in one loop: mini-batch, gradients, update, and again. Book section 5.7.1. */
public final class LearningLoop {
    public static void main(String[] args) {
        Tensors tensors = Backends.float64();
        Dataset digits = Dataset.of(Digits.draw(1, 1000, 1).train(), tensors);
        TwoLayerNet net = new TwoLayerNet(tensors, 784, 50, 10, TwoLayerNet.WEIGHT_INIT_STD, 1);
        Random random = new Random(1);

        for (int step = 0; step <= 300; step++) {
            int[] rows = random.ints(100, 0, digits.size()).toArray();
            Dataset batch = digits.batch(rows); // 1. some samples, drawn at random

            Tensor loss = net.loss(batch.x(), batch.t());
            net.backward(); // 2. the gradient of every parameter

            for (Parameter parameter : net.parameters()) {
                parameter.addScaled(-0.1, parameter.gradient()); // 3. a small step downhill
            }
            if (step % 50 == 0) {
                System.out.printf(Locale.ROOT, "step %3d  loss %.2f%n", step, loss.item());
            }
        } // 4. again
    }
}
