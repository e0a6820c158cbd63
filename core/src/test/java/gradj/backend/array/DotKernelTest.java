package gradj.backend.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The matrix products of the pure-Java backend against the definition, computed in double precision. */
class DotKernelTest {
    private static final int[] SIZES = {0, 1, 2, 3, 5, 7, 8, 13, 16, 17, 31, 33, 50, 64, 100, 127, 129};
    /** Shapes that take more than one block of columns, of terms and of rows, or two halves of the sums; the book's own. */
    private static final int[][] LARGE = {
        {5, 1030, 20},
        {1030, 5, 20},
        {9, 11, 1040},
        {1, 700, 60},
        {700, 1, 60},
        {530, 300, 14},
        {9, 530, 700},
        {33, 65, 601},
        {100, 50, 784},
        {3, 50, 784},
        {1, 50, 784},
        {1, 10, 1001},
        {1, 170, 41}
    };

    private static final float[][] SCALES = {{1, 0}, {1, 1}, {-0.5f, 0}, {2, 0.25f}, {0, 1}};
    private static final double FLOAT_UNIT = Math.ulp(1f) / 2;
    private static final double DOUBLE_UNIT = Math.ulp(1.0) / 2;

    private final Parallel one = new Parallel(1);

    /** One product with its operands in both precisions; the values are floats, so that both have the same operands. */
    private record Case(
            boolean transposeA, boolean transposeB, int m, int n, int k, double[] a, double[] b, double[] c) {
        static Case random(boolean transposeA, boolean transposeB, int m, int n, int k, Random random) {
            return new Case(
                    transposeA,
                    transposeB,
                    m,
                    n,
                    k,
                    values(m * k, random),
                    values(k * n, random),
                    values(m * n, random));
        }

        private static double[] values(int length, Random random) {
            return random.doubles(length, -1, 1).map(x -> (float) x).toArray();
        }

        double left(int i, int p) {
            return transposeA ? a[p * m + i] : a[i * k + p];
        }

        double right(int p, int j) {
            return transposeB ? b[j * k + p] : b[p * n + j];
        }

        float[] floats(float alpha, float beta, Parallel parallel) {
            float[] result = narrow(c);
            FloatDot.dot(transposeA, transposeB, m, n, k, alpha, narrow(a), narrow(b), beta, result, parallel);
            return result;
        }

        double[] doubles(double alpha, double beta, Parallel parallel) {
            double[] result = c.clone();
            DoubleDot.dot(transposeA, transposeB, m, n, k, alpha, a, b, beta, result, parallel);
            return result;
        }

        @Override
        public String toString() {
            return String.format("%dx%dx%d%s%s", m, n, k, transposeA ? " A^T" : "", transposeB ? " B^T" : "");
        }
    }

    private static float[] narrow(double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }

