package gradj.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.nn.Affine;
import gradj.nn.BrokenAffine;
import gradj.nn.BrokenAffine.Mistake;
import gradj.nn.Layer;
import gradj.nn.LayerFunction;
import gradj.nn.MasklessRelu;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.nn.Relu;
import gradj.nn.Sigmoid;
import gradj.nn.TwoLayerNet;
import gradj.op.MeanSquaredError;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class GradientCheckTest {
    private static final Tensors T = Target.FLOAT64;
    private static final Tensor X = T.gaussian(Shape.of(4, 4), 1, new SeededRandom(1));
    private static final Tensor LABELS = T.vector(0, 2, 1, 2);

    private static Affine affine(String number, int in, int out) {
        SeededRandom random = new SeededRandom(in * 31 + out);
        return new Affine(
                new Parameter("W" + number, T.gaussian(Shape.of(in, out), 0.7, random)),
                new Parameter("b" + number, T.gaussian(Shape.of(out), 0.7, random)));
    }

    private static Network net(Layer first, Layer second, Layer third) {
        return new Network(List.of(first, second, third));
    }

    static Stream<Arguments> healthy() {
        return Stream.of(
                Arguments.of(net(affine("1", 4, 4), new Relu(), affine("2", 4, 3)), 35),
                Arguments.of(net(affine("1", 4, 4), new Sigmoid(), affine("2", 4, 3)), 35),
                Arguments.of(net(new Sigmoid(), new Relu(), affine("1", 4, 3)), 15),
                Arguments.of(net(affine("1", 4, 7), affine("2", 7, 5), affine("3", 5, 3)), 93));
    }

    @ParameterizedTest
    @MethodSource("healthy")
    void passesWhatIsRight(Network net, int elements) {
        double[] before = net.parameters().get(0).value().toDoubleArray();
        GradientReport report = GradientCheck.everyElement().check(net.lossOf(X, LABELS));
        assertTrue(report.passed(), report::toString);
        report.assertPassed();
        assertEquals(
                elements,
                report.parameters().stream()
                        .mapToInt(p -> p.checked() + p.kinks())
                        .sum());
        for (ParameterReport parameter : report.parameters()) {
            assertTrue(parameter.meanAbsoluteDifference() < parameter.tolerance(), report::toString);
            assertTrue(parameter.largestRelativeError() < 1e-5, report::toString);
        }
        assertArrayEquals(before, net.parameters().get(0).value().toDoubleArray());
    }

    @Test
    void checksAFloat32NetInFloat64() {
        TwoLayerNet net = new TwoLayerNet(Target.FLOAT32, 4, 5, 3, 0.5, 2);
        Differentiable loss = net.lossOf(Target.FLOAT32.full(Shape.of(2, 4), 0.5), Target.FLOAT32.vector(0, 2));
        GradientReport report = GradientCheck.everyElement().check(loss);
        report.assertPassed();
        assertTrue(report.parameters().get(0).meanAbsoluteDifference() < 1e-9, report::toString);
    }

    /** The worst element, computed here from the two gradients, is the one the report names. */
    private static void assertFails(Network net, String culprit) {
        Differentiable loss = net.lossOf(X, LABELS);
        Map<String, Tensor> analytic = loss.gradient();
        Map<String, Tensor> numeric = NumericalGradient.of(loss);
        GradientReport report = GradientCheck.everyElement().check(loss);
        assertFalse(report.passed(), report::toString);
        ParameterReport broken = report.parameters().stream()
                .filter(p -> p.name().equals(culprit))
                .findFirst()
                .orElseThrow();
        assertFalse(broken.passed(), report::toString);
        double[] a = analytic.get(culprit).toDoubleArray();
        double[] n = numeric.get(culprit).toDoubleArray();
        int worst = 0;
        for (int i = 0; i < a.length; i++) {
            worst = Math.abs(a[i] - n[i]) > Math.abs(a[worst] - n[worst]) ? i : worst;
        }
        int columns = broken.shape().length(-1);
        String index =
                broken.shape().rank() == 1 ? "[" + worst + "]" : "[" + worst / columns + ", " + worst % columns + "]";
        assertEquals(culprit + index, broken.worstElement());
        assertEquals(a[worst], broken.worst().orElseThrow().analytic());
        assertEquals(n[worst], broken.worst().orElseThrow().numeric());
        AssertionError thrown = assertThrows(AssertionError.class, report::assertPassed);
        assertTrue(thrown.getMessage().contains(culprit + index + ": analytic "), thrown.getMessage());
        assertTrue(thrown.getMessage().contains(broken.failures() + " WRONG"), thrown.getMessage());
    }

    @ParameterizedTest
    @EnumSource(Mistake.class)
    void failsWhatIsWrongAndNamesTheWorstElement(Mistake mistake) {
        Layer broken = new BrokenAffine(affine("2", 4, 4), mistake);
        Network net = new Network(List.of(affine("1", 4, 4), new Relu(), broken, affine("3", 4, 3)));
        String culprit = switch (mistake) {
            case WRONG_BIAS_AXIS -> "b2";
            case INPUT_GRADIENT_NOT_TRANSPOSED -> "W1";
            default -> "W2";
        };
        assertFails(net, culprit);
    }

    @Test
    void failsAForgottenMask() {
        assertFails(net(affine("1", 4, 4), new MasklessRelu(), affine("2", 4, 3)), "W1");
    }

    /** x = 1, W1 = 0.00005, b1 = 0: h = 0.0001 carries both elements across ReLU's kink, h / 100 none. */
    @Test
    void comparesNearerToAKink() {
        GradientReport report = GradientCheck.everyElement().check(besideAKink(5e-5, new Relu()));
        report.assertPassed();
        assertEquals(0, report.kinks());
        ParameterReport w = report.parameters().get(0);
        assertTrue(w.elements().get(0).step() < NumericalGradient.STEP, report::toString);
        assertTrue(w.tolerance() < 1e-8, report::toString);
        assertFalse(GradientCheck.everyElement()
                .check(besideAKink(-5e-5, new MasklessRelu()))
                .passed());
    }

    /** x = 1: the first of two units has the input w, the second 1. */
    private static Differentiable besideAKink(double w, Layer relu) {
        Affine first =
                new Affine(new Parameter("W1", T.matrix(new double[][] {{w, 1}})), new Parameter("b1", T.vector(0, 0)));
        Affine second = new Affine(
                new Parameter("W2", T.matrix(new double[][] {{1, -1}, {0.5, 2}})), new Parameter("b2", T.vector(0, 0)));
        return net(first, relu, second).lossOf(T.matrix(new double[][] {{1}}), T.vector(0));
    }

    /** A direction that crosses a kink is compared nearer, or another is taken: of many units some is always near 0. */
    @Test
    void directionsAvoidKinks() {
        Network net = net(affine("1", 4, 300), new Relu(), affine("2", 300, 3));
        Tensor x = T.gaussian(Shape.of(60, 4), 1, new SeededRandom(2));
        Tensor labels = T.vector(new double[60]);
        GradientCheck.directions(5, 1).check(net.lossOf(x, labels)).assertPassed();
    }

    /** The input of the first unit is 0: no step is small enough. */
    @Test
    void leavesKinksOutAndCountsThem() {
        Differentiable loss = besideAKink(0, new Relu());
        double slope = loss.gradient().get("W1").get(0, 0);
        double quotient = NumericalGradient.of(loss).get("W1").get(0, 0);
        assertTrue(Math.abs(slope - quotient) > 0.1, "the quotient is no derivative: " + slope + " " + quotient);

        GradientReport report = GradientCheck.everyElement().check(loss);
        assertTrue(report.passed(), report::toString);
        assertEquals(2, report.kinks());
        assertEquals(
                List.of(1, 1, 0, 0),
                report.parameters().stream().map(ParameterReport::kinks).toList());
        assertEquals(
                List.of(1, 1, 4, 2),
                report.parameters().stream().map(ParameterReport::checked).toList());
        assertTrue(report.parameters().get(0).meanAbsoluteDifference() < 1e-9, report::toString);
    }

    /** A kink excuses the elements at it only: the others of the same net still fail. */
    @Test
    void aKinkDoesNotExcuseAMistake() {
        Affine first = new Affine(
                new Parameter("W1", T.matrix(new double[][] {{0, 1}})), new Parameter("b1", T.vector(0, -2)));
        Affine second = new Affine(
                new Parameter("W2", T.matrix(new double[][] {{1, -1}, {0.5, 2}})), new Parameter("b2", T.vector(0, 0)));
        Network net = net(first, new MasklessRelu(), second);
        GradientReport report =
                GradientCheck.everyElement().check(net.lossOf(T.matrix(new double[][] {{1}}), T.vector(0)));
        assertEquals(2, report.kinks());
        assertFalse(report.passed());
        assertEquals("W1[0, 1]", report.parameters().get(0).worstElement());
    }

    @Test
    void aSampleIsDrawnWithoutRepetitionAndBySeed() {
        Network net = net(affine("1", 4, 30), new Relu(), affine("2", 30, 3));
        Differentiable loss = net.lossOf(X, LABELS);
        GradientReport report = GradientCheck.sample(10, 7).check(loss);
        assertEquals(
                List.of(10, 10, 10, 3),
                report.parameters().stream().map(p -> p.checked() + p.kinks()).toList());
        assertEquals(report, GradientCheck.sample(10, 7).check(loss));
        GradientReport all = GradientCheck.sample(1000, 7).check(loss);
        assertEquals(GradientCheck.everyElement().check(loss), all);
        IllegalArgumentException thrown =
                assertThrowsExactly(IllegalArgumentException.class, () -> GradientCheck.sample(0, 1));
        assertEquals("sample: expected 1 element or more, got 0", thrown.getMessage());
    }

    /** f = w^2 + b with a gradient that is right for b and off by 1 at one element of w. */
    private static GradientReport report(double mistake) {
        Tensor w = T.vector(1, 2, 3);
        Tensor b = T.scalar(5);
        return GradientCheck.everyElement()
                .check(new Polynomial(() -> w.square().sum().plus(b).item())
                        .with("W", w, () -> w.times(2).plus(T.vector(0, mistake, 0)))
                        .with("b", b, () -> T.scalar(1)));
    }

    @Test
    void theReportIsATable() {
        String text = report(1).toString();
        String[] lines = text.lines().toArray(String[]::new);
        assertEquals("parameter shape       elements  mean |a - n|    largest rel.    at          kinks", lines[0]);
        assertTrue(
                lines[1].matches(
                        "W         \\[3]                3  3\\.333e-01       2\\.000e-01       \\[1]             0  1 WRONG"),
                text);
        assertTrue(lines[2].matches("b         \\[]                 1  .*0  ok"), text);
        assertTrue(
                lines[3].matches("W\\[1]: analytic 5\\.000000000e\\+00, numeric 4\\.000000000e\\+00, "
                        + "difference 1\\.0e\\+00, tolerance [0-9.]+e-(09|1.), h 1e-04"),
                text);
        assertEquals("  most likely: dW is wrong at W[1] only; the others are right", lines[4]);
        assertEquals(5, lines.length);
    }

    /** f's sum is about 19 and rounded to 2^-53 of that: 12 u 19 / (sqrt(2) h) is 1.8e-10. */
    @Test
    void theToleranceIsTheErrorOfACentralDifference() {
        assertTrue(report(0).passed());
        assertTrue(report(1e-11).passed());
        assertFalse(report(1e-8).passed());
        assertEquals(1e-4, report(0).step());
        assertTrue(report(0).tolerance() > 1e-10 && report(0).tolerance() < 1e-9, report(0)::toString);
    }

    @Test
    void notANumberFailsAndIsTheWorst() {
        GradientReport report = report(Double.NaN);
        assertFalse(report.passed());
        assertEquals(1, report.parameters().get(0).failures());
        assertEquals("W[1]", report.parameters().get(0).worstElement());
    }

    @Test
    void aGradientThatIsMissingIsRefused() {
        Tensor w = T.vector(1, 2, 3);
        Polynomial right = new Polynomial(() -> w.sum().item()).with("W", w, () -> T.vector(1, 1, 1));
        Differentiable function = new Differentiable() {
            @Override
            public Map<String, Tensor> parameters() {
                return right.parameters();
            }

            @Override
            public double value() {
                return right.value();
            }

            @Override
            public Map<String, Tensor> gradient() {
                return Map.of();
            }
        };
        IllegalArgumentException thrown = assertThrowsExactly(
                IllegalArgumentException.class,
                () -> GradientCheck.everyElement().check(function));
        assertEquals("gradient of W: expected a tensor, got none among []", thrown.getMessage());
    }

    @Test
    void theParametersAreTheSameAfterwards() {
        Tensor w = T.vector(0.1, 0.7, 0.3);
        GradientCheck.everyElement()
                .check(new Polynomial(() -> w.square().sum().item()).with("W", w, () -> w.times(2)));
        assertTrue(Arrays.equals(new double[] {0.1, 0.7, 0.3}, w.toDoubleArray()));
    }

    /** The errors are +d and -d: in a direction of equal sizes they would cancel every second time. */
    @Test
    void noDirectionMissesTwoSwappedElements() {
        Tensor w = T.vector(1, 2, 3, 4);
        Polynomial swapped = new Polynomial(() -> w.square().sum().item()).with("W", w, () -> T.vector(2, 6, 4, 8));
        for (long seed = 1; seed <= 200; seed++) {
            assertFalse(GradientCheck.directions(1, seed).check(swapped).passed(), "seed " + seed);
        }
    }

    @Test
    void anAnonymousLayerHasAName() {
        Layer negated = new Layer() {
            @Override
            public Tensor forward(Tensor x) {
                return x.negate();
            }

            @Override
            public Tensor backward(Tensor dout) {
                return dout;
            }

            @Override
            public Layer copy(DType dtype) {
                return this;
            }
        };
        GradientReport report = GradientCheck.everyElement()
                .check(net(affine("1", 4, 4), negated, affine("2", 4, 3)).lossOf(X, LABELS));
        String name = report.parts().keySet().iterator().next();
        assertTrue(name.matches("layer 2 \\(GradientCheckTest\\$[0-9]+\\)"), name);
    }

    @Test
    void aFloat32LayerSaysThatItWasCopied() {
        Tensors float32 = Target.FLOAT32;
        Affine layer = new Affine(
                new Parameter("W", float32.matrix(new double[][] {{1, 2}, {3, 4}})),
                new Parameter("b", float32.vector(1, 2)));
        GradientReport report =
                GradientCheck.everyElement().check(LayerFunction.of(layer, float32.matrix(new double[][] {{1, -1}})));
        assertTrue(report.passed(), report::toString);
        assertEquals(List.of("the layer and its input were copied from float32 to float64"), report.notes());
    }

    /** f is 1e15 and something: any gradient that the rounding hides would agree. */
    @Test
    void whatRoundingHidesHasNotPassed() {
        Tensor w = T.vector(0.3, -0.7, 1.1);
        Polynomial hidden = new Polynomial(() -> 1e15 + w.sigmoid().sum().item())
                .with("W", w, () -> w.sigmoid().times(-2));
        GradientReport report = GradientCheck.everyElement().check(hidden);
        assertEquals(ParameterReport.Outcome.NOT_CHECKED, report.parameter("W").outcome());
        assertTrue(report.toString().contains("W: the function's rounding ("), report::toString);
        assertTrue(report.toString().contains(") hides this gradient"), report::toString);
        Polynomial shown = new Polynomial(() -> 1e12 + w.square().sum().item()).with("W", w, () -> w.times(-2));
        assertEquals(
                ParameterReport.Outcome.WRONG,
                GradientCheck.everyElement().check(shown).parameter("W").outcome(),
                "a larger step shows it");
    }

    /** A wrong backward that is multiplied by 0 gives 0, too. */
    @Test
    void gradientsThatAreAllZeroProveNothing() {
        Tensor w = T.vector(0.3, -0.7, 1.1);
        Tensor b = T.vector(1);
        GradientReport report = GradientCheck.everyElement()
                .check(new Polynomial(() -> 1e12 + b.square().sum().item())
                        .with("W", w, () -> T.vector(0, 0, 0))
                        .with("b", b, () -> b.times(2)));
        assertEquals(ParameterReport.Outcome.NOT_CHECKED, report.parameter("W").outcome());
        assertTrue(report.parameter("W").isAllZero());
        assertFalse(report.passed());
        assertTrue(
                report.toString().contains("W: all gradients are 0 on both sides: nothing is proved"),
                report::toString);
    }

    /** At the point itself f is 0 or nearly, and so is its gradient: rounding is that of what is added up. */
    @Test
    void aMinimumAndTermsThatCancelAreNoMistake() {
        Tensor x = T.gaussian(Shape.of(6, 3), 1, new SeededRandom(1));
        Tensor w = T.of(Shape.of(3, 1), 0.3, -0.7, 1.1);
        Tensor t = x.dot(w);
        GradientReport minimum = GradientCheck.everyElement()
                .check(new Polynomial(() -> x.dot(w).minus(t).square().sum().item())
                        .with("W", w, () -> x.transposedDot(x.dot(w).minus(t)).times(2)));
        assertEquals(0, minimum.parameter("W").failures(), minimum::toString);
        assertTrue(minimum.parameter("W").isAllZero(), minimum::toString);
        double constant = w.times(1000).plus(12345).sum().item();
        GradientCheck.everyElement()
                .check(new Polynomial(() -> w.times(1000).plus(12345).sum().item() - constant)
                        .with("W", w, () -> T.full(w.shape(), 1000)))
                .assertPassed();
        for (double residual : new double[] {1e-6, 1e-3}) {
            GradientCheck.everyElement()
                    .check(new MeanSquaredError(), x, x.plus(residual))
                    .assertPassed();
        }
    }

    /** Along (1, 1, .., 1) the errors of the two terms are the same, and none is seen. */
    @Test
    void theRoundingOfTwoEqualTermsIsMeasured() {
        Tensor a = T.gaussian(Shape.of(3, 4), 1, new SeededRandom(1));
        BrokenOperation difference = new BrokenOperation(
                in -> in[0].times(0.1).plus(7).minus(in[1].times(0.1).plus(7)),
                (in, dout) -> new Tensor[] {dout.times(0.1), dout.times(-0.1)});
        GradientCheck.everyElement().check(difference, a, a).assertPassed();
    }

    /** The error of h^2 is 0 here, and Richardson's estimate must hold for that of h^4. */
    @Test
    void aFifthPowerAtZero() {
        Tensor w = T.vector(0, 1);
        GradientCheck.everyElement()
                .check(new Polynomial(() -> Math.pow(w.get(0), 5) + w.get(1))
                        .with("W", w, () -> T.vector(5 * Math.pow(w.get(0), 4), 1)))
                .assertPassed();
    }

    @Test
    void theElementNamedIsAWrongOne() {
        ElementReport right = new ElementReport(0, 1e9, 1e9 + 1, 2, ElementReport.Verdict.RIGHT);
        ElementReport wrong = new ElementReport(1, 1, 1.5, 1e-9, ElementReport.Verdict.WRONG);
        ParameterReport report = new ParameterReport("W", Shape.of(2), false, List.of(right, wrong), List.of());
        assertEquals("W[1]", report.worstElement());
    }
}
