package gradj.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
        GradientReport report = check(T, layer);
        assertFalse(report.passed());
        Diagnosis diagnosis = report.diagnoses().get(0);
        assertEquals(Pattern.COPY_DIFFERS, diagnosis.pattern(), report::toString);
        assertTrue(diagnosis.text().startsWith(text), diagnosis.text());
        GradientReport alone = GradientCheck.everyElement()
                .check(LayerFunction.of(layer, T.gaussian(Shape.of(5, 6), 1, new SeededRandom(6))));
        assertEquals(Pattern.COPY_DIFFERS, alone.diagnoses().get(0).pattern(), alone::toString);
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
    void dataThatAreNotANumber() {
        Network net = new TwoLayerNet(T, 2, 3, 2, 1, 1);
        GradientReport report =
                GradientCheck.everyElement().check(net.lossOf(T.matrix(new double[][] {{1, Double.NaN}}), T.vector(1)));
        assertFalse(report.passed());
        assertEquals(
                "the input x[0, 1] is NaN, nothing can be compared: mend the data",
                report.diagnoses().get(0).text());
        GradientReport labels = GradientCheck.everyElement()
                .check(net.lossOf(T.matrix(new double[][] {{1, 2}}), T.matrix(new double[][] {{Double.NaN, 1}})));
        assertEquals(
                "the labels: t[0, 0] is NaN, nothing can be compared: mend the data",
                labels.diagnoses().get(0).text());
    }
}
