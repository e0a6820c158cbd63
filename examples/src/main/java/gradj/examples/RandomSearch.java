package gradj.examples;

import gradj.backend.Backends;
import gradj.data.Dataset;
import gradj.data.Digits;
import gradj.data.Split;
import gradj.nn.Network;
import gradj.optim.Sgd;
import gradj.tensor.SeededRandom;
import gradj.train.Epoch;
import gradj.train.Sampling;
import gradj.train.Trainer;
import gradj.train.TrainingPlan;
import java.util.Locale;
import java.util.TreeMap;

/** Learning rates and weight decays by dice, judged by digits that no net learns from. Book section 6.5. */
public final class RandomSearch {
    public static void main(String[] args) {
        Split digits = Digits.draw(1, 500, 200);
        Dataset train = Dataset.of(digits.train(), Backends.float32());
        Dataset validation = Dataset.of(digits.test(), Backends.float32());
        TrainingPlan plan = new TrainingPlan(100, 50, Sampling.SHUFFLED_EPOCHS, 1);
        SeededRandom dice = new SeededRandom(6);
        TreeMap<String, Network> trials = new TreeMap<>(); // the best one last
        for (int i = 0; i < 20; i++) {
            double rate = StrictMath.pow(10, -3 * dice.nextDouble()); // 0.001 to 1
            double decay = StrictMath.pow(10, -1 - 5 * dice.nextDouble()); // 0.000001 to 0.1
            var layers = Network.sequence(Backends.float32(), 1).affine(784, 50).relu();
            Network net = layers.affine(50, 10).softmaxCrossEntropy();
            String curve = "";
            Trainer trainer = new Trainer(net, new Sgd(rate).withWeightDecay(decay), plan);
            for (Epoch epoch : trainer.train(train, validation).epochs()) {
                curve += String.format(Locale.ROOT, " %2.0f", 100 * epoch.testAccuracy());
            }
            double right = 100 * net.accuracy(validation.x(), validation.t());
            trials.put(
                    String.format(Locale.ROOT, "%4.1f %%  rate %.4f  decay %.6f :%s", right, rate, decay, curve), net);
        }
        trials.descendingKeySet().forEach(System.out::println);
        Dataset test = Dataset.of(Digits.draw(2, 1, 1000).test(), Backends.float32());
        double right = trials.lastEntry().getValue().accuracy(test.x(), test.t());
        System.out.printf(Locale.ROOT, "The best one with 1,000 new digits: %.1f %%%n", 100 * right);
    }
}
