package gradj.examples;

import gradj.backend.Backends;
import gradj.nn.Parameter;
import gradj.optim.AdaGrad;
import gradj.optim.Adam;
import gradj.optim.Momentum;
import gradj.optim.Optimizer;
import gradj.optim.Sgd;
import gradj.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/** Ways down a long valley, steep across and nearly flat along. Book section 6.1. */
public final class Valley {
    static double height(double[] place) {
        return place[0] * place[0] / 20 + place[1] * place[1];
    }

    /** The place (x, y) at first, and after each step. */
    static double[][] path(Optimizer optimizer, int steps) {
        Tensor steepness = Backends.float64().vector(0.1, 2); // the slopes are x / 10 and 2 y
        Parameter place = new Parameter("place", Backends.float64().vector(-7, 2));
        double[][] path = new double[steps + 1][];
        for (int step = 0; step <= steps; step++) {
            path[step] = place.value().toDoubleArray();
            place.setGradient(place.value().times(steepness));
            optimizer.step(List.of(place));
        }
        return path;
    }

    public static void main(String[] args) {
        System.out.println("height after steps       0    10    20    30    40");
        for (Optimizer optimizer :
                List.of(new Sgd(0.1), new Sgd(0.95), new Momentum(0.1), new AdaGrad(1.5), new Adam(0.3))) {
            double[][] path = path(optimizer, 40);
            System.out.printf("%-8s rate %-4s    ", optimizer.getClass().getSimpleName(), optimizer.learningRate());
            for (int step = 0; step <= 40; step += 10) {
                System.out.printf(Locale.ROOT, "  %.2f", height(path[step]));
            }
            System.out.println();
        }
    }
}
