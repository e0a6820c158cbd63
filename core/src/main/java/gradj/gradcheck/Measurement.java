package gradj.gradcheck;

import gradj.spi.DType;
import gradj.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is measured of a function before its gradients are compared: the steps that fit each parameter, and the size of
 * its rounding errors.
 *
 * @param steps for each parameter
 * @param scale the size of what the function adds up
 * @param noise the standard deviation of the errors of its value
 * @param deviation the same as the comparisons take it: of a function that is computed in float32, what it would be in
 *     float64
 */
record Measurement(Map<String, Double> steps, double scale, double noise, double deviation) {
    /** Of a function and its analytic gradients; those of another shape than their parameter's tell no step. */
    static Measurement of(Differentiable f, Map<String, Tensor> gradients, double usual) {
        double u = DType.FLOAT64.unitRoundoff();
        Map<String, Double> steps = new LinkedHashMap<>();
        Map<String, Double> shortest = new LinkedHashMap<>();
        f.parameters().keySet().forEach(name -> steps.put(name, usual));
        double atPoint = RoundingNoise.scale(f, steps);
        try (CentralDifference difference = new CentralDifference(f::value)) {
            f.parameters().forEach((name, parameter) -> {
                Tensor gradient = gradients.get(name);
                double[] analytic = gradient != null && gradient.size() == parameter.size()
                        ? gradient.toDoubleArray()
                        : new double[parameter.size()];
                ErrorBound bound = new ErrorBound(u * atPoint, atPoint, largest(analytic));
                double[] needed = new StepChoice(difference, bound)
                        .forElements(
                                new StraightLine.OfElement(parameter), StepChoice.telling(analytic), analytic, usual);
                steps.put(name, needed[(needed.length - 1) / 2]); // each element may still take a better one
                shortest.put(name, needed[0]); // all elements are moved by it
            });
        }
        double scale = RoundingNoise.scale(f, shortest);
        double noise = RoundingNoise.ofValue(f, shortest);
        boolean isFloat32 = noise > RoundingNoise.FLOAT32 * scale;
        double least = u * scale;
        return new Measurement(steps, scale, noise, isFloat32 ? least : Math.max(noise, least));
    }

    /** The same of a function whose noise is none of float32's: no more than float64's is explained. */
    Measurement asFloat64() {
        return isFloat32() ? new Measurement(steps, scale, deviation, deviation) : this;
    }

    /** Whether the function's values carry the noise of 24 bits. */
    boolean isFloat32() {
        return noise > RoundingNoise.FLOAT32 * scale;
    }

    /**
     * The bound of comparisons with this analytic gradient.
     *
     * @param cancelled what rounding leaves of it where its terms cancel, else 0
     */
    ErrorBound bound(double[] analytic, double cancelled) {
        return new ErrorBound(deviation, scale, largest(analytic), cancelled);
    }

    private static double largest(double[] gradient) {
        return Arrays.stream(gradient)
                .map(Math::abs)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }
}
