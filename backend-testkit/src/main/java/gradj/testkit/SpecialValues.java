package gradj.testkit;

import static gradj.testkit.Close.assertClose;
import static gradj.testkit.Close.assertSame;
import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.spi.BinaryOp;
import gradj.spi.Reduction;
import gradj.spi.UnaryOp;
import gradj.tensor.Fused;
import gradj.tensor.SeededRandom;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The ends of the number line: what each operation makes of NaN, infinity, zeros and huge numbers. */
final class SpecialValues {
    private SpecialValues() {}

    static void unary(Subject subject) {
        Tensor x = subject.tensors().vector(NaN, 1, POSITIVE_INFINITY, NEGATIVE_INFINITY);
        check(subject, "NEGATE", x.negate(), NaN, -1, NEGATIVE_INFINITY, POSITIVE_INFINITY);
        check(subject, "RECIPROCAL", x.reciprocal(), NaN, 1, 0, -0.0);
        check(subject, "SQUARE", x.square(), NaN, 1, POSITIVE_INFINITY, POSITIVE_INFINITY);
        check(subject, "RELU", x.relu(), NaN, 1, POSITIVE_INFINITY, 0);
        double[] exp = x.exp().toDoubleArray();
        exp[1] = 1; // e itself is another rule's matter
        assertSame(new double[] {NaN, 1, POSITIVE_INFINITY, 0}, exp, subject + ": EXP of NaN, 1, Infinity, -Infinity");
        double[] sigmoid = x.sigmoid().toDoubleArray();
        sigmoid[1] = 0.5;
        assertSame(new double[] {NaN, 0.5, 1, 0}, sigmoid, subject + ": SIGMOID of NaN, 1, Infinity, -Infinity");
        check(subject, "LOG", x.log(), NaN, 0, POSITIVE_INFINITY, NaN);
        for (UnaryOp op : UnaryOp.values()) {
            double[] points = RangeEnds.spread(NaN, 0.0, -0.0, 1000, -1000, POSITIVE_INFINITY, NEGATIVE_INFINITY);
            RangeEnds.assertEach(subject, op.toString(), new Calls(subject.dtype(), 4).unary(op, points), false);
        }
        negatesZeros(subject);
        Tensors tensors = subject.tensors();
        double[] poles = tensors.vector(0.0, -0.0).reciprocal().toDoubleArray();
        assertSame(new double[] {POSITIVE_INFINITY, NEGATIVE_INFINITY}, poles, subject + ": RECIPROCAL of 0 and -0");
    }

    /** 0 and -0 are two numbers: their reciprocals differ. */
    private static void negatesZeros(Subject subject) {
        double[] zeros = RangeEnds.spread(0.0, -0.0, 1.0);
        BackendCall call = new Calls(subject.dtype(), 4).unary(UnaryOp.NEGATE, zeros);
        double[] negated = Arrays.stream(zeros).map(zero -> -zero).toArray();
        Close.assertSameBits(negated, Outcome.of(subject, call).outputs()[0], subject + ": NEGATE of 0, -0 and 1");
    }

    private static void check(Subject subject, String what, Tensor y, double... expected) {
        assertSame(expected, y.toDoubleArray(), subject + ": " + what + " of NaN, 1, Infinity, -Infinity");
    }

    static void sigmoidFarFromZero(Subject subject) {
        double[] y = subject.tensors().vector(1000, -1000, 80, -80, 0).sigmoid().toDoubleArray();
        double[] expected = {1, 0, 1, Math.exp(-80), 0.5};
        double[] bounds = {0, 0, 0, 4 * subject.u() * Math.exp(-80), 0};
        assertClose(expected, bounds, y, subject + ": SIGMOID of 1000, -1000, 80, -80, 0");
    }

