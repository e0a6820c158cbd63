package gradj.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradj.spi.BinaryOp;
import gradj.spi.DType;
import gradj.spi.UnaryOp;
import gradj.tensor.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.opentest4j.AssertionFailedError;

/** Points beside the ends of every function's range, and all over it: each power of two, what lies close to 0, 1 and a limit. */
final class RangeEnds {
    private final Subject subject;
    private final SeededRandom random = new SeededRandom(16);

    RangeEnds(Subject subject) {
        this.subject = subject;
    }

    private boolean isFloat() {
        return subject.dtype() == DType.FLOAT32;
    }

    /** The largest number whose exponential is finite: 88.72 or 709.78. */
    private double largestExponent() {
        return isFloat() ? 0x1.62e42ep6 : 0x1.62e42fefa39efp9;
    }

    /** The smallest number whose exponential is not subnormal. */
    private double smallestExponent() {
        return isFloat() ? -0x1.5d589ep6 : -0x1.6232bdd7abcd2p9;
    }

    private double next(double x) {
        return isFloat() ? Math.nextUp((float) x) : Math.nextUp(x);
    }

    private double previous(double x) {
        return isFloat() ? Math.nextDown((float) x) : Math.nextDown(x);
    }

    /** Every unary operation, from the smallest normal number to the largest. */
    void unary() {
        for (UnaryOp op : UnaryOp.values()) {
            double[] points = spread(points(op));
            assertEach(subject, op.toString(), new Calls(subject.dtype(), 1).unary(op, points), mayFlush(op));
        }
    }

