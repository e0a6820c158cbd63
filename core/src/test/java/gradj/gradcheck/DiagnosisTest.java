package gradj.gradcheck;

import static gradj.gradcheck.BrokenOperation.affine;
import static gradj.gradcheck.BrokenOperation.right;
import static gradj.gradcheck.BrokenOperation.weights;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.gradcheck.Diagnosis.Pattern;
import gradj.op.Operation;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** For each diagnosis an operation that is broken in exactly that way, and what the report says of it. */
class DiagnosisTest {
    private static final Tensors T = Target.FLOAT64;
    private static final Tensor X = gaussian(1, 5, 4);
    private static final Tensor W = gaussian(2, 4, 3);
    private static final Tensor B = gaussian(3, 3);
    private static final Tensor SQUARE = gaussian(4, 4, 4);

    private static Tensor gaussian(long seed, int... lengths) {
        return T.gaussian(Shape.of(lengths), 1, new SeededRandom(seed));
    }

    /** A tensor with some elements changed; in plain arrays. */
    private static Tensor changed(Tensor tensor, UnaryOperator<double[]> change) {
        return T.of(tensor.shape(), change.apply(tensor.toDoubleArray()));
    }

    private static double[] set(double[] values, double value, int... positions) {
        Arrays.stream(positions).forEach(position -> values[position] = value);
        return values;
    }

    private static double[] triple(double[] values, int... positions) {
        Arrays.stream(positions).forEach(position -> values[position] *= 3);
        return values;
    }

    private static GradientReport check(Operation operation, Tensor... inputs) {
        return GradientCheck.everyElement().check(operation, inputs);
    }

    /** The first diagnosis of this parameter; all others have none and pass. */
    private static Diagnosis only(GradientReport report, String name) {
        for (ParameterReport parameter : report.parameters()) {
            assertEquals(!parameter.name().equals(name), parameter.passed(), report::toString);
        }
        assertTrue(!report.parameter(name).diagnoses().isEmpty(), report::toString);
        return report.parameter(name).diagnoses().get(0);
    }

    static Stream<Arguments> ofTheWeights() {
        return Stream.of(
                weightCase(dw -> dw.negate(), Pattern.OPPOSITE_SIGN, -1, "dx1 has the opposite sign everywhere"),
                weightCase(dw -> dw.times(2), Pattern.ACCUMULATED_TWICE, 2, "dx1 is 2 times too large everywhere"),
                weightCase(dw -> dw.times(100), Pattern.CONSTANT_RATIO, 100, "dx1 is 100 times too large everywhere"),
                weightCase(dw -> dw.dividedBy(5), Pattern.CONSTANT_RATIO, 0.2, "dx1 is 5 times too small everywhere"),
                weightCase(dw -> dw.times(-0.3), Pattern.CONSTANT_RATIO, -0.3, "the true gradient times -0.3 every"),
                weightCase(dw -> dw.times(0), Pattern.ALL_ZERO, 0, "dx1 is 0 everywhere"),
                weightCase(dw -> dw.plus(0.25), Pattern.CONSTANT_ADDED, 0.25, "the true gradient + 0.25 everywhere"),
                weightCase(dw -> dw.plus(W.times(0.01)), Pattern.PARAMETER_ADDED, 0.01, "+ 0.01 x1: weight decay"),
                weightCase(
                        dw -> T.of(dw.shape(), dw.transpose().toDoubleArray()),
                        Pattern.TRANSPOSED,
                        0,
                        "dx1 is transposed"),
                weightCase(
                        dw -> dw.sum(0).expandTo(dw.shape()),
                        Pattern.SPREAD_ALONG_AXIS,
                        0,
                        "dx1 is the sum of the true ones all along axis 0"),
                weightCase(
                        dw -> dw.sum(1).reshape(Shape.of(4, 1)).dividedBy(3).expandTo(dw.shape()),
                        Pattern.SPREAD_ALONG_AXIS,
                        1,
                        "dx1 is the mean of the true ones all along axis 1"),
                weightCase(dw -> changed(dw, v -> set(v, 0, 1, 7)), Pattern.ZERO_IN_PART, 2, "0 at 2 of 12 elements"),
                weightCase(dw -> changed(dw, v -> set(v, 0, 3, 4, 5)), Pattern.ZERO_IN_PART, 3, "all in row 1;"),
                weightCase(dw -> changed(dw, v -> triple(v, 3, 4, 5)), Pattern.ONE_SLICE, 3, "wrong in row 1 only"),
                weightCase(dw -> changed(dw, v -> triple(v, 2, 5, 8, 11)), Pattern.ONE_SLICE, 4, "in column 2 only"),
                weightCase(dw -> changed(dw, v -> triple(v, 7)), Pattern.FEW_ELEMENTS, 1, "wrong at x1[2, 1] only"),
                weightCase(
                        dw -> changed(dw, v -> set(v, Double.NaN, 7, 8)),
                        Pattern.NOT_A_NUMBER,
                        2,
                        "dx1 is NaN at 2 of 12 elements, the first x1[2, 1]: the function itself is finite there"),
                weightCase(
                        dw -> dw.to(DType.FLOAT32).to(DType.FLOAT64),
                        Pattern.FLOAT32_ROUNDING,
                        Double.NaN,
                        "dx1 is right to float32's rounding, no further"),
                weightCase(dw -> dw.times(1.005), Pattern.CONSTANT_RATIO, 1.005, "gradient times (1 + 0.005) every"),
                weightCase(dw -> dw.times(1 + 1e-6), Pattern.CONSTANT_RATIO, 1 + 1e-6, "times (1 + 0.000001) every"));
    }

