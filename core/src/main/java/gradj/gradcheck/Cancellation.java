package gradj.gradcheck;

import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gradients that are nothing but rounding, for all their terms cancel: that of a bias in front of a batch normalisation, which
 * takes every constant away, is 0 by the formula and some 1e-15 by arithmetic. Other roundings of the parameters give another
 * such number; a gradient that means something stays as it is.
 */
final class Cancellation {
    /** The parameters are moved by so many roundings. */
    private static final double ROUNDINGS = 8;

    /** A gradient that changes by so much of itself is one of rounding. */
    private static final double MOST = 0.01;

    /** And one of rounding is no larger than so many roundings of the largest gradient that there is. */
    private static final double LARGEST = 1 << 20;

    private static final int DRAWS = 3;

    /** The change in one draw is no bound of that in another; a sum of several stays below this many of it. */
    private static final double MARGIN = 16;

    private Cancellation() {}

    /**
     * For each parameter what rounding may leave of its gradient: all of it where all terms cancel; of an element of which
     * they do, less than would hide a mistake in the others; 0 where it would hide one.
     *
     * @param analytic the gradients at the point where f stands, by name
     */
    static Map<String, Double> of(Differentiable f, Map<String, double[]> analytic) {
        Map<String, double[]> starts = new LinkedHashMap<>();
        f.parameters().forEach((name, parameter) -> starts.put(name, parameter.toDoubleArray()));
        Map<String, Double> cancelled = new LinkedHashMap<>();
        double largest = analytic.values().stream()
                .mapToDouble(Cancellation::largest)
                .max()
                .orElse(0);
        double rounding = LARGEST * DType.FLOAT64.unitRoundoff() * largest;
        SeededRandom random = new SeededRandom(0);
        try (TensorScope.Rounds draws = TensorScope.rounds()) {
            for (int draw = 0; draw < DRAWS; draw++) {
                try (TensorScope scope = draws.open()) {
                    starts.forEach((name, start) -> write(f, name, moved(start, random)));
                    f.value();
                    Map<String, Tensor> there = f.gradient();
                    analytic.forEach((name, gradient) -> cancelled.merge(
                            name, left(gradient, ParallelDifferences.gradientOf(there, name), rounding), Math::max));
                }
            }
        } finally {
            starts.forEach((name, start) -> write(f, name, start));
        }
        return cancelled;
    }

    private static double left(double[] gradient, Tensor other, double rounding) {
        double[] there = other.toDoubleArray();
        double change = 0;
        for (int i = 0; i < Math.min(gradient.length, there.length); i++) {
            change = Math.max(change, Math.abs(gradient[i] - there[i]));
        }
        double left = MARGIN * change;
        boolean isAll = change > MOST * largest(gradient);
        boolean isHarmless = left <= Comparison.PROVES / 2 * largest(gradient);
        return change <= rounding && (isAll || isHarmless) ? left : 0;
    }

    private static double largest(double[] gradient) {
        return Arrays.stream(gradient).map(Math::abs).max().orElse(0);
    }

    private static double[] moved(double[] start, SeededRandom random) {
        double[] values = start.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= 1 + ROUNDINGS * DType.FLOAT64.unitRoundoff() * (2 * random.nextDouble() - 1);
        }
        return values;
    }

    private static void write(Differentiable f, String name, double[] values) {
        Tensor parameter = ParallelDifferences.parameter(f, name);
        parameter.backend().write(values, 0, parameter.storage(), 0, values.length);
    }
}
