package gradj.backend;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.spi.Reduction;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import gradj.tensor.Fused;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ends of the number line, ties, and the sizes 0 and 1, on every backend and dtype. */
class KernelsTest {
    static Stream<Tensors> targets() {
        return Target.all().stream();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void notANumberPassesThrough(Tensors tensors) {
        Tensor x = tensors.vector(NaN, 1);
        for (Tensor y : new Tensor[] {
            x.relu(),
            x.sigmoid(),
            x.exp(),
            x.log(),
            x.negate(),
            x.square(),
            x.reciprocal(),
            x.plus(1),
            x.times(0),
            tensors.vector(1, 1).minus(x),
            tensors.vector(1, 1).dividedBy(x)
        }) {
            assertEquals(NaN, y.get(0));
            assertTrue(Double.isFinite(y.get(1)));
        }
        assertEquals(NaN, x.sum().item());
        assertEquals(NaN, x.dot(tensors.vector(0, 0)).item());
        assertArrayEquals(new double[] {NaN, NaN}, Fused.softmax(x).toDoubleArray());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void infinityIsANumberLikeOthers(Tensors tensors) {
        Tensor x = tensors.vector(POSITIVE_INFINITY, NEGATIVE_INFINITY);
        assertArrayEquals(new double[] {POSITIVE_INFINITY, 0}, x.relu().toDoubleArray());
        assertArrayEquals(new double[] {1, 0}, x.sigmoid().toDoubleArray());
        assertArrayEquals(new double[] {POSITIVE_INFINITY, 0}, x.exp().toDoubleArray());
        assertArrayEquals(new double[] {0, -0.0}, x.reciprocal().toDoubleArray());
        assertArrayEquals(new double[] {NaN, NaN}, x.times(0).toDoubleArray());
        assertEquals(NaN, x.sum().item());
        assertEquals(POSITIVE_INFINITY, x.max(0).item());
        assertEquals(
                POSITIVE_INFINITY,
                tensors.vector(1, POSITIVE_INFINITY).dot(tensors.vector(1, 2)).item());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void sigmoidIsStableFarFromZero(Tensors tensors) {
        double[] y = tensors.vector(1000, -1000, 80, -80, 0).sigmoid().toDoubleArray();
        assertEquals(1, y[0]);
        assertEquals(0, y[1]);
        assertEquals(1, y[2]);
        assertEquals(Math.exp(-80), y[3], 4 * tensors.dtype().unitRoundoff() * Math.exp(-80));
        assertEquals(0.5, y[4]);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void softmaxIsStableForHugeScores(Tensors tensors) {
        double[] y = Fused.softmax(tensors.matrix(new double[][] {
                    {1010, 1000, 990}, {-1e30, 0, -1e30}, {1e30, 1e30, -1e30}, {NEGATIVE_INFINITY, 0, 0}
                }))
                .toDoubleArray();
        double bound = 8 * tensors.dtype().unitRoundoff();
        double sum = 1 + Math.exp(-10) + Math.exp(-20);
        double[] expected = {1 / sum, Math.exp(-10) / sum, Math.exp(-20) / sum, 0, 1, 0, 0.5, 0.5, 0, 0, 0.5, 0.5};
        assertArrayEquals(expected, y, bound);
        assertEquals(0, y[3]);
        assertEquals(0, y[9]);
    }

    /** ln(e^-1000 / (1 + e^-1000)) computed step by step is ln 0; log-sum-exp gives the 1000. */
    @ParameterizedTest
    @MethodSource("targets")
    void lossIsFiniteWhereTheNaiveOneIsInfinite(Tensors tensors) {
        Tensor x = tensors.matrix(new double[][] {{0, 1000}, {-1000, 0}});
        Tensor t = tensors.oneHot(2, 0, 0);
        assertEquals(POSITIVE_INFINITY, -Math.log(Math.exp(-1000) / (1 + Math.exp(-1000))));
        assertEquals(1000, Fused.softmaxCrossEntropy(x, t).loss().item());
        assertArrayEquals(
                new double[] {-0.5, 0.5, -0.5, 0.5},
                Fused.softmaxCrossEntropyBackward(
                                Fused.softmaxCrossEntropy(x, t).y(), t, tensors.scalar(1))
                        .toDoubleArray());
    }

    /** A class ruled out by a score of -Infinity costs nothing as long as it is not the right one. */
    @ParameterizedTest
    @MethodSource("targets")
    void aClassRuledOutByMinusInfinityCostsNothing(Tensors tensors) {
        Tensor x = tensors.matrix(new double[][] {{0, NEGATIVE_INFINITY, 0}});
        double loss = Fused.softmaxCrossEntropy(x, tensors.oneHot(3, 2)).loss().item();
        assertEquals(Math.log(2), loss, 4 * tensors.dtype().unitRoundoff());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void argmaxNamesTheFirstOfEquals(Tensors tensors) {
        Tensor x = tensors.matrix(new double[][] {{2, 7, 7, 1}, {5, 5, 5, 5}, {-3, -2, -9, -2}});
        assertArrayEquals(new double[] {1, 0, 1}, x.argmax(1).toDoubleArray());
        assertArrayEquals(new double[] {1, 0, 0, 1}, x.argmax(0).toDoubleArray());
        Tensor low = tensors.vector(NEGATIVE_INFINITY, NEGATIVE_INFINITY);
        assertEquals(0, low.argmax(0).item());
        assertEquals(NEGATIVE_INFINITY, low.max(0).item());
        assertEquals(1, tensors.vector(-0.0, 1, 1).argmax(0).item());
    }

    /** Sums of small integers are exact in whatever order they are added. */
    @ParameterizedTest
    @MethodSource("targets")
    void reducesEverySizeAndAxis(Tensors tensors) {
        TensorBackend backend = tensors.backend();
        SeededRandom random = new SeededRandom(11);
        for (int outer : new int[] {0, 1, 3}) {
            for (int n : new int[] {0, 1, 2, 7, 8, 9, 17, 100}) {
                for (int inner : new int[] {0, 1, 2, 16, 33}) {
                    double[] x = new double[outer * n * inner];
                    Arrays.setAll(x, i -> random.nextInt(9) - 4);
                    Storage storage = Cells.of(backend, tensors.dtype(), x);
                    for (Reduction reduction : Reduction.values()) {
                        if (n > 0 || reduction == Reduction.SUM) {
                            double[] nan = new double[outer * inner];
                            Arrays.fill(nan, NaN);
                            Storage y = Cells.of(backend, tensors.dtype(), nan);
                            backend.reduce(reduction, outer, n, inner, storage, y);
                            assertArrayEquals(
                                    reduce(reduction, outer, n, inner, x),
                                    Cells.read(backend, y),
                                    reduction + " " + outer + " x " + n + " x " + inner);
                        }
                    }
                }
            }
        }
    }

    private static double[] reduce(Reduction reduction, int outer, int n, int inner, double[] x) {
        double[] y = new double[outer * inner];
        for (int i = 0; i < y.length; i++) {
            int first = i / inner * n * inner + i % inner;
            int best = 0;
            double sum = 0;
            for (int p = 0; p < n; p++) {
                sum += x[first + p * inner];
                best = x[first + p * inner] > x[first + best * inner] ? p : best;
            }
            y[i] = reduction == Reduction.SUM ? sum : reduction == Reduction.MAX ? x[first + best * inner] : best;
        }
        return y;
    }

    @ParameterizedTest
    @MethodSource("targets")
    void transposesEverySize(Tensors tensors) {
        for (int rows : new int[] {0, 1, 31, 32, 33, 70}) {
            for (int columns : new int[] {0, 1, 31, 32, 33, 65}) {
                double[] x = new double[rows * columns];
                Arrays.setAll(x, i -> i);
                double[] y = tensors.of(Shape.of(rows, columns), x).transpose().toDoubleArray();
                for (int i = 0; i < x.length; i++) {
                    assertEquals(x[i], y[i % columns * rows + i / columns], rows + " x " + columns);
                }
            }
        }
    }

    /** The BLAS contract: with beta = 0, C is overwritten whatever it held. */
    @ParameterizedTest
    @MethodSource("targets")
    void dotScalesAndAccumulates(Tensors tensors) {
        TensorBackend backend = tensors.backend();
        Storage a = Cells.of(backend, tensors.dtype(), 1, 2, 3, 4);
        Storage b = Cells.of(backend, tensors.dtype(), 5, 6, 7, 8);
        for (boolean transposeA : new boolean[] {false, true}) {
            for (boolean transposeB : new boolean[] {false, true}) {
                double[] left = transposeA ? new double[] {1, 3, 2, 4} : new double[] {1, 2, 3, 4};
                double[] right = transposeB ? new double[] {5, 7, 6, 8} : new double[] {5, 6, 7, 8};
                double[] expected = new double[4];
                double[] added = new double[4];
                for (int i = 0; i < 4; i++) {
                    expected[i] = 2 * (left[i / 2 * 2] * right[i % 2] + left[i / 2 * 2 + 1] * right[i % 2 + 2]);
                    added[i] = expected[i] - 0.5 * 10;
                }
                Storage c = Cells.of(backend, tensors.dtype(), NaN, NaN, NaN, NaN);
                backend.dot(transposeA, transposeB, 2, 2, 2, 2, a, b, 0, c);
                assertArrayEquals(expected, Cells.read(backend, c), transposeA + " " + transposeB);
                Storage d = Cells.of(backend, tensors.dtype(), 10, 10, 10, 10);
                backend.dot(transposeA, transposeB, 2, 2, 2, 2, a, b, -0.5, d);
                assertArrayEquals(added, Cells.read(backend, d), transposeA + " " + transposeB);
            }
        }
    }
}