    static void binary(Subject subject) {
        double[] points = {NaN, 0, -0.0, 1, -2, POSITIVE_INFINITY, NEGATIVE_INFINITY}; // every result is exact
        int n = points.length;
        double[] a = new double[n * n];
        double[] b = new double[n * n];
        for (int i = 0; i < a.length; i++) {
            a[i] = points[i / n];
            b[i] = points[i % n];
        }
        for (BinaryOp op : BinaryOp.values()) {
            List<BackendCall> calls = new ArrayList<>(List.of(Calls.binary(op, 1, n * n, 1, a, b)));
            for (double scalar : points) {
                calls.add(Calls.binary(op, n, 1, n, a, new double[] {scalar}));
                calls.add(Calls.binary(op, n, 1, n, new double[] {scalar}, a));
            }
            Close.assertRight(subject, calls);
            for (BackendCall call : calls) {
                Close.assertSameBits(
                        call.expected()[0],
                        Outcome.of(subject, call).outputs()[0],
                        subject + ": " + call + ", zeros of either sign");
            }
        }
        Tensors tensors = subject.tensors();
        Tensor x = tensors.vector(NaN, 1);
        for (Tensor y : List.of(
                x.plus(1),
                x.times(0),
                tensors.vector(1, 1).minus(x),
                tensors.vector(1, 1).dividedBy(x))) {
            assertClose(
                    new double[] {NaN, 0},
                    new double[] {0, 2},
                    y.toDoubleArray(),
                    subject + ": NaN on one side of +, *, - or /");
        }
        assertSame(
                new double[] {NaN, NaN},
                tensors.vector(POSITIVE_INFINITY, NEGATIVE_INFINITY).times(0).toDoubleArray(),
                subject + ": Infinity * 0");
    }

    static void reductions(Subject subject) {
        Tensors tensors = subject.tensors();
        Tensor infinities = tensors.vector(POSITIVE_INFINITY, NEGATIVE_INFINITY);
        assertItem(NaN, tensors.vector(NaN, 1).sum(), subject + ": SUM of NaN, 1");
        assertItem(NaN, infinities.sum(), subject + ": SUM of Infinity, -Infinity");
        assertItem(POSITIVE_INFINITY, infinities.max(0), subject + ": MAX of Infinity, -Infinity");
        Tensor low = tensors.vector(NEGATIVE_INFINITY, NEGATIVE_INFINITY);
        assertItem(NEGATIVE_INFINITY, low.max(0), subject + ": MAX of -Infinity, -Infinity");
        assertItem(0, low.argmax(0), subject + ": ARGMAX of -Infinity, -Infinity");
        assertItem(0, infinities.argmax(0), subject + ": ARGMAX of Infinity, -Infinity");
        double[] x = new double[40];
        x[33] = NaN;
        double[] columns = tensors.of(gradj.tensor.Shape.of(20, 2), x).sum(0).toDoubleArray();
        assertSame(new double[] {0, NaN}, columns, subject + ": SUM of columns, one NaN in the second");
        for (int place = 0; place < 37; place++) {
            sumsWithNaN(subject, 2, 37, 1, place);
            sumsWithNaN(subject, 2, 37, 5, place);
        }
    }

    /** One NaN at this place along the axis, in the last sum: that sum is NaN, the others are not. */
    private static void sumsWithNaN(Subject subject, int outer, int n, int inner, int place) {
        double[] x = new double[outer * n * inner];
        x[((outer - 1) * n + place) * inner + inner - 1] = NaN;
        double[] expected = new double[outer * inner];
        expected[expected.length - 1] = NaN;
        BackendCall call = Calls.reduction(Reduction.SUM, outer, n, inner, x);
        assertSame(expected, Outcome.of(subject, call).outputs()[0], subject + ": " + call + ", NaN at " + place);
    }

    private static void assertItem(double expected, Tensor y, String what) {
        assertSame(new double[] {expected}, y.toDoubleArray(), what);
    }

    /** 0 * Infinity and 0 * NaN are NaN: no term is skipped. */
    static void dot(Subject subject) {
        Tensors tensors = subject.tensors();
        assertItem(NaN, tensors.vector(NaN, 1).dot(tensors.vector(0, 0)), subject + ": dot of (NaN, 1) and (0, 0)");
        assertItem(
                POSITIVE_INFINITY,
                tensors.vector(1, POSITIVE_INFINITY).dot(tensors.vector(1, 2)),
                subject + ": dot of (1, Infinity) and (1, 2)");
        double[] special = {NaN, POSITIVE_INFINITY, NEGATIVE_INFINITY, 0, 0, 0};
        SeededRandom random = new SeededRandom(6);
        Calls calls = new Calls(subject.dtype(), 6);
        for (int form = 0; form < 4; form++) {
            for (BackendCall call : calls.products((form & 1) != 0, (form & 2) != 0, 1, 0)) {
                double[][] inputs =
                        Arrays.stream(call.inputs()).map(double[]::clone).toArray(double[][]::new);
                for (double[] operand : inputs) {
                    for (int i = 0; i < operand.length; i += 1 + random.nextInt(40)) {
                        operand[i] = special[random.nextInt(special.length)];
                    }
                }
                Close.assertRight(subject, List.of(call.withInputs(inputs)));
            }
        }
    }

