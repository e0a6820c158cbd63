package gradj.examples;

import gradj.backend.Backends;
import gradj.data.Dataset;
import gradj.data.Digits;
import gradj.data.Split;
import gradj.nn.TwoLayerNet;
import gradj.optim.Sgd;
import gradj.tensor.Tensors;
import gradj.train.Epoch;
import gradj.train.Sampling;
import gradj.train.Trainer;
import gradj.train.TrainingListener;
import gradj.train.TrainingPlan;
import java.util.Locale;

/** The points of a learning curve, the untrained net first: what the net names right before and after each epoch. */
public final class Accuracies {
    public static void main(String[] args) {
        Tensors tensors = Backends.float32();
        Split digits = Digits.draw(1, 2000, 1000);
        Dataset train = Dataset.of(digits.train(), tensors);
        Dataset test = Dataset.of(digits.test(), tensors);

        TwoLayerNet net = new TwoLayerNet(784, 50, 10);
        print(0, net.accuracy(train.x(), train.t()), net.accuracy(test.x(), test.t()));

        TrainingPlan plan = new TrainingPlan(200, 100, Sampling.WITH_REPLACEMENT, 1);
        new Trainer(net, new Sgd(0.1), plan).train(train, test, new TrainingListener() {
            @Override
            public void onEpoch(Epoch epoch) {
                print(epoch.number(), epoch.trainAccuracy(), epoch.testAccuracy());
            }
        });
    }

    private static void print(int epoch, double train, double test) {
        System.out.printf(Locale.ROOT, "%2d  train %.0f %%  test %.0f %%%n", epoch, 100 * train, 100 * test);
    }
}
