package gradj.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.gradcheck.Diagnosis.Pattern;
import gradj.nn.Affine;
import gradj.nn.Layer;
import gradj.nn.LayerFunction;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.nn.Relu;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Layers that keep something of their first forward are right once. */
class MovedPointTest {
    private static final Tensors T = Target.FLOAT64;
    private static final Tensor X = T.gaussian(Shape.of(5, 4), 1, new SeededRandom(1));

    private static Parameter parameter(String name, int... shape) {
        return new Parameter(name, T.gaussian(Shape.of(shape), 0.7, new SeededRandom(name.hashCode())));
    }

    /** x W with a memory of its first forward. */
    private static final class Stale implements Layer {
        private final Parameter w;
        private final boolean keepsInput;
        private @Nullable Tensor x;
        private @Nullable Tensor transposed;

        Stale(Parameter w, boolean keepsInput) {
            this.w = w;
            this.keepsInput = keepsInput;
        }

        @Override
        public Tensor forward(Tensor input) {
            x = x == null || !keepsInput ? input.persistentCopy() : x;
            transposed =
                    transposed == null || keepsInput ? w.value().transpose().persistentCopy() : transposed;
            return input.dot(w.value());
        }

        @Override
        public Tensor backward(Tensor dout) {
            if (x == null || transposed == null) {
                throw new IllegalStateException("backward before forward");
            }
            w.setGradient(x.transposedDot(dout));
            return dout.dot(transposed);
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(w);
        }

        @Override
        public Layer copy(DType dtype) {
            return new Stale(w.copy(dtype), keepsInput);
        }
    }

    @Test
    void aTransposedWOfTheFirstForward() {
        GradientReport report =
                GradientCheck.everyElement().check(LayerFunction.of(new Stale(parameter("W", 4, 3), false), X));
        Diagnosis diagnosis = report.parameter("x").diagnoses().get(0);
        assertEquals(Pattern.STALE_STATE, diagnosis.pattern(), report::toString);
        assertTrue(diagnosis.text().startsWith("dx is right at the first point, and wrong after the parameters moved"));
        assertTrue(report.parameter("W").passed(), report::toString);
        assertFalse(report.passed());
    }

    /** The first layer's input is the batch: it moves, too. */
    @Test
    void theInputOfTheFirstForwardInANetsFirstLayer() {
        Network net = new Network(List.of(
                new Stale(parameter("W1", 4, 6), true),
                new Relu(),
                new Affine(parameter("W2", 6, 3), parameter("b2", 3))));
        Differentiable loss = net.lossOf(X, T.vector(0, 1, 2, 1, 0));
        double[] before = loss.parameters().get("W1").toDoubleArray();
        GradientReport report = GradientCheck.everyElement().check(loss);
        assertEquals(
                Pattern.STALE_STATE, report.parameter("W1").diagnoses().get(0).pattern(), report::toString);
        assertEquals(Set.of("layer 1 (Stale)"), report.parts().keySet(), report::toString);
        assertArrayEquals(before, loss.parameters().get("W1").toDoubleArray());
    }

    /** ReLU; with the mask of its first forward, which no small step away changes. */
    private static final class Masked implements Layer {
        private final boolean keeps;
        private @Nullable Tensor mask;
        private Tensor x = T.scalar(0);

        Masked(boolean keeps) {
            this.keeps = keeps;
        }

        @Override
        public Tensor forward(Tensor input) {
            x = input.persistentCopy();
            mask = mask == null || !keeps ? x : mask;
            return input.relu();
        }

        @Override
        public Tensor backward(Tensor dout) {
            return dout.where(mask == null ? x : mask);
        }

        @Override
        public boolean[] branches() {
            double[] values = x.toDoubleArray();
            boolean[] branches = new boolean[values.length];
            for (int i = 0; i < values.length; i++) {
                branches[i] = values[i] > 0;
            }
            return branches;
        }

        @Override
        public Layer copy(DType dtype) {
            return new Masked(keeps);
        }
    }

    @Test
    void theMaskOfTheFirstForward() {
        GradientReport report = GradientCheck.everyElement().check(LayerFunction.of(new Masked(true), X));
        Diagnosis diagnosis = report.parameter("x").diagnoses().get(0);
        assertEquals(Pattern.STALE_STATE, diagnosis.pattern(), report::toString);
        assertTrue(diagnosis.text().contains("not what a copy gives that has seen no other point"), diagnosis.text());
        GradientCheck.everyElement()
                .check(LayerFunction.of(new Masked(false), X))
                .assertPassed();
    }

    /** 1 of 1,000 elements is wrong, and 10 are drawn. */
    @Test
    void whatTheSampleMissedIsNotCalledStale() {
        Tensor w = T.gaussian(Shape.of(1000), 1, new SeededRandom(3));
        double[] mistake = new double[1000];
        mistake[500] = 1;
        GradientReport report = GradientCheck.sample(10, 1)
                .check(new Polynomial(() -> w.square().sum().item())
                        .with("W", w, () -> w.times(2).plus(T.vector(mistake))));
        Diagnosis diagnosis = report.parameter("W").diagnoses().get(0);
        assertEquals(Pattern.FEW_ELEMENTS, diagnosis.pattern());
        assertTrue(diagnosis.text().contains("wrong at elements that were not drawn"), diagnosis.text());
    }

    /** At 0.98 and 1 alike 2 x is right, and beside it 3 is not: no memory, a mistake at other values. */
    @Test
    void whatIsWrongAtOtherValuesIsNotCalledStale() {
        record Clipped(Tensor w) implements Differentiable {
            @Override
            public Map<String, Tensor> parameters() {
                return Map.of("W", w);
            }

            @Override
            public double value() {
                return w.square().sum().item();
            }

            @Override
            public Map<String, Tensor> gradient() {
                return Map.of("W", w.get(0) == 1 ? w.times(2) : w.times(3));
            }

            @Override
            public Optional<Differentiable> copy() {
                return Optional.of(new Clipped(w.copy()));
            }
        }
        GradientReport report = GradientCheck.everyElement().check(new Clipped(T.vector(1, 2)));
        assertEquals(
                Pattern.WRONG_NEARBY, report.parameter("W").diagnoses().get(0).pattern(), report::toString);
    }
}
