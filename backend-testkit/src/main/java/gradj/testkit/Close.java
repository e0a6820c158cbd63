package gradj.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradj.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.opentest4j.AssertionFailedError;

/** Compares numbers element by element, each with a bound of its own, and says in words which one is off. */
final class Close {
    private Close() {}

    /** Every call gives what its definition says, within its bound. */
    static void assertRight(Subject subject, List<BackendCall> calls) {
        for (BackendCall call : calls) {
            double[][] expected = subject.overflown(call.expected());
            double[][] bounds = call.bound().of(call, expected, subject.u());
            double[][] actual = Outcome.of(subject, call).outputs();
            for (int i = 0; i < expected.length; i++) {
                assertClose(expected[i], bounds[i], actual[i], name(subject, call, i));
            }
        }
    }

    /** Backend, dtype, call and, where it has several, the output. */
    static String name(Subject subject, BackendCall call, int output) {
        return subject + ": " + call + (call.outputs().length > 1 ? ", output " + (output + 1) : "");
    }

    /** The same shape, and each element within its bound. */
    static void assertClose(Flat expected, double[] bounds, Tensor actual, String what) {
        assertEquals(expected.shape(), actual.shape(), what + ": shape");
        assertClose(expected.values(), bounds, actual.toDoubleArray(), what);
    }

    /** Each element within its bound; NaN and infinity must be met exactly. */
    static void assertClose(double[] expected, double[] bounds, double[] actual, String what) {
        assertEquals(expected.length, actual.length, what + ": number of elements");
        int wrong = 0;
        String first = "";
        for (int i = 0; i < expected.length; i++) {
            if (!isClose(expected[i], bounds[i], actual[i])) {
                if (wrong == 0) {
                    first = difference(i, expected[i], bounds[i], actual[i]);
                }
                wrong++;
            }
        }
        if (wrong > 0) {
            String others = wrong == 1 ? "" : " (" + wrong + " of " + expected.length + " elements are off)";
            throw new AssertionFailedError(what + ": " + first + others);
        }
    }

    /** Within the bound; NaN and infinity are met exactly, and 0 is 0 of either sign. */
    static boolean isClose(double expected, double bound, double actual) {
        if (Double.isNaN(expected)) {
            return Double.isNaN(actual);
        }
        return expected == actual || (Double.isFinite(expected) && Math.abs(expected - actual) <= bound);
    }

    /** As in {@code element 3 is 1.5, expected 2 exactly}. */
    static String difference(int i, double expected, double bound, double actual) {
        return "element " + i + " is " + actual + ", expected " + expected
                + (bound == 0 ? " exactly" : " within " + bound);
    }

    static void assertClose(double[] expected, double bound, double[] actual, String what) {
        double[] bounds = new double[expected.length];
        Arrays.fill(bounds, bound);
        assertClose(expected, bounds, actual, what);
    }

    /** The same numbers; NaN is one number, and so is 0 of either sign. */
    static void assertSame(double[] expected, double[] actual, String what) {
        assertClose(expected, 0, actual, what);
    }

    /** NaN may have any payload. */
    private static boolean sameBits(double expected, double actual) {
        return Double.doubleToRawLongBits(expected) == Double.doubleToRawLongBits(actual)
                || Double.compare(expected, actual) == 0;
    }

    /** The same bits: 0 and -0 differ. */
    static void assertSameBits(double[] expected, double[] actual, String what) {
        assertEquals(expected.length, actual.length, what + ": number of elements");
        for (int i = 0; i < expected.length; i++) {
            if (!sameBits(expected[i], actual[i])) {
                throw new AssertionFailedError(
                        what + ": element " + i + " is " + actual[i] + ", expected the same bits as " + expected[i]);
            }
        }
    }
}