    private static Arguments weightCase(
            Function<Tensor, Tensor> change, Pattern pattern, double evidence, String text) {
        return Arguments.of(pattern, change, evidence, text);
    }

    @ParameterizedTest(name = "{0} {3}")
    @MethodSource("ofTheWeights")
    void namesWhatIsWrongWithTheWeights(
            Pattern pattern, Function<Tensor, Tensor> change, double evidence, String text) {
        GradientReport report = check(weights(change), X, W, B);
        Diagnosis diagnosis = only(report, "x1");
        assertEquals(pattern, diagnosis.pattern(), report::toString);
        if (!Double.isNaN(evidence)) {
            assertEquals(evidence, diagnosis.evidence(), 1e-6, report::toString);
        }
        assertTrue(diagnosis.text().contains(text), report::toString);
        assertTrue(report.toString().contains("most likely: " + diagnosis.text()), report::toString);
    }

    @Test
    void theUpstreamGradientIgnored() {
        Operation square = new BrokenOperation(in -> in[0].square(), (in, dout) -> new Tensor[] {in[0].times(2)});
        GradientReport report = check(square, X);
        assertEquals(Pattern.UPSTREAM_IGNORED, only(report, "x0").pattern(), report::toString);
    }

    @Test
    void anEpsilonInsideTheLoss() {
        Tensor labels = T.oneHot(3, 0, 2, 1, 1, 0);
        Operation loss = new BrokenOperation(
                in -> {
                    Tensor e = in[0].exp();
                    Tensor y = e.dividedBy(e.sum(1).reshape(Shape.of(5, 1)));
                    return y.plus(1e-7).log().times(in[1]).sum().dividedBy(-5);
                },
                (in, dout) -> {
                    Tensor e = in[0].exp();
                    Tensor y = e.dividedBy(e.sum(1).reshape(Shape.of(5, 1)));
                    return new Tensor[] {y.minus(in[1]).times(dout).dividedBy(5)};
                });
        GradientReport report = check(loss, gaussian(5, 5, 3), labels);
        Diagnosis diagnosis = only(report, "x0");
        assertEquals(Pattern.EPSILON, diagnosis.pattern(), report::toString);
        assertTrue(diagnosis.evidence() > 1e-8 && diagnosis.evidence() < 1e-5, report::toString);
    }

    @Test
    void float32InsideForward() {
        Operation square =
                new BrokenOperation(in -> in[0].to(DType.FLOAT32).square().to(DType.FLOAT64), (in, dout) ->
                        new Tensor[] {in[0].times(2).times(dout)});
        GradientReport report = check(square, X);
        Diagnosis diagnosis = only(report, "x0");
        assertEquals(Pattern.FLOAT32_ROUNDING, diagnosis.pattern(), report::toString);
        assertTrue(diagnosis.text().startsWith("the function is computed in float32 somewhere inside"));
        // Backward is the right formula: nobody may say that the true gradient is another one.
        assertEquals(1, report.parameter("x0").diagnoses().size(), report::toString);
    }

