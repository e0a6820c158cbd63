package gradj.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.gradcheck.Diagnosis;
import gradj.gradcheck.Diagnosis.Pattern;
import gradj.gradcheck.GradientCheck;
import gradj.gradcheck.GradientReport;
import gradj.gradcheck.ParameterReport;
import gradj.nn.BrokenAffine.Mistake;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The check of one layer, and that a net's check points at the layer that is wrong. */
class LayerFunctionTest {
    private static final Tensors T = Target.FLOAT64;
    private static final Tensor X = T.gaussian(Shape.of(4, 4), 1, new SeededRandom(1));
    private static final Tensor LABELS = T.vector(0, 2, 1, 2);

    private static Affine affine(Tensors tensors, String number, int in, int out) {
        SeededRandom random = new SeededRandom(in * 31 + out);
        return new Affine(
                new Parameter("W" + number, tensors.gaussian(Shape.of(in, out), 0.7, random)),
                new Parameter("b" + number, tensors.gaussian(Shape.of(out), 0.7, random)));
    }

    private static Set<Pattern> patterns(ParameterReport parameter) {
        return parameter.diagnoses().stream().map(Diagnosis::pattern).collect(Collectors.toSet());
    }

    @Test
    void aRightLayerPassesWithItsInput() {
        Affine layer = affine(Target.FLOAT32, "1", 4, 3);
        GradientReport report = GradientCheck.everyElement().check(LayerFunction.of(layer, X));
        report.assertPassed();
        assertEquals(
                List.of("W1", "b1", "x"),
                report.parameters().stream().map(ParameterReport::name).toList());
        assertEquals(DType.FLOAT32, layer.parameters().get(0).value().dtype());
        GradientCheck.everyElement().check(LayerFunction.of(new Relu(), X)).assertPassed();
    }

    @ParameterizedTest
    @EnumSource(Mistake.class)
    void theNetsReportBlamesTheLayerAndNamesItsMistake(Mistake mistake) {
        Layer broken = new BrokenAffine(affine(T, "2", 4, 4), mistake);
        Network net = new Network(List.of(affine(T, "1", 4, 4), new Relu(), broken, affine(T, "3", 4, 3)));
        GradientReport report = GradientCheck.everyElement().check(net.lossOf(X, LABELS));
        assertEquals(Set.of("layer 3 (BrokenAffine)"), report.parts().keySet(), report::toString);
        GradientReport part = report.parts().get("layer 3 (BrokenAffine)");
        String parameter = switch (mistake) {
            case WRONG_BIAS_AXIS -> "b2";
            case INPUT_GRADIENT_NOT_TRANSPOSED -> "x";
            default -> "W2";
        };
        Pattern expected = switch (mistake) {
            case SIGN -> Pattern.OPPOSITE_SIGN;
            case FACTOR -> Pattern.ACCUMULATED_TWICE;
            case TRANSPOSED -> Pattern.TRANSPOSED;
            case ZERO -> Pattern.ALL_ZERO;
            case WRONG_BIAS_AXIS, INPUT_GRADIENT_NOT_TRANSPOSED -> Pattern.OTHER_FORMULA;
        };
        assertTrue(patterns(part.parameter(parameter)).contains(expected), report::toString);
        assertEquals(
                List.of(parameter),
                part.parameters().stream()
                        .filter(p -> !p.passed())
                        .map(ParameterReport::name)
                        .toList());
    }

    /** W1 is what comes out wrong, ReLU is what is wrong. */
    @Test
    void theNetsReportBlamesTheForgottenMask() {
        Network net = new Network(List.of(affine(T, "1", 4, 4), new MasklessRelu(), affine(T, "2", 4, 3)));
        GradientReport report = GradientCheck.everyElement().check(net.lossOf(X, LABELS));
        assertEquals(Set.of("layer 2 (MasklessRelu)"), report.parts().keySet(), report::toString);
        assertTrue(
                patterns(report.parts().get("layer 2 (MasklessRelu)").parameter("x"))
                        .contains(Pattern.MASK_FORGOTTEN),
                report::toString);
    }

    @Test
    void directionsFindAMistakeAndElementsExplainIt() {
        Layer broken = new BrokenAffine(affine(T, "2", 4, 4), Mistake.FACTOR);
        Network net = new Network(List.of(affine(T, "1", 4, 4), new Sigmoid(), broken, affine(T, "3", 4, 3)));
        GradientReport report = GradientCheck.directions(2, 5).check(net.lossOf(X, LABELS));
        assertEquals(
                List.of(true, true, false, true, true, true),
                report.parameters().stream()
                        .map(ParameterReport::alongDirections)
                        .toList());
        assertEquals(2, report.parameter("W1").checked());
        assertEquals(16, report.parameter("W2").failures());
        assertEquals(Set.of(Pattern.ACCUMULATED_TWICE), patterns(report.parameter("W2")));
    }

    @Test
    void aFloat32NetIsCheckedInFloat64AndTheReportSaysSo() {
        Network net = new Network(List.of(affine(Target.FLOAT32, "1", 4, 3)));
        GradientReport report = GradientCheck.everyElement().check(net.lossOf(X.to(DType.FLOAT32), LABELS));
        report.assertPassed();
        assertTrue(
                report.toString().contains("note: the net is float32: checked on a copy of it in float64"),
                report::toString);
    }

    /** Extrapolation takes b's truncation error away; nothing is left but rounding. */
    @Test
    void extrapolationIsCloser() {
        Network net = new Network(List.of(affine(T, "1", 4, 3)));
        GradientReport plain = GradientCheck.everyElement().check(net.lossOf(X, LABELS));
        GradientReport extrapolated =
                GradientCheck.everyElement().withExtrapolation().check(net.lossOf(X, LABELS));
        extrapolated.assertPassed();
        double before = plain.parameter("b1").meanAbsoluteDifference();
        double after = extrapolated.parameter("b1").meanAbsoluteDifference();
        assertTrue(after < before / 5, before + " and " + after);
    }

    @Test
    void allAtAKinkIsNotPassed() {
        Network net = new Network(List.of(
                new Affine(new Parameter("W1", T.zeros(Shape.of(4, 4))), new Parameter("b1", T.zeros(Shape.of(4)))),
                new Relu(),
                affine(T, "2", 4, 3)));
        GradientReport report = GradientCheck.everyElement().check(net.lossOf(X, LABELS));
        assertEquals(ParameterReport.Outcome.NOT_CHECKED, report.parameter("b1").outcome());
        assertEquals(
                List.of("b1[0]", "b1[1]", "b1[2]", "b1[3]"),
                report.parameter("b1").kinkElements());
        assertTrue(!report.passed());
        assertTrue(report.toString().contains("b1: all 4 elements lie at a kink, nothing is proved"), report::toString);
    }

    @Test
    void theCheckedLayerStaysAsItWas() {
        Affine layer = affine(T, "1", 4, 3);
        double[] before = layer.parameters().get(0).value().toDoubleArray();
        GradientCheck.directions(1, 1).check(LayerFunction.of(layer, X));
        assertArrayEquals(before, layer.parameters().get(0).value().toDoubleArray());
    }
}
