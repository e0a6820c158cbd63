package gradj.testkit;

import java.util.Arrays;

/** How far each element of a computed result may lie from the definition's, derived from the arithmetic. */
@FunctionalInterface
interface ErrorBound {
    /**
     * The bound of each element.
     *
     * @param inputs what the operation got
     * @param expected what the definition gives, in double
     * @param u the dtype's unit roundoff
     */
    double[] of(Flat[] inputs, Flat expected, double u);

    /** The same bits. */
    static ErrorBound exact() {
        return (inputs, expected, u) -> new double[expected.values().length];
    }

    /** So many units in the last place; 1 covers a correctly rounded result and the rounding of the definition's own. */
    static ErrorBound ulps(double count) {
        return (inputs, expected, u) -> expected.map(y -> 2 * count * u * Math.abs(y) + Double.MIN_VALUE)
                .values();
    }

    /** gamma_n = n u / (1 - n u), the classic bound of n roundings in a row. */
    static double gamma(double n, double u) {
        return n * u / (1 - n * u);
    }

    /** gamma_n times a magnitude, the sum of the absolute values that are added; the definition's own error comes on top. */
    static ErrorBound sum(int n, Magnitude magnitude) {
        return (inputs, expected, u) -> {
            double factor = gamma(n + 2.0, u) + gamma(n + 2.0, 0x1p-53);
            return Arrays.stream(magnitude.of(inputs).values())
                    .map(m -> factor * m)
                    .toArray();
        };
    }

    /** A definition applied to absolute values. */
    @FunctionalInterface
    interface Magnitude {
        Flat of(Flat... inputs);
    }
}