    @Test
    void aSignForgottenInADifference() {
        Operation minus = new BrokenOperation(in -> in[0].minus(in[1]), (in, dout) -> new Tensor[] {dout, dout});
        GradientReport report = check(minus, X, gaussian(9, 5, 4));
        assertEquals(Pattern.OPPOSITE_SIGN, only(report, "x1").pattern(), report::toString);
        assertEquals(
                "dx1 is dout itself; the true gradient is minus dout",
                report.parameter("x1").diagnoses().get(1).text());
    }

    @Test
    void aRandomFunctionIsNamedAndNotCompared() {
        SeededRandom random = new SeededRandom(1);
        Operation dropout = new BrokenOperation(
                in -> in[0].times(random.nextDouble()), (in, dout) -> new Tensor[] {dout.times(0.5)});
        GradientReport report = check(dropout, X);
        assertEquals(Pattern.NONDETERMINISTIC, report.diagnoses().get(0).pattern());
        assertEquals(
                ParameterReport.Outcome.NOT_CHECKED, report.parameters().get(0).outcome());
        assertTrue(!report.passed());
        assertTrue(report.toString().contains("two evaluations at the same point gave "), report::toString);
    }

    @Test
    void aGradientThatIsAddedUpOverCalls() {
        double[] velocity = new double[12];
        Operation momentum = weights(dw -> changed(dw, v -> {
            Arrays.setAll(v, i -> velocity[i] = 0.9 * velocity[i] + v[i]);
            return v;
        }));
        GradientReport report = check(momentum, X, W, B);
        Diagnosis diagnosis = only(report, "x1");
        assertEquals(Pattern.STATE_LEAKS, diagnosis.pattern(), report::toString);
    }

    @Test
    void aBroadcastThatWasNotUndone() {
        GradientReport report = check(
                affine((in, dout) -> {
                    Tensor[] gradients = right(in, dout);
                    gradients[2] = dout;
                    return gradients;
                }),
                X,
                W,
                B);
        Diagnosis diagnosis = only(report, "x2");
        assertEquals(Pattern.WRONG_SHAPE, diagnosis.pattern());
        assertTrue(
                diagnosis.text().startsWith("dx2 has shape [5, 3], x2 has [3]: it was broadcast forward"),
                report::toString);
    }

    @Test
    void twoGradientsThatChangedPlaces() {
        Operation swapped = affine((in, dout) -> {
            Tensor[] gradients = right(in, dout);
            return new Tensor[] {gradients[1], gradients[0], gradients[2]};
        });
        GradientReport report = check(swapped, gaussian(6, 4, 4), SQUARE, gaussian(7, 4));
        for (String name : List.of("x0", "x1")) {
            Diagnosis diagnosis = report.parameter(name).diagnoses().get(0);
            assertEquals(Pattern.GRADIENT_OF_ANOTHER, diagnosis.pattern(), report::toString);
            assertTrue(diagnosis.text().endsWith("are swapped"), report::toString);
        }
        assertTrue(report.parameter("x2").passed());
    }

    @Test
    void aTranspositionForgottenInAProduct() {
        Operation untransposed = affine((in, dout) -> {
            Tensor[] gradients = right(in, dout);
            gradients[0] = dout.dot(in[1]);
            return gradients;
        });
        GradientReport report = check(untransposed, X, SQUARE, gaussian(7, 4));
        Diagnosis diagnosis = only(report, "x0");
        assertEquals(Pattern.OTHER_FORMULA, diagnosis.pattern(), report::toString);
        assertEquals(
                "dx0 is the matrix product dout x1; the true gradient is the matrix product dout x1^T",
                diagnosis.text());
    }

    @Test
    void aBiasSummedOverTheWrongAxis() {
        Operation wrongAxis = affine((in, dout) -> {
            Tensor[] gradients = right(in, dout);
            gradients[2] = dout.sum(1);
            return gradients;
        });
        GradientReport report = check(wrongAxis, gaussian(6, 4, 4), SQUARE, gaussian(7, 4));
        assertEquals(
                "dx2 is dout summed over axis 1; the true gradient is dout summed over axis 0",
                only(report, "x2").text());
    }

