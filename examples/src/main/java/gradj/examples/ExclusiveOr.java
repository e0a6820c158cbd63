package gradj.examples;

import gradj.backend.Backends;
import gradj.data.Samples;
import gradj.nn.FirstWeights;
import gradj.nn.Network;
import gradj.optim.Sgd;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import gradj.train.Sampling;
import gradj.train.Trainer;
import gradj.train.TrainingListener;
import gradj.train.TrainingPlan;
import java.util.Locale;

/** Yes or no: one of two, but not both. */
public final class ExclusiveOr {
    public static void main(String[] args) {
        Tensors tensors = Backends.float64();
        Tensor x = tensors.matrix(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
        Samples xor = new Samples(x, tensors.vector(0, 1, 1, 0));

        for (int hidden : new int[] {0, 4}) {
            Network net = hidden == 0
                    ? Network.sequence(tensors, 1).affine(2, 1).sigmoidCrossEntropy()
                    : Network.sequence(tensors, 1)
                            .weights(FirstWeights.xavier())
                            .affine(2, hidden)
                            .sigmoid()
                            .affine(hidden, 1)
                            .sigmoidCrossEntropy();
            TrainingPlan plan = new TrainingPlan(4000, 4, Sampling.SHUFFLED_EPOCHS, 1);
            new Trainer(net, new Sgd(1), plan).train(xor, xor, TrainingListener.NONE);

            System.out.println(hidden + " hidden units");
            Tensor yes = net.prediction(x);
            for (int i = 0; i < 4; i++) {
                System.out.printf(Locale.ROOT, "  %.0f xor %.0f: %.2f%n", x.get(i, 0), x.get(i, 1), yes.get(i, 0));
            }
        }
    }
}
