package gradj.peers.runner;

import gradj.backend.Backends;
import gradj.nn.Network;
import gradj.peers.Gradient;
import gradj.peers.Problem;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.Tensors;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether an engine computed the right gradient: for each parameter, the norm of its difference from gradj's float64 gradient,
 * divided by the norm of the latter. What disagrees is no result, however fast.
 */
final class Agreement {
    /**
     * The largest relative difference. float32 comes within 1e-6 (measured); products in half precision or with TF32, a sum
     * in place of a mean, or a ReLU on the wrong side of its kink do not come within this.
     */
    static final double BOUND = 1e-5;

    private static final List<String> NAMES = List.of("dW1", "db1", "dW2", "db2");

    private final List<double[]> expected;

    /** Computes the gradient to compare with. */
    Agreement(Problem problem) {
        Tensors tensors = new Tensors(Backends.get("java"), DType.FLOAT64);
        Network net = GradjGradient.net(tensors, problem);
        net.loss(
                tensors.of(Shape.of(problem.samples(), problem.inputs()), problem.x()),
                tensors.oneHot(problem.classes(), problem.labels()));
        net.backward();
        expected = net.parameters().stream()
                .map(parameter -> parameter.gradient().toDoubleArray())
                .toList();
    }

    /** The largest relative difference of the four parts; NaN if there is a NaN. */
    double difference(Gradient gradient) {
        double largest = 0;
        for (int i = 0; i < NAMES.size(); i++) {
            largest = Math.max(largest, difference(expected.get(i), part(gradient, i)));
        }
        return largest;
    }

    /** What is wrong with the gradient, if anything is. */
    Optional<String> complaint(Gradient gradient) {
        for (int i = 0; i < NAMES.size(); i++) {
            double difference = difference(expected.get(i), part(gradient, i));
            boolean agrees = difference <= BOUND; // NaN does not
            if (!agrees) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "its %s differs from gradj's float64 gradient by %.1e of its norm; at most %.0e is accepted",
                        NAMES.get(i),
                        difference,
                        BOUND));
            }
        }
        return Optional.empty();
    }

    private static float[] part(Gradient gradient, int i) {
        return List.of(gradient.w1(), gradient.b1(), gradient.w2(), gradient.b2())
                .get(i);
    }

    private static double difference(double[] expected, float[] found) {
        double squares = 0;
        double squaresOfExpected = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = found[i] - expected[i];
            squares += difference * difference;
            squaresOfExpected += expected[i] * expected[i];
        }
        return Math.sqrt(squares / squaresOfExpected);
    }
}
