package gradj.testkit;

import static gradj.testkit.Close.assertRight;
import static gradj.testkit.Close.assertSame;
import static gradj.testkit.Close.assertSameBits;
import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;

import gradj.spi.BinaryOp;
import gradj.spi.Reduction;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import gradj.spi.UnaryOp;
import gradj.tensor.SeededRandom;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.Arrays;
import java.util.List;

/** Products, reductions and element-wise operations: each gives what its definition says. */
final class RequiredRules {
    private RequiredRules() {}

    private static Calls calls(Subject subject) {
        return new Calls(subject.dtype(), 1);
    }

    // ---------------------------------------------------------------------------------------------------- products

    static void dot(Subject subject) {
        assertRight(subject, calls(subject).products(false, false, 1, 0));
    }

    static void dotTransposed(Subject subject) {
        assertRight(subject, calls(subject).products(true, false, 1, 0));
        assertRight(subject, calls(subject).products(false, true, 1, 0));
        assertRight(subject, calls(subject).products(true, true, 1, 0));
    }

    /** Small numbers written out first: 2 A B, and 2 A B - C / 2. */
    static void dotScalesAndAccumulates(Subject subject) {
        TensorBackend backend = subject.backend();
        Storage a = subject.storage(1, 2, 3, 4);
        Storage b = subject.storage(5, 6, 7, 8);
        Storage c = subject.storage(NaN, NaN, NaN, NaN);
        backend.dot(false, false, 2, 2, 2, 2, a, b, 0, c);
        assertSame(new double[] {38, 44, 86, 100}, subject.read(c), subject + ": dot 2x2, k = 2, alpha = 2");
        Storage d = subject.storage(10, 10, 10, 10);
        backend.dot(false, false, 2, 2, 2, 2, a, b, -0.5, d);
        assertSame(
                new double[] {33, 39, 81, 95}, subject.read(d), subject + ": dot 2x2, k = 2, alpha = 2, beta = -0.5");
        subject.release(a, b, c, d);
        assertRight(subject, calls(subject).products(false, false, 2, 0.25));
    }

    /** In each of the four forms; the book's size once, in {@link #dotScalesAndAccumulates}. */
    static void dotScalesAndAccumulatesTransposed(Subject subject) {
        Calls calls = calls(subject);
        for (double[] scale : new double[][] {{1, 1}, {-0.5, 0}, {-1, 0}, {2, 0.25}, {1, -1}, {0, 1}, {0, 0}}) {
            for (int form = 0; form < 4; form++) {
                assertRight(subject, Calls.small(calls.products((form & 1) != 0, (form & 2) != 0, scale[0], scale[1])));
            }
        }
    }

    static void betaZeroOverwrites(Subject subject) {
        for (double before : new double[] {NaN, POSITIVE_INFINITY, 7}) {
            for (BackendCall call : calls(subject).products(false, false, 1, 0)) {
                double[] held = new double[call.outputs()[0].length];
                Arrays.fill(held, before);
                double[] zeros = new double[held.length];
                double[][] expected =
                        Outcome.of(subject, call.withOutputs(zeros)).outputs();
                Outcome actual = Outcome.of(subject, call.withOutputs(held));
                assertSame(
                        expected[0],
                        actual.outputs()[0],
                        subject + ": " + call + ", beta = 0 on a C that held " + before);
            }
        }
    }

    /** No terms: C = beta C, and 0 with beta = 0. */
    static void noTerms(Subject subject) {
        for (int[] s : new int[][] {{1, 1}, {3, 4}, {70, 90}, {90, 70}}) {
            for (double beta : new double[] {0, 0.5, 1}) {
                for (int form = 0; form < 4; form++) {
                    boolean transposeA = (form & 1) != 0;
                    boolean transposeB = (form & 2) != 0;
                    assertRight(
                            subject, List.of(calls(subject).product(transposeA, transposeB, s[0], s[1], 0, 1, beta)));
                }
            }
        }
    }