    static void softmaxIsStable(Subject subject) {
        double[] y = Fused.softmax(subject.tensors().matrix(new double[][] {
                    {1010, 1000, 990}, {-1e30, 0, -1e30}, {1e30, 1e30, -1e30}, {NEGATIVE_INFINITY, 0, 0}
                }))
                .toDoubleArray();
        double sum = 1 + Math.exp(-10) + Math.exp(-20);
        double[] expected = {1 / sum, Math.exp(-10) / sum, Math.exp(-20) / sum, 0, 1, 0, 0.5, 0.5, 0, 0, 0.5, 0.5};
        double[] bounds = new double[expected.length];
        Arrays.fill(bounds, 8 * subject.u());
        bounds[3] = 0;
        bounds[9] = 0;
        assertClose(expected, bounds, y, subject + ": softmax of huge scores");
    }

    /** ln(e^-1000 / (1 + e^-1000)) computed step by step is ln 0; log-sum-exp gives the 1000. */
    static void crossEntropyIsFinite(Subject subject) {
        Tensors tensors = subject.tensors();
        Tensor x = tensors.matrix(new double[][] {{0, 1000}, {-1000, 0}});
        Tensor t = tensors.oneHot(2, 0, 0);
        assertTrue(Double.isInfinite(Math.log(Math.exp(-1000) / (1 + Math.exp(-1000)))));
        assertItem(
                1000, Fused.softmaxCrossEntropy(x, t).loss(), subject + ": softmaxCrossEntropy of scores 1000 apart");
        assertSame(
                new double[] {-0.5, 0.5, -0.5, 0.5},
                Fused.softmaxCrossEntropyBackward(
                                Fused.softmaxCrossEntropy(x, t).y(), t, tensors.scalar(1))
                        .toDoubleArray(),
                subject + ": softmaxCrossEntropyBackward of scores 1000 apart");
        Tensor ruledOut = tensors.matrix(new double[][] {{0, NEGATIVE_INFINITY, 0}});
        assertClose(
                new double[] {Math.log(2)},
                4 * subject.u(),
                Fused.softmaxCrossEntropy(ruledOut, tensors.oneHot(3, 2)).loss().toDoubleArray(),
                subject + ": softmaxCrossEntropy with a class ruled out by -Infinity, which costs nothing");
    }

    static void optional(Subject subject) {
        Tensors tensors = subject.tensors();
        assertSame(
                new double[] {NaN, NaN},
                Fused.softmax(tensors.vector(NaN, 1)).toDoubleArray(),
                subject + ": softmax of NaN, 1");
        assertSame(
                new double[] {0, 0, 0, NaN, POSITIVE_INFINITY},
                Fused.reluBackward(
                                tensors.vector(NaN, 0, -1, 1, 1), tensors.vector(1, NaN, NaN, NaN, POSITIVE_INFINITY))
                        .toDoubleArray(),
                subject + ": reluBackward of y = NaN, 0, -1, 1, 1 and dy = 1, NaN, NaN, NaN, Infinity");
        assertSame(
                new double[] {NaN, NaN, 0},
                Fused.sigmoidBackward(tensors.vector(NaN, 0.5, 1), tensors.vector(1, NaN, 1))
                        .toDoubleArray(),
                subject + ": sigmoidBackward of y = NaN, 0.5, 1 and dy = 1, NaN, 1");
        assertSame(
                new double[] {NaN, 0, 1, -1, 1, -1},
                tensors.vector(NaN, 0, 1000, -1000, POSITIVE_INFINITY, NEGATIVE_INFINITY)
                        .tanh()
                        .toDoubleArray(),
                subject + ": tanh of NaN, 0, 1000, -1000, Infinity, -Infinity");
        Tensor ones = tensors.matrix(new double[][] {{1, NaN}, {1, 1}});
        double[] y = Fused.affine(ones, tensors.matrix(new double[][] {{1}, {0}}), tensors.vector(2))
                .toDoubleArray();
        assertSame(new double[] {NaN, 3}, y, subject + ": affine of x with a NaN that meets a weight of 0");
        double[] relu = Fused.affineRelu(
                        tensors.matrix(new double[][] {{NaN}, {POSITIVE_INFINITY}, {NEGATIVE_INFINITY}}),
                        tensors.matrix(new double[][] {{1}}),
                        tensors.vector(2))
                .toDoubleArray();
        assertSame(
                new double[] {NaN, POSITIVE_INFINITY, 0},
                relu,
                subject + ": affineRelu of x = NaN, Infinity, -Infinity: NaN stays NaN, as in RELU");
        double[] db = Fused.affineBackward(ones, ones).db().toDoubleArray();
        assertSame(new double[] {2, NaN}, db, subject + ": affineBackward, db of dy with a NaN");
    }
}
