package gradj.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.gradcheck.Diagnosis;
import gradj.gradcheck.Diagnosis.Pattern;
import gradj.gradcheck.GradientCheck;
import gradj.gradcheck.GradientReport;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Copies that are another layer, or share what must be their own: the check names the layer, and compares nothing. */
class LayerCopiesTest {
    private static final Tensors T = Target.FLOAT64;

    /** slope w x + offset, with a copy of the test's choice. */
    private static final class Line implements Layer {
        private final double slope;
        private final Parameter w;
        private final BiFunction<Line, DType, Layer> copy;
        private Tensor x = T.scalar(0);

        Line(double slope, Parameter w, BiFunction<Line, DType, Layer> copy) {
            this.slope = slope;
            this.w = w;
            this.copy = copy;
        }

        @Override
        public Tensor forward(Tensor input) {
            x = input.persistentCopy();
            return input.times(w.value()).times(slope);
        }

        @Override
        public Tensor backward(Tensor dout) {
            w.setGradient(dout.times(x).sum(0).times(slope));
            return dout.times(w.value()).times(slope);
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(w);
        }

        @Override
        public Layer copy(DType dtype) {
            return copy.apply(this, dtype);
        }
    }

    /** x^2, which remembers x, and no parameters. */
    private static final class Square implements Layer {
        private Tensor x = T.scalar(0);

        @Override
        public Tensor forward(Tensor input) {
            x = input.persistentCopy();
            return input.square();
        }

        @Override
        public Tensor backward(Tensor dout) {
            return dout.times(x).times(2);
        }

        @Override
        public Layer copy(DType dtype) {
            return this;
        }
    }

