package gradj.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.JavaBackend;
import gradj.gradcheck.ParameterReport.Outcome;
import gradj.nn.Affine;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.nn.Relu;
import gradj.nn.Sigmoid;
import gradj.op.Divide;
import gradj.op.Log;
import gradj.op.Reciprocal;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs of any scale: the step follows them, in nets and beside poles, and where it may not the report says so. */
class InputScaleTest {
    private static final Tensors T = new Tensors(new JavaBackend(1), DType.FLOAT64);

    /** A net of two layers on inputs of this scale, its first weights of another. */
    private static Differentiable loss(long seed, double inputs, double weights) {
        SeededRandom random = new SeededRandom(seed);
        int width = 2 + random.nextInt(5);
        Network net = new Network(List.of(
                new Affine(
                        new Parameter("W1", T.gaussian(Shape.of(4, width), weights, random)),
                        new Parameter("b1", T.gaussian(Shape.of(width), 0.1, random))),
                seed % 2 == 0 ? new Sigmoid() : new Relu(),
                new Affine(
                        new Parameter("W2", T.gaussian(Shape.of(width, 3), 1, random)),
                        new Parameter("b2", T.gaussian(Shape.of(3), 0.1, random)))));
        return net.lossOf(T.gaussian(Shape.of(3, 4), inputs, random), T.oneHot(3, 0, 1, 2));
    }

    private static double scale(long seed) {
        return Math.pow(10, 12 * new SeededRandom(1000 + seed).nextDouble() - 6);
    }

    @Test
    void aRightNetIsNeverCalledWrong() {
        int passed = 0;
        for (long seed = 0; seed < 80; seed++) {
            double inputs = scale(seed);
            double weights = seed % 4 < 2 ? 1 / inputs : seed % 8 < 4 ? 1 : 1e-3 / (inputs * inputs);
            GradientReport report = GradientCheck.everyElement().check(loss(seed, inputs, weights));
            for (ParameterReport parameter : report.parameters()) {
                assertTrue(parameter.outcome() != Outcome.WRONG, "seed " + seed + "\n" + report);
            }
            passed += report.passed() ? 1 : 0;
        }
        assertTrue(passed > 60, passed + " of 80 passed");
    }

    private static Network oneUnit(double[] w1) {
        return new Network(List.of(
                new Affine(new Parameter("W1", T.of(Shape.of(w1.length, 1), w1)), new Parameter("b1", T.vector(0.03))),
                new Sigmoid(),
                new Affine(
                        new Parameter("W2", T.of(Shape.of(1, 4), -2, 0.6, 1.2, -1.3)),
                        new Parameter("b2", T.vector(0.04, -0.03, -0.06, 0.05)))));
    }

    /** What one step throws over a cliff of the sigmoid is steep, and no rounding of float32. */
    @Test
    void norIsOneOfWhichAColumnIsAThousandTimesTheOthers() {
        Tensor x = T.of(Shape.of(2, 5), 2e4, -3.3e4, 1.25e7, 1.7e5, -94, 1.5e3, -3.3e4, -1.18e7, -3.3e5, -258);
        Network net = oneUnit(new double[] {4.6e-6, -2.4e-6, 4.2e-6, 1.9e-6, -2.3e-6});
        GradientReport report = GradientCheck.everyElement().check(net.lossOf(x, T.oneHot(4, 3, 3)));
        assertEquals(
                0,
                report.parameters().stream().mapToInt(ParameterReport::failures).sum(),
                report::toString);
        assertTrue(report.parameter("W2").passed(), report::toString);
        assertTrue(report.parameter("b2").passed(), report::toString);
    }

    /** So far out as the elements of 1e-20 may be moved, the loss is a straight line, of another slope. */
    @Test
    void norIsOneWhoseOtherInputsAreNearlyNothing() {
        Network net = new Network(List.of(new Affine(
                new Parameter("W", T.gaussian(Shape.of(4, 2), 0.5, new SeededRandom(1))),
                new Parameter("b", T.vector(0.1, -0.1)))));
        Tensor x = T.of(Shape.of(3, 4), 1e-20, 1, 3e-20, 2e-20, 3e-20, 0.9, -1e-20, 1e-20, 2e-20, 0, 1e-20, -1e-20);
        GradientCheck.everyElement().check(net.lossOf(x, T.oneHot(2, 0, 1, 0))).assertPassed();
    }

    /** One part in a million too large, at all elements of one parameter. */
    private record Wrong(Differentiable right, String name) implements Differentiable {
        @Override
        public Map<String, Tensor> parameters() {
            return right.parameters();
        }

