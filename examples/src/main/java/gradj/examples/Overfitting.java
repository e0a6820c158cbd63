package gradj.examples;

import gradj.backend.Backends;
import gradj.data.Dataset;
import gradj.data.Digits;
import gradj.data.Samples;
import gradj.data.Split;
import gradj.nn.Network;
import gradj.optim.Sgd;
import gradj.tensor.SeededRandom;
import gradj.tensor.Tensors;
import gradj.train.Epoch;
import gradj.train.Sampling;
import gradj.train.Trainer;
import gradj.train.TrainingPlan;
import java.util.Locale;
import java.util.stream.IntStream;

/** 300 digits, a third of them labelled by dice, learned without and with a remedy. Book section 6.4. */
public final class Overfitting {
    public static void main(String[] args) {
        Tensors tensors = Backends.float32();
        Split digits = Digits.draw(1, 300, 500);
        SeededRandom dice = new SeededRandom(1);
        IntStream labels =
                IntStream.range(0, 300).map(i -> i % 3 > 0 ? digits.train().label(i) : dice.nextInt(10));
        Samples train = new Samples(Dataset.of(digits.train(), tensors).x(), tensors.oneHot(10, labels.toArray()));
        Dataset test = Dataset.of(digits.test(), tensors);
        TrainingPlan plan = new TrainingPlan(360, 50, Sampling.SHUFFLED_EPOCHS, 1);

        for (double[] remedy : new double[][] {{0, 0}, {0.05, 0}, {0, 0.5}}) {
            var layers = Network.sequence(tensors, 1).affine(784, 100).relu();
            Network net = layers.dropout(remedy[1]).affine(100, 10).softmaxCrossEntropy();
            Trainer trainer = new Trainer(net, new Sgd(0.1).withWeightDecay(remedy[0]), plan);
            System.out.printf(Locale.ROOT, "decay %.2f  dropout %.1f :", remedy[0], remedy[1]);
            for (Epoch epoch : trainer.train(train, test).epochs()) {
                if (epoch.number() % 4 == 0) {
                    double right = 100 * epoch.trainAccuracy();
                    System.out.printf(Locale.ROOT, " %.0f/%.0f", right, 100 * epoch.testAccuracy());
                }
            }
            System.out.println();
        }
    }
}
