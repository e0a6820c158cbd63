package gradj.nn;

import gradj.tensor.SeededRandom;
import java.util.function.DoubleSupplier;

/**
 * The numbers that the weights of an affine layer begin with. Too small, and the signals die on their way; too large, and
 * they saturate; what is right depends on the activation. Book section 6.2.
 */
@FunctionalInterface
public interface FirstWeights {
    /** The elements of W [in, out], row by row. */
    double[] draw(int in, int out, SeededRandom random);

    /**
     * Gaussian noise, as the book's two-layer net begins with 0.01.
     *
     * @throws IllegalArgumentException if the standard deviation is negative or not finite
     */
    static FirstWeights gaussian(double standardDeviation) {
        if (!(standardDeviation >= 0 && standardDeviation < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "standard deviation: expected a finite number, 0 or above, got " + standardDeviation);
        }
        return (in, out, random) -> filled(in, out, () -> standardDeviation * random.nextGaussian());
    }

    /** Gaussian with variance 2 / in: for ReLU, which stops half of the signal. He et al. 2015. */
    static FirstWeights he() {
        return (in, out, random) -> gaussian(Math.sqrt(2.0 / in)).draw(in, out, random);
    }

    /** Even between -a and a with a = sqrt(6 / in), of the same variance as {@link #he}. */
    static FirstWeights heUniform() {
        return (in, out, random) -> even(Math.sqrt(6.0 / in), in, out, random);
    }

    /** Gaussian with variance 2 / (in + out): for tanh and the sigmoid. Glorot and Bengio 2010. */
    static FirstWeights xavier() {
        return (in, out, random) -> gaussian(Math.sqrt(2.0 / (in + out))).draw(in, out, random);
    }

    /** Even between -a and a with a = sqrt(6 / (in + out)), of the same variance as {@link #xavier}. */
    static FirstWeights xavierUniform() {
        return (in, out, random) -> even(Math.sqrt(6.0 / (in + out)), in, out, random);
    }

    /** All 0: every unit of a layer then learns the same, which is what this is to show. */
    static FirstWeights zero() {
        return (in, out, random) -> new double[in * out];
    }

    private static double[] even(double most, int in, int out, SeededRandom random) {
        return filled(in, out, () -> most * (2 * random.nextDouble() - 1));
    }

    private static double[] filled(int in, int out, DoubleSupplier next) {
        double[] weights = new double[Math.multiplyExact(in, out)];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = next.getAsDouble();
        }
        return weights;
    }
}
