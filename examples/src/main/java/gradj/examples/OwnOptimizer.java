package gradj.examples;

import gradj.backend.Backends;
import gradj.data.Samples;
import gradj.nn.Network;
import gradj.optim.Optimizer;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import gradj.train.Metric;
import gradj.train.Sampling;
import gradj.train.Trainer;
import gradj.train.TrainingListener;
import gradj.train.TrainingPlan;
import java.util.Locale;

/** A way downhill and a measure that gradj does not have. */
public final class OwnOptimizer {
    public static void main(String[] args) {
        Tensors tensors = Backends.float64();
        Tensor x = tensors.gaussian(Shape.of(100, 2), 1, new SeededRandom(1));
        Samples sums = new Samples(x, x.sum(1));

        // Steps of one length in each direction, whatever the slope.
        Optimizer signs = parameters ->
                parameters.forEach(p -> p.addScaled(-0.002, p.gradient().sign()));
        Metric largest = Metric.of(
                "largestError",
                false,
                (y, t) -> y.minus(t.reshape(y.shape())).abs().max().item());

        Network net = Network.sequence(tensors, 1).affine(2, 1).meanSquaredError();
        TrainingPlan plan = new TrainingPlan(1000, 10, Sampling.SHUFFLED_EPOCHS, 1);
        new Trainer(net, signs, plan)
                .withMetrics(largest).train(sums, sums, TrainingListener.NONE).epochs().stream()
                        .filter(epoch -> epoch.number() % 25 == 0)
                        .forEach(epoch -> System.out.printf(
                                Locale.ROOT,
                                "%3d  %.3f%n",
                                epoch.number(),
                                epoch.train().get("largestError")));
    }
}
