package gradj.gradcheck;

import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * Holds an analytic gradient (backpropagation) against the numerical one, in float64. Book section 5.7.3.
 *
 * <pre>{@code
 * GradientCheck.everyElement().check(net.lossOf(x, t)).assertPassed();
 * }</pre>
 *
 * <p><b>What passes.</b> A central difference is off by h^2 f'''/6 (Taylor) plus the rounding of f, about
 * u |f| / h. With h = 1e-4 that is h^2 = 1e-8 as long as |f'''| <= 6, which holds for a loss of order 1; a wrong gradient
 * is off by a good part of itself.
 *
 * <p><b>Kinks.</b> Where ReLU's input lies within h of 0, f(x + h) and f(x - h) use different slopes: their quotient is
 * no derivative, and no proof of an error. Such an element is recognised by the branches taken, counted, and left out.
 */
public final class GradientCheck {
    private final int sample;
    private final long seed;

    private GradientCheck(int sample, long seed) {
        this.sample = sample;
        this.seed = seed;
    }

    /** Checks every element of every parameter. */
    public static GradientCheck everyElement() {
        return new GradientCheck(Integer.MAX_VALUE, 0);
    }

    /** Checks at most {@code count} >= 1 elements of each parameter, drawn without repetition. */
    public static GradientCheck sample(int count, long seed) {
        if (count < 1) {
            throw new IllegalArgumentException("sample: expected 1 element or more, got " + count);
        }
        return new GradientCheck(count, seed);
    }

    /** Compares the two gradients of a function at its present parameters, which are the same afterwards. */
    public GradientReport check(Differentiable f) {
        if (f.parameters().isEmpty()) {
            throw new IllegalArgumentException("gradient check: the function has no parameters");
        }
        double step = NumericalGradient.STEP;
        double tolerance = step * step;
        try (TensorScope scope = TensorScope.open()) {
            double roundoff = 4 * DType.FLOAT64.unitRoundoff() * Math.abs(f.value()) / step;
            Map<String, Tensor> analytic = f.gradient();
            ParallelDifferences differences = new ParallelDifferences(f);
            List<ParameterReport> reports = new ArrayList<>();
            f.parameters().forEach((name, parameter) -> {
                Tensor gradient = analytic.get(name);
                if (gradient == null || !gradient.shape().equals(parameter.shape())) {
                    throw new IllegalArgumentException("gradient of " + name + ": expected a tensor of shape "
                            + parameter.shape() + ", got " + (gradient == null ? "none" : gradient.shape()));
                }
                int[] elements = choose(parameter.size(), reports.size());
                Comparison comparison = new Comparison(f, name, gradient.toDoubleArray(), elements, differences);
                reports.add(comparison.report(step, tolerance + roundoff, roundoff));
            });
            return new GradientReport(step, tolerance + roundoff, List.copyOf(reports));
        }
    }

    private int[] choose(int size, int stream) {
        int[] elements = IntStream.range(0, size).toArray();
        if (sample >= size) {
            return elements;
        }
        new SeededRandom(seed).fork(stream).shuffle(elements);
        int[] chosen = Arrays.copyOf(elements, sample);
        Arrays.sort(chosen);
        return chosen;
    }

    /** One parameter's analytic gradient beside its numerical one. */
    private record Comparison(
            Differentiable f, String name, double[] analytic, int[] elements, ParallelDifferences differences) {
        ParameterReport report(double step, double tolerance, double roundoff) {
            double[] numeric = differences.gradient(name, elements);
            int kinks = 0;
            int failures = 0;
            double sum = 0;
            double largestRelative = 0;
            int worst = -1;
            double worstDifference = -1;
            for (int i = 0; i < elements.length; i++) {
                double a = analytic[elements[i]];
                double difference = Math.abs(a - numeric[i]);
                boolean isExact = difference <= roundoff; // false for NaN
                if (!isExact && crossesKink(elements[i], step)) {
                    kinks++;
                    continue;
                }
                sum += difference;
                failures += difference <= tolerance ? 0 : 1;
                double magnitude = Math.max(Math.abs(a), Math.abs(numeric[i]));
                if (magnitude > tolerance) {
                    largestRelative = Math.max(largestRelative, difference / magnitude);
                }
                if (Double.compare(difference, worstDifference) > 0) { // NaN is the worst of all
                    worstDifference = difference;
                    worst = i;
                }
            }
            int checked = elements.length - kinks;
            return new ParameterReport(
                    name,
                    ParallelDifferences.parameter(f, name).shape(),
                    checked,
                    kinks,
                    failures,
                    checked == 0 ? 0 : sum / checked,
                    largestRelative,
                    worst < 0 ? -1 : elements[worst],
                    worst < 0 ? 0 : analytic[elements[worst]],
                    worst < 0 ? 0 : numeric[worst]);
        }

        /** Whether f takes other branches at x + h than at x - h. */
        private boolean crossesKink(int element, double step) {
            List<boolean[]> taken = new ArrayList<>();
            DoubleSupplier watched = () -> {
                double value = f.value();
                taken.add(f.branches());
                return value;
            };
            try (CentralDifference difference = new CentralDifference(watched, step)) {
                difference.quotient(ParallelDifferences.parameter(f, name), element);
            }
            return !Arrays.equals(taken.get(0), taken.get(1));
        }
    }
}
