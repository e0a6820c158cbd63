package gradj.examples;

import gradj.backend.Backends;
import gradj.data.Dataset;
import gradj.data.Digits;
import gradj.nn.FirstWeights;
import gradj.nn.Network;
import gradj.nn.NetworkBuilder;
import gradj.optim.Sgd;
import gradj.train.Epoch;
import gradj.train.Sampling;
import gradj.train.Trainer;
import gradj.train.TrainingPlan;
import java.util.Locale;

/** Four first weights, each without batch normalisation and with it: accuracies in training. Book section 6.3. */
public final class BatchNormalisation {
    private static Network net(double std, boolean isNormalised) {
        NetworkBuilder net = Network.sequence(Backends.float32(), 1).weights(FirstWeights.gaussian(std));
        for (int layer = 0; layer < 4; layer++) {
            net.affine(layer == 0 ? 784 : 50, 50);
            if (isNormalised) {
                net.batchNorm(50);
            }
            net.relu();
        }
        return net.affine(50, 10).softmaxCrossEntropy();
    }

    public static void main(String[] args) {
        Dataset digits = Dataset.of(Digits.draw(1, 500, 1).train(), Backends.float32());
        TrainingPlan plan = new TrainingPlan(100, 50, Sampling.SHUFFLED_EPOCHS, 1);
        for (double std : new double[] {0.3, 0.1, 0.03, 0.01}) {
            for (boolean isNormalised : new boolean[] {false, true}) {
                System.out.printf("std %-4s %-7s :", std, isNormalised ? "with" : "without");
                Trainer trainer = new Trainer(net(std, isNormalised), new Sgd(0.1), plan);
                for (Epoch epoch : trainer.train(digits, digits).epochs()) {
                    System.out.printf(Locale.ROOT, " %3.0f", 100 * epoch.trainAccuracy());
                }
                System.out.println();
            }
        }
    }
}