        @Override
        public double value() {
            return right.value();
        }

        @Override
        public double magnitude() {
            return right.magnitude();
        }

        @Override
        public boolean[] branches() {
            return right.branches();
        }

        @Override
        public Optional<Differentiable> copy() {
            return right.copy().map(copy -> new Wrong(copy, name));
        }

        @Override
        public Map<String, Tensor> gradient() {
            Map<String, Tensor> gradients = new LinkedHashMap<>(right.gradient());
            gradients.computeIfPresent(name, (key, gradient) -> gradient.times(1 + 1e-6));
            return gradients;
        }
    }

    @Test
    void aWrongGradientNeverPasses() {
        List<String> names = List.of("W1", "b1", "W2", "b2");
        for (long seed = 0; seed < 80; seed++) {
            double inputs = scale(seed);
            Differentiable wrong = new Wrong(loss(seed, inputs, 1 / inputs), names.get((int) (seed / 2 % 4)));
            GradientReport report = GradientCheck.everyElement().check(wrong);
            assertFalse(report.passed(), "seed " + seed + " scale " + inputs + "\n" + report);
        }
    }

    /** Pixels from 0 to 255. */
    @Test
    void norDoesOneAlongDirections() {
        for (long seed = 0; seed < 10; seed++) {
            Differentiable right = loss(seed, 255, 1.0 / 255);
            GradientCheck.directions(2, seed).check(right).assertPassed();
            assertFalse(
                    GradientCheck.directions(2, seed)
                            .check(new Wrong(right, "W1"))
                            .passed(),
                    "seed " + seed);
        }
    }

    /** A step of 1e-4 moves the scores by thousands. */
    @Test
    void aStepThatWasAskedForIsTakenAndCalledTooLarge() {
        GradientReport report = GradientCheck.everyElement().withStep(1e-4).check(loss(2, 1e6, 1e-6));
        ParameterReport w = report.parameter("W1");
        assertEquals(Outcome.NOT_CHECKED, w.outcome(), report::toString);
        assertTrue(w.stepsTooLarge() > 0, report::toString);
        assertEquals(0, w.failures());
        assertTrue(report.toString().contains("W1: the step is too large here, "), report::toString);
        assertTrue(report.toString().contains("use a smaller step"), report::toString);
        GradientCheck.everyElement().withStep(1e-10).check(loss(2, 1e6, 1e-6)).parameter("W1");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-100, 1e-12, 1e-5, 5e-5, 9.9e-5, 1e-4, 1.5e-4, 1e-3, 1})
    void aPoleWithinTheStepIsNoMistake(double x) {
        GradientCheck.everyElement().check(new Reciprocal(), T.vector(x)).assertPassed();
        GradientCheck.everyElement().check(new Log(), T.vector(x)).assertPassed();
        GradientCheck.everyElement()
                .check(new Divide(), T.vector(1), T.vector(x))
                .assertPassed();
        BrokenOperation wrong = new BrokenOperation(in -> in[0].reciprocal(), (in, dout) ->
                new Tensor[] {dout.times(in[0].reciprocal().square()).times(-1.4)});
        assertFalse(GradientCheck.everyElement().check(wrong, T.vector(x)).passed());
    }

    @Test
    void besideAPoleASmallerStepIsAdvised() {
        GradientReport report = GradientCheck.everyElement().withStep(1e-4).check(new Log(), T.vector(1, 5e-5));
        assertEquals(Outcome.NOT_CHECKED, report.parameter("x0").outcome(), report::toString);
        assertTrue(report.toString().contains("such as x0[1] with h 1e-04"), report::toString);
        assertFalse(report.toString().contains("larger h"), report::toString);
    }

    /** |x| without branches(): a smaller step sees one side only; at the corner itself none is small enough. */
    @Test
    void aCornerThatNoBranchTellsOf() {
        BrokenOperation absolute =
                new BrokenOperation(in -> in[0].relu().plus(in[0].negate().relu()), (in, dout) ->
                        new Tensor[] {dout.where(in[0]).minus(dout.where(in[0].negate()))});
        GradientCheck.everyElement().check(absolute, T.vector(1e-5, 1, -1)).assertPassed();
        GradientReport report = GradientCheck.everyElement().check(absolute, T.vector(1e-14, 1, -1));
        assertEquals(Outcome.NOT_CHECKED, report.parameter("x0").outcome(), report::toString);
        assertTrue(report.toString().contains("or the function has a corner"), report::toString);
    }
}
