package gradj.testkit;

import static gradj.testkit.Close.assertClose;
import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import java.util.Arrays;
import java.util.List;

/** The optional operations against the compositions that they replace. */
final class OptionalRules {
    private static final int SEEDS = 200;

    private OptionalRules() {}

    /** Both answers lie within the bound of the exact one, so twice the bound from each other. */
    static void equalTheirDefaults(Subject subject) {
        Subject composed = new Subject(new RequiredOnly(subject.backend()), subject.dtype());
        for (long seed = 0; seed < SEEDS; seed++) {
            for (BackendCall call : OptionalCalls.random(subject.dtype(), seed)) {
                double[][] expected = Outcome.of(composed, call).outputs();
                double[][] bounds = call.bound().of(call, call.expected(), subject.u());
                double[][] actual = Outcome.of(subject, call).outputs();
                for (int i = 0; i < expected.length; i++) {
                    double[] twice =
                            Arrays.stream(bounds[i]).map(bound -> 2 * bound).toArray();
                    assertClose(
                            expected[i],
                            twice,
                            actual[i],
                            Close.name(subject, call, i) + " against its default composition");
                }
            }
        }
    }

    static void areRight(Subject subject) {
        Close.assertRight(subject, OptionalCalls.all(subject.dtype()));
        new RangeEnds(subject).tanh();
    }

    /** Ranges with offsets in larger storages; rows in any order, repeated, none; special values. */
    static void copyAndGatherMoveExactly(Subject subject) {
        TensorBackend b = subject.backend();
        double[] x = {Double.NaN, -0.0, Double.POSITIVE_INFINITY, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        for (int[] range : new int[][] {{0, 0, 12}, {3, 5, 4}, {11, 0, 1}, {0, 11, 1}, {4, 7, 0}, {12, 12, 0}}) {
            Storage source = subject.storage(x);
            double[] before = new double[12];
            Arrays.setAll(before, i -> -i);
            Storage target = subject.storage(before);
            b.copy(source, range[0], target, range[1], range[2]);
            System.arraycopy(x, range[0], before, range[1], range[2]);
            String what = subject + ": copy from " + range[0] + " to " + range[1] + ", " + range[2] + " elements";
            Close.assertSameBits(before, subject.read(target), what);
            Close.assertSameBits(x, subject.read(source), what + ": the source");
            subject.release(source, target);
        }
        for (int[] rows : new int[][] {{}, {0}, {3}, {3, 2, 1, 0}, {1, 1, 1}, {0, 3, 0, 3, 2}}) {
            Storage source = subject.storage(x);
            Storage target = subject.storage(Calls.unwritten(3 * rows.length));
            double[] expected = new double[3 * rows.length];
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(x, 3 * rows[i], expected, 3 * i, 3);
            }
            b.gatherRows(3, rows, rows.length, source, target);
            String what = subject + ": gatherRows " + Arrays.toString(rows) + " of 4 rows of 3";
            Close.assertSameBits(expected, subject.read(target), what);
            subject.release(source, target);
        }
        int[] longerThanUsed = {2, 0, 3, 3};
        Storage source = subject.storage(x);
        Storage target = subject.storage(Calls.unwritten(6));
        b.gatherRows(3, longerThanUsed, 2, source, target);
        Close.assertSameBits(
                new double[] {4, 5, 6, x[0], x[1], x[2]},
                subject.read(target),
                subject + ": gatherRows of the first 2 numbers of " + Arrays.toString(longerThanUsed));
        subject.release(source, target);
    }

