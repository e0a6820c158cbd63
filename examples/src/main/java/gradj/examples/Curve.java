package gradj.examples;

import gradj.backend.Backends;
import gradj.data.Samples;
import gradj.nn.FirstWeights;
import gradj.nn.Network;
import gradj.nn.RegressionLoss;
import gradj.optim.Sgd;
import gradj.tensor.Shape;
import gradj.tensor.Tensors;
import gradj.train.Sampling;
import gradj.train.Trainer;
import gradj.train.TrainingListener;
import gradj.train.TrainingPlan;
import java.util.Arrays;
import java.util.Locale;

/** Numbers instead of classes: a net learns the sine from 200 points of it. */
public final class Curve {
    public static void main(String[] args) {
        Tensors tensors = Backends.float64();
        double[] x = new double[200];
        Arrays.setAll(x, i -> -3 + 6 * i / 199.0);
        double[] sine = Arrays.stream(x).map(Math::sin).toArray();
        Samples points = new Samples(tensors.of(Shape.of(200, 1), x), tensors.vector(sine));

        Network net = Network.sequence(tensors, 1)
                .weights(FirstWeights.gaussian(1))
                .affine(1, 20)
                .sigmoid()
                .affine(20, 1)
                .loss(RegressionLoss.halfSquaredError());
        TrainingPlan plan = new TrainingPlan(60_000, 20, Sampling.SHUFFLED_EPOCHS, 1);
        new Trainer(net, new Sgd(0.2), plan).train(points, points, TrainingListener.NONE);

        for (double at : new double[] {-3, -2, -1, 0, 1, 2, 3, 6}) {
            double y = net.predict(tensors.matrix(new double[][] {{at}})).get(0, 0);
            System.out.printf(Locale.ROOT, "x %4.1f  sine %5.2f  net %5.2f%n", at, Math.sin(at), y);
        }
    }
}