    /** Remembers nothing: its copy may be itself. */
    private static final class Twice implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x.times(2);
        }

        @Override
        public Tensor backward(Tensor dout) {
            return dout.times(2);
        }

        @Override
        public Layer copy(DType dtype) {
            return this;
        }
    }

    /** x^2 w; each of its ways is of the test's choice. */
    private static class Scaled implements Layer {
        final Parameter w;
        private Tensor x = T.scalar(0);

        Scaled(Parameter w) {
            this.w = w;
        }

        @Override
        public Tensor forward(Tensor input) {
            x = input.persistentCopy();
            return output(input);
        }

        Tensor output(Tensor input) {
            return input.square().times(w.value());
        }

        @Override
        public Tensor backward(Tensor dout) {
            w.setGradient(dout.times(x.square()).sum(0));
            return dout.times(w.value()).times(x).times(2);
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(w);
        }

        @Override
        public Layer copy(DType dtype) {
            return new Scaled(w.copy(dtype));
        }
    }

    /** With a weight decay in backward, which the copy forgets. */
    private static final class Decayed extends Scaled {
        private final double decay;

        Decayed(Parameter w, double decay) {
            super(w);
            this.decay = decay;
        }

        @Override
        public Tensor backward(Tensor dout) {
            Tensor dx = super.backward(dout);
            w.setGradient(w.gradient().plus(w.value().times(decay)));
            return dx;
        }

        @Override
        public Layer copy(DType dtype) {
            return new Decayed(w.copy(dtype), 0);
        }
    }

    /** Makes one copy, and gives it to everybody. */
    private static final class CopiedOnce extends Scaled {
        private @Nullable Layer made;

        CopiedOnce(Parameter w) {
            super(w);
        }

        @Override
        public Layer copy(DType dtype) {
            made = made == null ? new CopiedOnce(w.copy(dtype)) : made;
            return made;
        }
    }

    /** Predicts through its forward. */
    private static final class Remembering extends Scaled {
        Remembering(Parameter w) {
            super(w);
        }

        @Override
        public Tensor infer(Tensor x) {
            return forward(x);
        }

        @Override
        public Layer copy(DType dtype) {
            return new Remembering(w.copy(dtype));
        }
    }

    /** Predicts something else. */
    private static final class Halved extends Scaled {
        Halved(Parameter w) {
            super(w);
        }

        @Override
        public Tensor infer(Tensor x) {
            return output(x).times(0.5);
        }

        @Override
        public Layer copy(DType dtype) {
            return new Halved(w.copy(dtype));
        }
    }

    /** Learns otherwise where it is the first layer. */
    private static final class TwoWays extends Scaled {
        TwoWays(Parameter w) {
            super(w);
        }

        @Override
        public void backwardToParameters(Tensor dout) {
            backward(dout);
            w.setGradient(w.gradient().times(2));
        }

        @Override
        public Layer copy(DType dtype) {
            return new TwoWays(w.copy(dtype));
        }
    }

    private static GradientReport check(Tensors tensors, Layer layer) {
        SeededRandom random = new SeededRandom(5);
        Network net = new Network(List.of(
                new Affine(
                        new Parameter("W1", tensors.gaussian(Shape.of(4, 6), 0.7, random)),
                        new Parameter("b1", tensors.gaussian(Shape.of(6), 0.7, random))),
                layer,
                new Affine(
                        new Parameter("W2", tensors.gaussian(Shape.of(6, 3), 0.7, random)),
                        new Parameter("b2", tensors.gaussian(Shape.of(3), 0.7, random)))));
        return GradientCheck.everyElement()
                .check(net.lossOf(tensors.gaussian(Shape.of(5, 4), 1, random), tensors.vector(0, 1, 2, 1, 0)));
    }

    private static void assertTold(Layer layer, String text) {
        assertTold(Pattern.COPY_DIFFERS, layer, text);
    }

    private static void assertTold(Pattern pattern, Layer layer, String text) {
        GradientReport report = check(T, layer);
        assertFalse(report.passed());
        Diagnosis diagnosis = report.diagnoses().get(0);
        assertEquals(pattern, diagnosis.pattern(), report::toString);
        assertTrue(diagnosis.text().startsWith(text), diagnosis.text());
        GradientReport alone = GradientCheck.everyElement()
                .check(LayerFunction.of(layer, T.gaussian(Shape.of(5, 6), 1, new SeededRandom(6))));
        assertEquals(pattern, alone.diagnoses().get(0).pattern(), alone::toString);
    }

    private static Parameter weights(Tensors tensors) {
        return new Parameter("w", tensors.gaussian(Shape.of(6), 1, new SeededRandom(7)));
    }

    @Test
    void aHonestCopyPassesInEachDtype() {
        for (Tensors tensors : List.of(T, Target.FLOAT32)) {
            check(tensors, new Line(0.3, weights(tensors), LayerCopiesTest::honest))
                    .assertPassed();
        }
        check(T, new Twice()).assertPassed();
    }

    private static Layer honest(Line line, DType dtype) {
        return new Line(line.slope, line.w.copy(dtype), line.copy);
    }

    @Test
    void aFieldForgotten() {
        assertTold(
                new Line(0.3, weights(T), (line, dtype) -> new Line(1, line.w.copy(dtype), line.copy)),
                "layer 2 (Line): copy() gives another layer: ");
        GradientReport report = check(
                Target.FLOAT32,
                new Line(0.3, weights(Target.FLOAT32), (line, dtype) -> new Line(1, line.w.copy(dtype), line.copy)));
        assertEquals(Pattern.COPY_DIFFERS, report.diagnoses().get(0).pattern(), report::toString);
    }

    @Test
    void weightsDrawnAnew() {
        assertTold(
                new Line(
                        0.3,
                        weights(T),
                        (line, dtype) -> new Line(
                                0.3,
                                new Parameter("w", line.w.value().times(1.5).to(dtype)),
                                line.copy)),
                "layer 2 (Line): copy() has w [6] of other content");
    }

    @Test
    void aParameterThatIsShared() {
        assertTold(
                new Line(0.3, weights(T), (line, dtype) -> new Line(0.3, line.w, line.copy)),
                "layer 2 (Line): copy() shares w with the layer");
        assertTold(
                new Line(0.3, weights(T), (line, dtype) -> line),
                "layer 2 (Line): copy() returns this, and so shares w with the layer");
    }

    @Test
    void aMemoryThatIsShared() {
        assertTold(new Square(), "layer 2 (Square): copy() returns this, which remembers");
    }

    @Test
    void aFieldForgottenThatOnlyBackwardNeeds() {
        assertTold(
                new Decayed(weights(T), 0.2),
                "layer 2 (Decayed): copy() gives another layer: for the same input and dout its gradient of w is another");
        assertEquals(
                Pattern.COPY_DIFFERS,
                check(Target.FLOAT32, new Decayed(weights(Target.FLOAT32), 0.2))
                        .diagnoses()
                        .get(0)
                        .pattern());
        check(Target.FLOAT32, new Scaled(weights(Target.FLOAT32))).assertPassed();
    }

    @Test
    void theLayersOwnGradientsStay() {
        Scaled layer = new Scaled(weights(T));
        check(T, layer);
        assertThrows(IllegalStateException.class, layer.w::gradient);
        Tensor gradient = T.vector(1, 2, 3, 4, 5, 6);
        layer.w.setGradient(gradient);
        check(T, layer);
        assertSame(gradient, layer.w.gradient());
    }

    @Test
    void oneCopyForAll() {
        assertTold(new CopiedOnce(weights(T)), "layer 2 (CopiedOnce): copy() gives one layer again and again, which");
    }

    @Test
    void aCopyOfTheOtherDtype() {
        assertTold(
                new Line(0.3, weights(T), (line, dtype) -> new Line(0.3, line.w.copy(DType.FLOAT32), line.copy)),
                "layer 2 (Line): copy(float64) gives w in float32: ");
    }

    @Test
    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // what a layer from outside may do
    void noCopy() {
        Layer layer = new Line(0.3, weights(T), (line, dtype) -> null);
        String message =
                assertThrows(IllegalStateException.class, () -> check(T, layer)).getMessage();
        assertEquals(
                "Line: copy(float64) gives null: make a new layer with the same fields and copies of the parameters",
                message);
    }

    @Test
    void inferThatRemembers() {
        assertTold(
                Pattern.TWO_WAYS_DIFFER,
                new Remembering(weights(T)),
                "layer 2 (Remembering): infer() changes what the last forward remembered");
    }

    @Test
    void inferOfAnotherFunctionIsNoted() {
        GradientReport report = check(T, new Halved(weights(T)));
        report.assertPassed();
        assertEquals(1, report.notes().size(), report::toString);
        assertTrue(
                report.notes()
                        .get(0)
                        .startsWith("layer 2 (Halved): infer(x) gives another output than forward(x, EVALUATION)"),
                report::toString);
        assertEquals(List.of(), check(T, new Scaled(weights(T))).notes());
    }

    @Test
    void backwardOfAFirstLayerThatIsAnother() {
        assertTold(
                Pattern.TWO_WAYS_DIFFER,
                new TwoWays(weights(T)),
                "layer 2 (TwoWays): backwardToParameters(dout) gives another gradient of w than backward(dout)");
    }

    @Test
    void dataThatAreNotANumber() {
        Network net = new TwoLayerNet(T, 2, 3, 2, 1, 1);
        GradientReport report =
                GradientCheck.everyElement().check(net.lossOf(T.matrix(new double[][] {{1, Double.NaN}}), T.vector(1)));
        assertFalse(report.passed());
        assertEquals(
                "the input x[0, 1] is NaN, nothing can be compared: correct the data",
                report.diagnoses().get(0).text());
        GradientReport labels = GradientCheck.everyElement()
                .check(net.lossOf(T.matrix(new double[][] {{1, 2}}), T.matrix(new double[][] {{Double.NaN, 1}})));
        assertEquals(
                "the labels: t[0, 0] is NaN, nothing can be compared: correct the data",
                labels.diagnoses().get(0).text());
    }
}