    /** tanh close to 0, where the digits of exponentials cancel; around 1; up to where it is 1; far beyond. */
    void tanh() {
        List<Double> points = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            points.add(round(2 * random.nextDouble()));
            points.add(round(2 + 23 * random.nextDouble()));
        }
        double[] slopes = points.stream().mapToDouble(Double::doubleValue).toArray();
        double[] all = DoubleStream.concat(DoubleStream.of(magnitudes()), DoubleStream.of(slopes))
                .toArray();
        assertEach(subject, "tanh", OptionalCalls.tanh(spread(signed(all))), true);
    }

    /** Square roots, from the smallest normal number to the largest. */
    void sqrt() {
        assertEach(subject, "sqrt", OptionalCalls.sqrt(spread(magnitudes())), false);
    }

    /** Whether a result that is subnormal may be 0. */
    static boolean mayFlush(UnaryOp op) {
        return op != UnaryOp.NEGATE && op != UnaryOp.RELU;
    }

    /** The call is right element by element, in words that name its numbers: {@code EXP of 88.5}. */
    static void assertEach(Subject subject, String op, BackendCall call, boolean mayFlush) {
        double[] expected = subject.overflown(call.expected())[0];
        double[] bounds = call.bound().of(call, new double[][] {expected}, subject.u())[0];
        double[] actual = Outcome.of(subject, call).outputs()[0];
        assertEquals(expected.length, actual.length, subject + ": " + call + ": number of elements");
        double normal = subject.smallestNormal() * (1 + 8 * subject.u()); // a result beside it may be rounded to below
        for (int i = 0; i < actual.length; i++) {
            boolean flushed = mayFlush && actual[i] == 0 && Math.abs(expected[i]) < normal;
            if (!flushed && !Close.isClose(expected[i], bounds[i], actual[i])) {
                int at = i;
                String operands = Arrays.stream(call.inputs())
                        .map(input -> String.valueOf(input[at]))
                        .collect(Collectors.joining(" and "));
                throw new AssertionFailedError(subject + ": " + op + " of " + operands + ": "
                        + Close.difference(i, expected[i], bounds[i], actual[i]));
            }
        }
    }

    /** The points again and again, so that each of them stands at every place of a vector, and in what is left over. */
    static double[] spread(double... points) {
        double[] spread = new double[Math.max(points.length, 300) + 3 - points.length % 2];
        for (int i = 0; i < spread.length; i++) {
            spread[i] = points[i % points.length];
        }
        return spread;
    }

    private double[] points(UnaryOp op) {
        return switch (op) {
            case NEGATE, RELU, SQUARE, RECIPROCAL -> signed(magnitudes());
            case LOG ->
                DoubleStream.concat(DoubleStream.of(magnitudes()), besideOne()).toArray();
            case EXP -> exponents(largestExponent());
            case SIGMOID -> exponents(-smallestExponent());
        };
    }

    /** From the lowest exponent of interest to the highest: all over, beside the ends, and close to 0. */
    private double[] exponents(double most) {
        double least = smallestExponent();
        List<Double> points =
                new ArrayList<>(List.of(least, next(least), previous(least), most, next(most), previous(most)));
        for (int i = 0; i < 1000; i++) {
            points.add(round(least + (most - least) * random.nextDouble()));
        }
        for (int i = 1; i <= 100; i++) {
            points.add(round(most - i * 0.01));
            points.add(round(most + i * 0.1));
            points.add(round(least + i * 0.01));
            points.add(round(least - i));
        }
        for (double near : nearZero()) {
            points.add(near);
            points.add(-near);
        }
        return points.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** 2^-1 to the smallest normal number, and some numbers up to a thousandth. */
    private double[] nearZero() {
        List<Double> points = new ArrayList<>();
        for (double power = 0.5; power >= subject.smallestNormal(); power /= 2) {
            points.add(power);
        }
        for (int i = 0; i < 100; i++) {
            points.add(round(1e-3 * random.nextDouble()));
        }
        return points.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** 1 + 2^-i and 1 - 2^-i, and within a thousandth: where a logarithm loses its digits. */
    private DoubleStream besideOne() {
        List<Double> points = new ArrayList<>(List.of(1.0, next(1), previous(1)));
        for (double power = 0.5; power >= subject.u(); power /= 2) {
            points.add(round(1 + power));
            points.add(round(1 - power));
        }
        for (int i = 0; i < 200; i++) {
            points.add(round(1 + 2e-3 * (random.nextDouble() - 0.5)));
        }
        return points.stream().mapToDouble(Double::doubleValue);
    }

    /** Of each power of two from the smallest normal number to the largest: itself, its neighbours, one in between. */
    private double[] magnitudes() {
        List<Double> points = new ArrayList<>();
        double last = subject.largest() / 2;
        for (double power = subject.smallestNormal(); power <= last; power *= 2) {
            points.add(power);
            points.add(next(power));
            points.add(round(power * (1 + random.nextDouble())));
            if (power > subject.smallestNormal()) {
                points.add(previous(power));
            }
        }
        points.add(subject.largest());
        points.add(previous(subject.largest()));
        return points.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[] signed(double... magnitudes) {
        return DoubleStream.of(magnitudes).flatMap(x -> DoubleStream.of(x, -x)).toArray();
    }

    private double round(double value) {
        return isFloat() ? (float) value : value;
    }

    // -------------------------------------------------------------------------------------------------------- binary

    /** Every two of some numbers, tiny and huge ones among them: sums that cancel, results beside both ends. */
    void binary() {
        double tiny = subject.smallestNormal();
        double root = Math.sqrt(subject.largest());
        double[] points = signed(
                tiny,
                next(tiny),
                4 * tiny,
                round(1 / root),
                0.25,
                round(1.0 / 3),
                previous(1),
                1,
                next(1),
                1.5,
                3,
                round(root),
                previous(round(root)),
                1 / tiny,
                subject.largest() / 2,
                previous(subject.largest()),
                subject.largest());
        for (BinaryOp op : BinaryOp.values()) {
            assertEach(subject, op.toString(), pairs(op, points, points), false);
        }
    }

    /** op of each number with each, neither repeated. */
    static BackendCall pairs(BinaryOp op, double[] a, double[] b) {
        int size = a.length * b.length;
        double[] left = new double[size];
        double[] right = new double[size];
        for (int i = 0; i < size; i++) {
            left[i] = a[i / b.length];
            right[i] = b[i % b.length];
        }
        return Calls.binary(op, 1, size, 1, left, right);
    }
}
