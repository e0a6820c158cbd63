package gradj.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.array.Parallel;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The kernels of the product at the edges of tiles, panels and blocks, against sums in double precision. Behind each
 * operand lie NaN: whatever a kernel reads there must not reach the result.
 */
class MatrixProductTest {
    @BeforeAll
    static void takeVectors() throws InterruptedException {
        CompiledKernels.await();
    }

    /** Elements behind the last one that a kernel may read: 256 bytes. */
    private static final int FLOAT_SLACK = 64;

    private static final int DOUBLE_SLACK = 32;

    record Product(boolean transposeA, boolean transposeB, int m, int n, int k, double alpha, double beta) {
        double[] random(int seed, int count) {
            double[] values = new double[count + FLOAT_SLACK];
            Random random = new Random(seed);
            for (int i = 0; i < count; i++) {
                values[i] = (float) (random.nextDouble() - 0.5);
            }
            Arrays.fill(values, count, count + FLOAT_SLACK, Double.NaN);
            return values;
        }

        double[] a() {
            return random(1, m * k);
        }

        double[] b() {
            return random(2, k * n);
        }

        double[] c() {
            double[] c = random(3, m * n);
            if (beta == 0) {
                Arrays.fill(c, Double.NaN); // overwritten, not multiplied by 0
            }
            return c;
        }

        /** The element [i, j], and a bound of what it may be off by: gamma_k |A||B| + 2 u |beta C|, u the unit roundoff. */
        double[] expected(double[] a, double[] b, double[] c, int i, int j, double unitRoundoff) {
            double sum = 0;
            double size = 0;
            for (int p = 0; p < k; p++) {
                double term = a[transposeA ? p * m + i : i * k + p] * b[transposeB ? j * k + p : p * n + j];
                sum += term;
                size += Math.abs(term);
            }
            double old = beta == 0 ? 0 : beta * c[i * n + j];
            return new double[] {
                alpha * sum + old, unitRoundoff * ((k + 4) * Math.abs(alpha) * size + 4 * Math.abs(old)) + 1e-300
            };
        }
    }

    static Stream<Product> products() {
        int[][] shapes = {
            {1, 1, 1},
            {1, 50, 784},
            {2, 17, 3},
            {3, 50, 784},
            {3, 129, 7},
            {5, 1, 300},
            {6, 16, 16},
            {7, 33, 31},
            {12, 64, 12},
            {13, 65, 11},
            {13, 127, 5},
            {2, 65, 5},
            {3, 33, 5},
            {12, 300, 9},
            {13, 128, 255},
            {13, 129, 256},
            {25, 131, 257},
            {50, 10, 100},
            {100, 50, 10},
            {11, 1023, 3},
            {13, 1025, 4},
            {24, 1057, 2},
            {14, 513, 129},
            {9, 40, 1024},
            {9, 40, 1025},
            {14, 140, 513},
            {784, 50, 100},
            {97, 101, 103},
            {31, 7, 0}
        };
        return Arrays.stream(shapes)
                .flatMap(s -> Stream.of(0, 1, 2, 3)
                        .map(t -> new Product(
                                (t & 1) != 0, (t & 2) != 0, s[0], s[1], s[2], t == 1 ? -0.5 : 1, t % 3 == 0 ? 0 : 2)));
    }

    @ParameterizedTest
    @MethodSource("products")
    void isTheSumOfItsTermsInDoublePrecision(Product p) {
        double[] before = p.c();
        double[] a = cut(p.a());
        double[] b = cut(p.b());
        double[] c = cut(before);
        DoubleVectorDot.dot(p.transposeA, p.transposeB, p.m, p.n, p.k, p.alpha, a, b, p.beta, c, new Parallel(1));
        assertProduct(p, before, c, 0x1p-53);
    }

    @ParameterizedTest
    @MethodSource("products")
    void isTheSumOfItsTermsInSinglePrecision(Product p) {
        double[] before = p.c();
        float[] c = single(p, before, 1);
        double[] wide = new double[c.length];
        for (int i = 0; i < c.length; i++) {
            wide[i] = c[i];
        }
        assertProduct(p, before, wide, 0x1p-24);
    }

    @ParameterizedTest
    @MethodSource("products")
    void hasTheSameBitsWithAnyNumberOfThreads(Product p) {
        float[] alone = single(p, p.c(), 1);
        for (int threads : new int[] {2, 3, 7, 12}) {
            assertArrayEquals(alone, single(p, p.c(), threads), threads + " threads");
        }
    }

    private static void assertProduct(Product p, double[] before, double[] c, double unitRoundoff) {
        double[] a = p.a();
        double[] b = p.b();
        for (int i = 0; i < p.m; i++) {
            for (int j = 0; j < p.n; j++) {
                double[] expected = p.expected(a, b, before, i, j, unitRoundoff);
                assertEquals(expected[0], c[i * p.n + j], expected[1], p + " at [" + i + ", " + j + "]");
            }
        }
        for (int i = p.m * p.n; i < c.length; i++) {
            assertTrue(Double.isNaN(c[i]), p + " wrote behind the end, at " + i);
        }
    }

    private static float[] single(Product p, double[] before, int threads) {
        float[] c = floats(before);
        FloatVectorDot.dot(
                p.transposeA,
                p.transposeB,
                p.m,
                p.n,
                p.k,
                (float) p.alpha,
                floats(p.a()),
                floats(p.b()),
                (float) p.beta,
                c,
                new Parallel(threads));
        return c;
    }

    /** With the slack of double arrays. */
    private static double[] cut(double[] values) {
        return Arrays.copyOf(values, values.length - FLOAT_SLACK + DOUBLE_SLACK);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
