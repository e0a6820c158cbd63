package gradj.examples;

import gradj.backend.Backends;
import gradj.data.Dataset;
import gradj.data.Digits;
import gradj.data.Split;
import gradj.nn.TwoLayerNet;
import gradj.optim.Sgd;
import gradj.tensor.Tensors;
import gradj.train.Epoch;
import gradj.train.History;
import gradj.train.Sampling;
import gradj.train.Trainer;
import gradj.train.TrainingListener;
import gradj.train.TrainingPlan;
import java.util.Locale;

/** The two-layer net learns digits that the program draws itself. Book section 5.7.4. */
public final class Learn {
    public static void main(String[] args) {
        Tensors tensors = Backends.float32();
        Split digits = Digits.draw(1, 6000, 1000);
        Dataset train = Dataset.of(digits.train(), tensors);
        Dataset test = Dataset.of(digits.test(), tensors);

        TwoLayerNet net = new TwoLayerNet(784, 50, 10);
        TrainingPlan plan = new TrainingPlan(1200, 100, Sampling.WITH_REPLACEMENT, 1);
        History history = new Trainer(net, new Sgd(0.1), plan).train(train, test, TrainingListener.NONE);

        for (Epoch epoch : history.epochs()) {
            System.out.printf(Locale.ROOT, "%2d  loss %.2f", epoch.number(), epoch.loss());
            System.out.printf(Locale.ROOT, "  right %.0f %%%n", 100 * epoch.testAccuracy());
        }
    }
}