    private static double[] widen(float[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i];
        }
        return result;
    }

    /** The four transposed forms of some 75 shapes each, in a fixed random order of sizes, and of the large shapes. */
    private static List<Case> cases() {
        Random random = new Random(20);
        List<Case> cases = new ArrayList<>();
        for (int form = 0; form < 4; form++) {
            boolean transposeA = (form & 1) != 0;
            boolean transposeB = (form & 2) != 0;
            for (int i = 0; i < 75; i++) {
                cases.add(Case.random(transposeA, transposeB, size(random), size(random), size(random), random));
            }
            for (int[] s : LARGE) {
                cases.add(Case.random(transposeA, transposeB, s[0], s[1], s[2], random));
            }
        }
        return cases;
    }

    private static int size(Random random) {
        return SIZES[random.nextInt(SIZES.length)];
    }

    /** |computed - exact| <= gamma_(k+3) (|alpha| |A| |B| + |beta| |C|): k terms, two scalings, one more addition. */
    private static void assertWithinBound(Case x, double alpha, double beta, double unit, double[] computed) {
        double steps = (x.k + 3) * unit;
        double gamma = steps / (1 - steps);
        for (int i = 0; i < x.m; i++) {
            for (int j = 0; j < x.n; j++) {
                double exact = 0;
                double size = 0;
                for (int p = 0; p < x.k; p++) {
                    double term = alpha * x.left(i, p) * x.right(p, j);
                    exact += term;
                    size += Math.abs(term);
                }
                double before = beta == 0 ? 0 : beta * x.c[i * x.n + j];
                exact += before;
                size += Math.abs(before);
                // The sum to compare with is itself computed in double precision.
                double bound = gamma * size + (x.k + 3) * DOUBLE_UNIT * size;
                double error = Math.abs(computed[i * x.n + j] - exact);
                if (!(error <= bound)) {
                    throw new AssertionError(String.format(
                            "%s, alpha %s, beta %s, at [%d, %d]: expected %s, got %s, error %s, bound %s",
                            x, alpha, beta, i, j, exact, computed[i * x.n + j], error, bound));
                }
            }
        }
    }

    @Test
    void agreesWithTheDefinition() {
        int turn = 0;
        for (Case x : cases()) {
            float[] scale = SCALES[turn++ % SCALES.length];
            assertWithinBound(x, scale[0], scale[1], FLOAT_UNIT, widen(x.floats(scale[0], scale[1], one)));
            assertWithinBound(x, scale[0], scale[1], DOUBLE_UNIT, x.doubles(scale[0], scale[1], one));
        }
    }

    @Test
    void theNumberOfThreadsDoesNotChangeABit() {
        Parallel[] runners = {new Parallel(2), new Parallel(3), new Parallel(7)};
        int turn = 0;
        for (Case x : cases()) {
            float[] scale = SCALES[turn++ % SCALES.length];
            float[] floats = x.floats(scale[0], scale[1], one);
            double[] doubles = x.doubles(scale[0], scale[1], one);
            for (Parallel runner : runners) {
                String message = x + " on " + runner.threads() + " threads";
                assertTrue(Arrays.equals(floats, x.floats(scale[0], scale[1], runner)), message);
                assertTrue(Arrays.equals(doubles, x.doubles(scale[0], scale[1], runner)), message);
            }
        }
    }

    @Test
    void betaZeroOverwritesNaN() {
        for (Case x : cases()) {
            double[] clean = x.c.clone();
            Arrays.fill(x.c, 0);
            float[] floats = x.floats(1, 0, one);
            double[] doubles = x.doubles(1, 0, one);
            Arrays.fill(x.c, Double.NaN);
            assertArrayEquals(floats, x.floats(1, 0, one), x::toString);
            assertArrayEquals(doubles, x.doubles(1, 0, one), x::toString);
            System.arraycopy(clean, 0, x.c, 0, clean.length);
        }
    }

    @Test
    void noTermsLeaveBetaTimesC() {
        for (int[] shape : new int[][] {{3, 4, 0}, {70, 90, 0}, {90, 70, 0}}) {
            Case x = Case.random(false, true, shape[0], shape[1], shape[2], new Random(5));
            double[] half = Arrays.stream(x.c).map(c -> 0.5 * c).toArray();
            assertArrayEquals(half, x.doubles(1, 0.5, one), x::toString);
            assertArrayEquals(narrow(half), x.floats(1, 0.5f, one), x::toString);
            assertArrayEquals(new double[half.length], x.doubles(1, 0, one), x::toString);
            assertArrayEquals(new float[half.length], x.floats(1, 0, one), x::toString);
        }
    }

    @Test
    void infinityAndNaNSpreadAsInTheDefinition() {
        Random random = new Random(6);
        double[] special = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 0, 0};
        for (Case x : cases()) {
            for (double[] operand : new double[][] {x.a, x.b}) {
                for (int i = 0; i < operand.length; i += 1 + random.nextInt(40)) {
                    operand[i] = special[random.nextInt(special.length)];
                }
            }
            double[] doubles = x.doubles(1, 0, one);
            float[] floats = x.floats(1, 0, one);
            for (int i = 0; i < x.m; i++) {
                for (int j = 0; j < x.n; j++) {
                    double exact = 0;
                    for (int p = 0; p < x.k; p++) {
                        exact += x.left(i, p) * x.right(p, j);
                    }
                    int at = i * x.n + j;
                    int where = at;
                    if (Double.isFinite(exact)) {
                        assertEquals(exact, doubles[at], 1e-12 * (x.k + 1), () -> x + " at " + where);
                        assertEquals(exact, floats[at], 1e-5 * (x.k + 1), () -> x + " at " + where);
                    } else {
                        assertEquals(exact, doubles[at], () -> x + " at " + where);
                        assertEquals(exact, (double) floats[at], () -> x + " at " + where);
                    }
                }
            }
        }
    }

    @Test
    void concurrentCallersDoNotDisturbEachOther() throws ExecutionException, InterruptedException {
        Parallel shared = new Parallel(3);
        List<Case> cases = cases();
        List<float[]> floats = new ArrayList<>();
        List<double[]> doubles = new ArrayList<>();
        for (Case x : cases) {
            floats.add(x.floats(1, 1, one));
            doubles.add(x.doubles(1, 1, one));
        }
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> results = new ArrayList<>();
            for (int caller = 0; caller < 8; caller++) {
                int first = 41 * caller;
                results.add(callers.submit(() -> {
                    for (int i = 0; i < cases.size(); i++) {
                        int at = (first + i) % cases.size();
                        Case x = cases.get(at);
                        assertTrue(Arrays.equals(floats.get(at), x.floats(1, 1, shared)), x::toString);
                        assertTrue(Arrays.equals(doubles.get(at), x.doubles(1, 1, shared)), x::toString);
                    }
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        } finally {
            callers.shutdownNow();
        }
    }
}