    @Test
    void aMaskForgotten() {
        Operation maskless = new BrokenOperation(in -> in[0].relu(), (in, dout) -> new Tensor[] {dout});
        GradientReport report = check(maskless, X);
        assertEquals(Pattern.MASK_FORGOTTEN, only(report, "x0").pattern(), report::toString);
        assertTrue(
                report.toString().contains("dx0 is dout itself; the true gradient is dout times y / x0, "),
                report::toString);
    }

    @Test
    void theFunctionDoesNotUseTheParameter() {
        Tensor w = T.vector(1, 2, 3);
        Tensor copy = w.copy();
        GradientReport report = GradientCheck.everyElement()
                .check(new Polynomial(() -> copy.square().sum().item()).with("W", w, () -> w.times(2)));
        assertEquals(Pattern.NO_EFFECT, only(report, "W").pattern(), report::toString);
        assertTrue(only(report, "W").text().startsWith("the function does not change when W does"));
    }

    /** Numbers of 1e-14 with a mistake in one row are not the same within 1e-12 for that. */
    @Test
    void tinyGradientsAreNotTransposed() {
        Operation tiny = new BrokenOperation(in -> in[0].dot(in[1]).plus(in[2]).times(1e-14), (in, dout) -> {
            Tensor[] gradients = right(in, dout.times(1e-14));
            gradients[1] = changed(gradients[1], v -> triple(v, 3, 4, 5));
            return gradients;
        });
        Diagnosis diagnosis = only(check(tiny, X, W, B), "x1");
        assertEquals(Pattern.ONE_SLICE, diagnosis.pattern(), diagnosis.text());
    }

    /** Column 0 is right: what is named must be wrong. */
    @Test
    void twoColumnsSwapped() {
        Operation swapped = weights(dw -> changed(dw, v -> {
            for (int row = 0; row < 12; row += 3) {
                double second = v[row + 1];
                v[row + 1] = v[row + 2];
                v[row + 2] = second;
            }
            return v;
        }));
        Diagnosis diagnosis = only(check(swapped, X, W, B), "x1");
        assertEquals(Pattern.PERMUTED, diagnosis.pattern(), diagnosis.text());
        assertTrue(diagnosis.text().endsWith("what belongs to x1[0, 1] stands at x1[0, 2]"), diagnosis.text());
    }

    /** By its numbers alone this is a wrong factor; that twice dout gives the same is certain. */
    @Test
    void aGradientOfLengthOne() {
        Operation normalised =
                weights(dw -> dw.dividedBy(Math.sqrt(dw.square().sum().item())));
        assertEquals(Pattern.NOT_LINEAR, only(check(normalised, X, W, B), "x1").pattern());
    }

    @Test
    void aSlipInTheInputIsNoFloat32() {
        Operation shifted = new BrokenOperation(in -> in[0].square(), (in, dout) ->
                new Tensor[] {dout.times(in[0].plus(1e-3)).times(2)});
        Diagnosis diagnosis = only(check(shifted, X), "x0");
        assertEquals(Pattern.EPSILON, diagnosis.pattern(), diagnosis.text());
        assertTrue(diagnosis.text().contains("for example if forward has an epsilon"), diagnosis.text());
    }

    /** A factor of 2 in a float32 function is a mistake, and not the fault of the rounding. */
    @Test
    void float32ExplainsNoFactor() {
        Operation square =
                new BrokenOperation(in -> in[0].to(DType.FLOAT32).square().to(DType.FLOAT64), (in, dout) ->
                        new Tensor[] {in[0].times(dout)});
        GradientReport report = check(square, X);
        Diagnosis diagnosis = only(report, "x0");
        assertEquals(Pattern.FLOAT32_ROUNDING, diagnosis.pattern(), report::toString);
        assertTrue(diagnosis.text().contains("alone does not explain the differences"), report::toString);
    }

