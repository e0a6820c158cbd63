package gradj.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.JavaBackend;
import gradj.gradcheck.ParameterReport.Outcome;
import gradj.nn.Affine;
import gradj.nn.Layer;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.nn.Relu;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A gradient far smaller than its loss's rounding: the whole shows it in the rough, the steps alone in the fine. */
class ReportByPartsTest {
    private static final Tensors T = new Tensors(new JavaBackend(1), DType.FLOAT64);

    /** x times 2, with a backward that is off by this part. */
    private record Doubled(double wrong) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x.times(2);
        }

        @Override
        public Tensor backward(Tensor dout) {
            return dout.times(2 * (1 + wrong));
        }

        @Override
        public Layer copy(DType dtype) {
            return new Doubled(wrong);
        }
    }

    private static Differentiable deepAndSmall(double wrong) {
        SeededRandom random = new SeededRandom(4);
        List<Layer> layers = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            layers.add(new Affine(
                    new Parameter("W" + i, T.gaussian(Shape.of(4, 4), 0.003, random)),
                    new Parameter("b" + i, T.gaussian(Shape.of(4), 0.05, random))));
            layers.add(i == 2 ? new Doubled(wrong) : new Relu());
        }
        layers.remove(layers.size() - 1);
        return new Network(layers).lossOf(T.gaussian(Shape.of(3, 4), 1, random), T.oneHot(4, 0, 1, 2));
    }

    @Test
    void eachStepAloneProvesWhatRoundingHidesInTheWhole() {
        GradientReport report = GradientCheck.everyElement().check(deepAndSmall(0));
        report.assertPassed();
        assertTrue(report.parameter("b1").isHidden(), report::toString);
        assertTrue(report.parameter("b1").isProvedByParts(), report::toString);
        assertTrue(
                report.toString().contains("of this gradient; the rest is proved by each step alone"),
                report::toString);
        assertFalse(report.parameter("W4").isProvedByParts(), report::toString);
    }

    @Test
    void aWrongStepIsNoProof() {
        assertFalse(GradientCheck.everyElement().check(deepAndSmall(1e-6)).passed());
        assertFalse(GradientCheck.everyElement().check(deepAndSmall(1e-4)).passed());
    }

    /** The same function, of which no steps are known. */
    private record Whole(Differentiable f) implements Differentiable {
        @Override
        public Map<String, Tensor> parameters() {
            return f.parameters();
        }

        @Override
        public double value() {
            return f.value();
        }

        @Override
        public Map<String, Tensor> gradient() {
            return f.gradient();
        }

        @Override
        public boolean[] branches() {
            return f.branches();
        }
    }

    @Test
    void withoutStepsItIsNotChecked() {
        GradientReport report = GradientCheck.everyElement().check(new Whole(deepAndSmall(0)));
        assertEquals(Outcome.NOT_CHECKED, report.parameter("b1").outcome(), report::toString);
        assertTrue(
                report.toString().contains("of this gradient, a smaller mistake would not be seen"), report::toString);
    }
}
