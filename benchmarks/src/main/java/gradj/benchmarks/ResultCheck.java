package gradj.benchmarks;

import java.util.Locale;

/**
 * Holds a result against what is right, once before it is timed: the time of a wrong result says nothing.
 *
 * @param what the operation, shape, backend and dtype, for the message
 */
record ResultCheck(String what) {
    /** A benchmark refuses to run. */
    static final class WrongResultException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        WrongResultException(String message) {
            super(message);
        }
    }

    /**
     * Compares element by element.
     *
     * @param magnitude of each element the sum of the absolute values that were added to make it
     * @param relative the largest difference that passes, as a part of the magnitude
     * @throws WrongResultException if an element lies farther off, or is no number
     */
    void require(double[] actual, double[] expected, double[] magnitude, double relative) {
        if (actual.length != expected.length) {
            throw new WrongResultException(
                    what + ": expected " + expected.length + " elements, got " + actual.length + "; not measured");
        }
        for (int i = 0; i < actual.length; i++) {
            double bound = relative * magnitude[i];
            if (!(Math.abs(actual[i] - expected[i]) <= bound)) { // NaN too
                throw new WrongResultException(String.format(
                        Locale.ROOT,
                        "%s is wrong: element %d is %.9g, expected %.9g within %.1e; not measured",
                        what,
                        i,
                        actual[i],
                        expected[i],
                        bound));
            }
        }
    }
}
