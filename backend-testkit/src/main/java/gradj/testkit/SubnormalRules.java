package gradj.testkit;

import static gradj.testkit.Close.assertSameBits;

import gradj.spi.BinaryOp;
import gradj.spi.Reduction;
import gradj.spi.UnaryOp;
import java.util.Arrays;
import java.util.List;

/** Subnormal numbers are moved to the bit and count in sums, products and functions as what they are. */
final class SubnormalRules {
    /** With a subnormal number and this one, a product is far from both ends again. */
    private static final double HUGE_FLOAT = 0x1p100;

    private static final double HUGE_DOUBLE = 0x1p1000;

    private final Subject subject;
    private final Calls numbers;
    private final double tiny;
    private final double huge;

    private SubnormalRules(Subject subject) {
        this.subject = subject;
        numbers = new Calls(subject.dtype(), 17);
        boolean isFloat = subject.smallest() == Float.MIN_VALUE;
        tiny = subject.smallestNormal();
        huge = isFloat ? HUGE_FLOAT : HUGE_DOUBLE;
    }

    static void countAsWhatTheyAre(Subject subject) {
        SubnormalRules rules = new SubnormalRules(subject);
        rules.areMoved();
        rules.haveTheirFunctions();
        rules.areAddedAndMultiplied();
        rules.countInSums();
    }

    /** So many subnormal numbers of either sign, the smallest and the largest among them. */
    private double[] subnormals(int size) {
        double[] values = numbers.values(size, -tiny, tiny);
        for (int i = 0; i < size; i += 7) {
            values[i] = i % 2 == 0 ? subject.smallest() : tiny - subject.smallest();
        }
        return values;
    }

    /** What takes numbers from one place to another, or chooses among them, takes every bit. */
    private void areMoved() {
        double[] x = subnormals(35);
        double[] other = subnormals(35);
        for (BackendCall call : List.of(
                Calls.transpose(5, 7, x),
                OptionalCalls.copy(x),
                OptionalCalls.gatherRows(7, new int[] {4, 0, 3, 3}, x),
                Calls.select(x, x, other), // a condition may be subnormal too
                Calls.select(other, other, new double[] {subject.smallest()}),
                OptionalCalls.reluBackward(x, other),
                OptionalCalls.clamp(-1, 1, x),
                numbers.unary(UnaryOp.NEGATE, x),
                Calls.reduction(Reduction.MAX, 5, 7, 1, x),
                Calls.reduction(Reduction.MAX, 1, 5, 7, x),
                Calls.reduction(Reduction.ARGMAX, 5, 7, 1, x),
                Calls.reduction(Reduction.ARGMAX, 1, 5, 7, x))) {
            assertSameBits(
                    call.expected()[0],
                    Outcome.of(subject, call).outputs()[0],
                    subject + ": " + call + ", subnormal numbers");
        }
    }

    private void haveTheirFunctions() {
        double[] x = subnormals(300);
        double[] positive =
                Arrays.stream(x).map(Math::abs).map(v -> v == 0 ? tiny : v).toArray();
        for (UnaryOp op : UnaryOp.values()) {
            BackendCall call = numbers.unary(op, op == UnaryOp.LOG ? positive : x);
            RangeEnds.assertEach(subject, op.toString(), call, RangeEnds.mayFlush(op));
        }
        RangeEnds.assertEach(subject, "tanh", OptionalCalls.tanh(x), true);
        RangeEnds.assertEach(subject, "sqrt", OptionalCalls.sqrt(positive), false);
    }

    /** Results that are subnormal, and results that are not. */
    private void areAddedAndMultiplied() {
        double[] x = subnormals(20);
        double[] others = {subject.smallest(), -tiny, tiny, 3 * tiny, 0.5, -1, 3, huge, subject.largest()};
        for (BinaryOp op : BinaryOp.values()) {
            for (BackendCall call : List.of(
                    RangeEnds.pairs(op, x, others), RangeEnds.pairs(op, others, x), RangeEnds.pairs(op, x, x))) {
                RangeEnds.assertEach(subject, op.toString(), call, false);
            }
            for (double other : others) {
                double[] one = {other};
                Close.assertRight(
                        subject, List.of(Calls.binary(op, 20, 1, 1, x, one), Calls.binary(op, 20, 1, 1, one, x)));
            }
        }
    }

    /** Sums of subnormal numbers, and products with a huge number, are as right as others. */
    private void countInSums() {
        Close.assertRight(
                subject,
                List.of(
                        Calls.reduction(Reduction.SUM, 5, 7, 3, subnormals(105)),
                        Calls.reduction(Reduction.SUM, 3, 35, 1, subnormals(105))));
        for (int form = 0; form < 4; form++) {
            Calls.Product product = new Calls.Product((form & 1) != 0, (form & 2) != 0, 9, 10, 11, 1, 0);
            double[] before = Calls.unwritten(90);
            Close.assertRight(
                    subject,
                    List.of(
                            product.of(subnormals(99), huge(110), before),
                            product.of(huge(99), subnormals(110), before)));
        }
        OptionalCalls optional = new OptionalCalls(subject.dtype(), 17, 9, 11, 10);
        Close.assertRight(
                subject,
                List.of(
                        optional.affine(subnormals(99), huge(110), subnormals(10)),
                        optional.affineRelu(huge(99), subnormals(110), subnormals(10)),
                        optional.affineBackward(subnormals(99), huge(90)),
                        optional.affineBackward(huge(99), subnormals(90)),
                        OptionalCalls.axpy(huge, subnormals(90), numbers.values(90)),
                        OptionalCalls.axpby(huge, -0.5, subnormals(90), numbers.values(90)),
                        OptionalCalls.sigmoidBackward(positive(90), huge(90))));
    }

    private double[] positive(int size) {
        return Arrays.stream(subnormals(size)).map(Math::abs).toArray();
    }

    private double[] huge(int size) {
        return numbers.values(size, huge / 2, huge);
    }
}
