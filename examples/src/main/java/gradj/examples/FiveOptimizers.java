package gradj.examples;

import gradj.backend.Backends;
import gradj.data.Dataset;
import gradj.data.Digits;
import gradj.nn.Network;
import gradj.optim.AdaGrad;
import gradj.optim.Adam;
import gradj.optim.Momentum;
import gradj.optim.Optimizer;
import gradj.optim.Sgd;
import gradj.tensor.Tensors;
import gradj.train.Epoch;
import gradj.train.Sampling;
import gradj.train.Trainer;
import gradj.train.TrainingPlan;
import java.util.List;
import java.util.Locale;

/** The same net, the same start, the same digits: the mean loss of each epoch, by the way downhill. Book section 6.1.8. */
public final class FiveOptimizers {
    public static void main(String[] args) {
        Tensors tensors = Backends.float32();
        Dataset digits = Dataset.of(Digits.draw(1, 1000, 1).train(), tensors);
        TrainingPlan plan = new TrainingPlan(200, 50, Sampling.SHUFFLED_EPOCHS, 1);

        for (Optimizer optimizer :
                List.of(new Sgd(0.01), new Sgd(0.1), new Momentum(0.01), new AdaGrad(0.01), new Adam(0.001))) {
            Network net = Network.sequence(tensors, 1)
                    .affine(784, 50)
                    .relu()
                    .affine(50, 50)
                    .relu()
                    .affine(50, 10)
                    .softmaxCrossEntropy();
            System.out.printf("%-8s %-5s :", optimizer.getClass().getSimpleName(), optimizer.learningRate());
            for (Epoch epoch :
                    new Trainer(net, optimizer, plan).train(digits, digits).epochs()) {
                System.out.printf(Locale.ROOT, " %.2f", epoch.loss());
            }
            System.out.println();
        }
    }
}