    @Test
    void anInputWithoutGradientIsNoted() {
        Operation product =
                new BrokenOperation(in -> in[0].times(in[1]), (in, dout) -> new Tensor[] {dout.times(in[1])});
        GradientReport report = check(product, X, X.plus(1));
        assertTrue(report.passed(), report::toString);
        assertEquals(List.of("x1: backward gives no gradient, taken as a constant"), report.notes());
    }

    @Test
    void float32InputsAreNoted() {
        GradientReport report = check(
                new BrokenOperation(in -> in[0].square(), (in, dout) ->
                        new Tensor[] {in[0].times(2).times(dout)}),
                X.to(DType.FLOAT32));
        assertTrue(report.passed(), report::toString);
        assertEquals(List.of("x0: copied from float32 to float64"), report.notes());
    }

    @Test
    void theMaskOfAnotherCall() {
        Tensor forward = T.of(Shape.of(2, 4), 1, 0, 1, 1, 0, 1, 0, 1);
        Tensor backward = T.of(Shape.of(2, 4), 0, 0, 1, 0, 1, 1, 0, 1);
        Operation dropout =
                new BrokenOperation(in -> in[0].times(forward), (in, dout) -> new Tensor[] {dout.times(backward)});
        Diagnosis diagnosis = only(check(dropout, gaussian(8, 2, 4)), "x0");
        assertEquals(Pattern.OTHER_MASK, diagnosis.pattern(), diagnosis.text());
        assertTrue(
                diagnosis
                        .text()
                        .startsWith("dx0 is 0 where it should not be at 2 elements, and not 0 where it should be at 1"),
                diagnosis.text());
    }

    @Test
    void aFactorTakenForAConstant() {
        Operation swish = new BrokenOperation(
                in -> in[0].times(in[0].sigmoid()), (in, dout) -> new Tensor[] {dout.times(in[0].sigmoid())});
        assertEquals(
                "dx0 is dout times y / x0, element by element; the true gradient is not",
                only(check(swish, X), "x0").text());
    }

    @Test
    void aSecondGradientOfAnotherSize() {
        Tensor w = T.vector(1, 2, 3);
        int[] calls = {0};
        GradientReport report = GradientCheck.everyElement()
                .check(new Polynomial(() -> w.sum().item())
                        .with("W", w, () -> calls[0]++ == 0 ? T.vector(1, 1, 1) : T.vector(1, 1)));
        assertEquals(Pattern.STATE_LEAKS, only(report, "W").pattern(), report::toString);
    }

    @Test
    void numbersAtOtherPlaces() {
        Operation reversed = weights(dw -> changed(dw, v -> {
            double[] turned = v.clone();
            Arrays.setAll(turned, i -> v[v.length - 1 - i]);
            return turned;
        }));
        Diagnosis diagnosis = only(check(reversed, X, W, B), "x1");
        assertEquals(Pattern.PERMUTED, diagnosis.pattern());
        assertTrue(diagnosis.text().endsWith("what belongs to x1[0, 0] stands at x1[3, 2]"), diagnosis.text());
    }

    @Test
    void aGradientThatIsClipped() {
        Operation clipped = weights(dw -> changed(dw, v -> {
            Arrays.setAll(v, i -> Math.max(-0.05, Math.min(0.05, v[i])));
            return v;
        }));
        assertEquals(Pattern.NOT_LINEAR, only(check(clipped, X, W, B), "x1").pattern());
    }

    @Test
    void signsLost() {
        Operation absolute = new BrokenOperation(in -> in[0].exp(), (in, dout) -> new Tensor[] {
            changed(
                    dout.times(in[0].exp()),
                    v -> Arrays.stream(v).map(Math::abs).toArray())
        });
        GradientReport report = check(absolute, X);
        Diagnosis diagnosis = only(report, "x0");
        assertEquals(Pattern.RATIO_IN_PART, diagnosis.pattern(), report::toString);
        assertEquals(-1, diagnosis.evidence(), 1e-6);
    }

    @Test
    void theFormulaOfAnotherDerivative() {
        Operation sigmoid =
                new BrokenOperation(in -> in[0].sigmoid(), (in, dout) -> new Tensor[] {dout.times(in[0].sigmoid())});
        assertEquals(
                "dx0 is dout times y, element by element; the true gradient is dout times y (1 - y), element by element",
                only(check(sigmoid, X), "x0").text());
    }
}