    static void transpose(Subject subject) {
        assertRight(subject, calls(subject).transposes());
        double[] special = {-0.0, NaN, POSITIVE_INFINITY, NEGATIVE_INFINITY, 0, 1, subject.largest()};
        double[] x = new double[19 * 21];
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = special[i % special.length];
            y[i % 21 * 19 + i / 21] = x[i];
        }
        BackendCall call = Calls.transpose(19, 21, x);
        assertSameBits(
                y, Outcome.of(subject, call).outputs()[0], subject + ": " + call + ", zeros of either sign, NaN");
        for (int rows : new int[] {0, 1, 31, 32, 33, 70}) {
            for (int columns : new int[] {0, 1, 31, 32, 33, 65}) {
                assertRight(subject, List.of(calls(subject).transpose(rows, columns)));
            }
        }
    }

    // -------------------------------------------------------------------------------------------------- reductions

    static void sum(Subject subject) {
        assertRight(subject, calls(subject).reductions(Reduction.SUM));
        assertReducesIntegers(subject, Reduction.SUM);
    }

    static void max(Subject subject) {
        assertRight(subject, calls(subject).reductions(Reduction.MAX));
        assertReducesIntegers(subject, Reduction.MAX);
        double[] negative = calls(subject).values(90, -2, -1);
        assertRight(subject, List.of(Calls.reduction(Reduction.MAX, 2, 9, 5, negative)));
    }

    static void argmax(Subject subject) {
        assertRight(subject, calls(subject).reductions(Reduction.ARGMAX));
        Tensors tensors = subject.tensors();
        Tensor x = tensors.matrix(new double[][] {{2, 7, 7, 1}, {5, 5, 5, 5}, {-3, -2, -9, -2}});
        String what = subject + ": ARGMAX with ties, the first of equals counts, ";
        assertSame(new double[] {1, 0, 1}, x.argmax(1).toDoubleArray(), what + "along axis 1");
        assertSame(new double[] {1, 0, 0, 1}, x.argmax(0).toDoubleArray(), what + "along axis 0");
        Tensor zero = tensors.vector(-0.0, 1, 1).argmax(0);
        assertSame(new double[] {1}, zero.toDoubleArray(), what + "of -0, 1, 1");
        assertReducesIntegers(subject, Reduction.ARGMAX);
    }

    /** Integers from -4 to 4: ties abound, and their sums are exact in whatever order they are added. */
    private static void assertReducesIntegers(Subject subject, Reduction reduction) {
        SeededRandom random = new SeededRandom(11);
        for (int outer : new int[] {0, 1, 3}) {
            for (int n : new int[] {0, 1, 2, 7, 8, 9, 17, 100}) {
                for (int inner : new int[] {0, 1, 2, 16, 33}) {
                    if (n > 0 || reduction == Reduction.SUM) {
                        double[] x = new double[outer * n * inner];
                        Arrays.setAll(x, i -> random.nextInt(9) - 4);
                        BackendCall call = Calls.reduction(reduction, outer, n, inner, x);
                        assertSame(
                                reduce(reduction, outer, n, inner, x),
                                Outcome.of(subject, call).outputs()[0],
                                subject + ": " + call + ", integers");
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

    // ------------------------------------------------------------------------------------------ element by element

    static void unary(Subject subject) {
        for (UnaryOp op : UnaryOp.values()) {
            assertRight(subject, calls(subject).unary(op));
        }
        new RangeEnds(subject).unary();
    }

    static void binary(Subject subject) {
        for (BinaryOp op : BinaryOp.values()) {
            assertRight(subject, calls(subject).binary(op));
        }
        new RangeEnds(subject).binary();
    }

    /** Small numbers written out first, outer = n = inner = 2: 10 belongs to the middle index 0, 20 to 1. */
    static void broadcasts(Subject subject) {
        double[] counted = {1, 2, 3, 4, 5, 6, 7, 8};
        BackendCall call = Calls.binary(BinaryOp.ADD, 2, 2, 2, counted, new double[] {10, 20});
        assertSame(
                new double[] {11, 12, 23, 24, 15, 16, 27, 28},
                Outcome.of(subject, call).outputs()[0],
                subject + ": " + call);
        for (BinaryOp op : BinaryOp.values()) {
            assertRight(subject, calls(subject).broadcasts(op));
        }
    }

    static void select(Subject subject) {
        assertRight(subject, calls(subject).selects());
        double[] condition = {1, 0, -0.0, -1, POSITIVE_INFINITY, NEGATIVE_INFINITY, subject.u()};
        double[] a = {NaN, NaN, NaN, NaN, 1, 2, -0.0};
        double[] b = {-0.0, -0.0, 6, 7, NaN, 8, NaN};
        assertChosen(subject, condition, a, b, NaN, -0.0, 6, 7, 1, 8, -0.0);
        assertChosen(subject, condition, a, new double[] {9}, NaN, 9, 9, 9, 1, 9, -0.0);
    }

    static void selectWithNaNCondition(Subject subject) {
        assertChosen(subject, new double[] {NaN, 1, NaN}, new double[] {1, 2, 3}, new double[] {4, 5, 6}, 4, 2, 6);
        assertChosen(subject, new double[] {NaN, 1, NaN}, new double[] {1, 2, 3}, new double[] {7}, 7, 2, 7);
    }

    private static void assertChosen(Subject subject, double[] condition, double[] a, double[] b, double... expected) {
        BackendCall call = Calls.select(condition, a, b);
        assertSameBits(
                expected,
                Outcome.of(subject, call).outputs()[0],
                subject + ": " + call + ", condition " + Arrays.toString(condition));
    }
}
