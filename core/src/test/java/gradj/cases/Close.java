package gradj.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import gradj.tensor.Tensor;
import java.util.Arrays;

/** Compares numbers element by element, each with a bound of its own. */
public final class Close {
    private Close() {}

    /** Each element within its bound; NaN and infinity must be met exactly. */
    public static void assertClose(Flat expected, double[] bounds, Tensor actual, String what) {
        assertEquals(expected.shape(), actual.shape(), what + ": shape");
        assertClose(expected.values(), bounds, actual.toDoubleArray(), what);
    }

    public static void assertClose(double[] expected, double[] bounds, double[] actual, String what) {
        assertEquals(expected.length, actual.length, what + ": number of elements");
        for (int i = 0; i < expected.length; i++) {
            boolean same = Double.compare(expected[i], actual[i]) == 0 || expected[i] == actual[i];
            boolean close = Double.isFinite(expected[i]) && Math.abs(expected[i] - actual[i]) <= bounds[i];
            if (!same && !close) {
                fail(what + ": element " + i + " is " + actual[i] + ", expected " + expected[i] + " within "
                        + bounds[i]);
            }
        }
    }

    public static void assertClose(double[] expected, double bound, double[] actual, String what) {
        double[] bounds = new double[expected.length];
        Arrays.fill(bounds, bound);
        assertClose(expected, bounds, actual, what);
    }

    /** A bound for each element: so many units in its last place. */
    public static double[] ulps(double[] values, double count, double u) {
        return Arrays.stream(values)
                .map(value -> 2 * count * u * Math.abs(value) + Double.MIN_VALUE)
                .toArray();
    }
}