    /** All 256 of them, so that no approximate quotient passes; of an array of row numbers only the first are used. */
    static void greysAreDividedBy255(Subject subject) {
        byte[] greys = new byte[256];
        for (int grey = 0; grey < greys.length; grey++) {
            greys[grey] = (byte) grey;
        }
        int[] longerThanUsed = {3, 0, 1, 2, 2, 7};
        double[] expected = new double[5 * 64];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (64 * longerThanUsed[i / 64] + i % 64) / 255f;
        }
        Storage target = subject.storage(Calls.unwritten(expected.length));
        byte[] before = greys.clone();
        subject.backend().gatherGreys(64, longerThanUsed, 5, greys, target);
        String what = subject + ": gatherGreys of the first 5 numbers of " + Arrays.toString(longerThanUsed);
        Close.assertSameBits(expected, subject.read(target), what);
        assertArrayEquals(before, greys, what + ": the bytes");
        subject.release(target);
    }

    static void axpyAddsAlphaTimesX(Subject subject) {
        Calls numbers = new Calls(subject.dtype(), 3);
        for (int size : Calls.SIZES) {
            for (double alpha : new double[] {1, -1, 0, 0.5, -0.3, 1e-3, 1e4}) {
                Close.assertRight(subject, List.of(OptionalCalls.axpy(numbers, size, alpha)));
            }
        }
    }

    /** Every pair of factors; with beta = 0, what Y held does not matter, be it NaN or infinite. */
    static void axpbyScalesBoth(Subject subject) {
        Calls numbers = new Calls(subject.dtype(), 4);
        for (int size : Calls.SIZES) {
            for (double alpha : new double[] {1, -0.3, 0, 1e4}) {
                double[] x = numbers.values(size);
                for (double beta : new double[] {1, -1, 0.9, 1e-3}) {
                    Close.assertRight(subject, List.of(OptionalCalls.axpby(alpha, beta, x, numbers.values(size))));
                }
                for (double before : new double[] {NaN, POSITIVE_INFINITY, 7}) {
                    double[] y = new double[size];
                    Arrays.fill(y, before);
                    Close.assertRight(subject, List.of(OptionalCalls.axpby(alpha, 0, x, y)));
                }
            }
        }
    }

    /** From the smallest numbers to the largest; exact where the root is a number of the dtype. */
    static void sqrtIsRight(Subject subject) {
        new RangeEnds(subject).sqrt();
        double[] points =
                RangeEnds.spread(NaN, 0.0, -0.0, 1, 4, 9, 0.25, -1, -1e-30f, POSITIVE_INFINITY, NEGATIVE_INFINITY);
        RangeEnds.assertEach(subject, "sqrt", OptionalCalls.sqrt(points).exactly(), false);
    }

    static void clampKeepsWhatLiesBetween(Subject subject) {
        double tiny = subject.smallest();
        double[] points = RangeEnds.spread(
                NaN, 0.0, -0.0, tiny, -tiny, 0.5, -0.25, 0.25, 3, -3, POSITIVE_INFINITY, NEGATIVE_INFINITY);
        for (double[] limits : new double[][] {{-0.25, 0.5}, {0, 0.5}, {-3, 0}, {0.25, 0.25}, {-4, 4}}) {
            BackendCall call = OptionalCalls.clamp(limits[0], limits[1], points);
            RangeEnds.assertEach(subject, "clamp from " + limits[0] + " to " + limits[1], call, false);
        }
    }

    /** The first step, gradients of 0, factors of AdaGrad; NaN and infinity change their own element and no other. */
    static void stepsChangeStateAndParameter(Subject subject) {
        Calls numbers = new Calls(subject.dtype(), 5);
        double[] none = new double[33];
        double[] gradient = numbers.values(33);
        double[] parameter = numbers.values(33);
        double[] special = gradient.clone();
        special[3] = NaN;
        special[32] = NaN;
        special[17] = POSITIVE_INFINITY;
        for (double[] g : new double[][] {gradient, none, special}) {
            for (double[] v : new double[][] {none, numbers.values(33, 0, 1)}) {
                Close.assertRight(
                        subject,
                        List.of(
                                OptionalCalls.rmsStep(1, 1, 0.1, g, v, parameter),
                                OptionalCalls.rmsStep(0.99, 0.01, 0.1, g, v, parameter),
                                OptionalCalls.rmsStep(0, 1, 0, g, v, parameter),
                                OptionalCalls.adamStep(0.1, 1, g, none, v, parameter),
                                OptionalCalls.adamStep(0.1, 0.5, g, numbers.values(33), v, parameter)));
            }
        }
    }
}
