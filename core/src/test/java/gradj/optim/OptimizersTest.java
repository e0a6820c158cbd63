package gradj.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import gradj.backend.JavaBackend;
import gradj.cases.Target;
import gradj.nn.Parameter;
import gradj.nn.TwoLayerNet;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizersTest {
    static Stream<Cases.Case> cases() {
        return Cases.all().stream();
    }

    private static Parameter parameter(Tensors tensors, double value, double gradient) {
        Parameter parameter = new Parameter("p", tensors.vector(value));
        parameter.setGradient(tensors.vector(gradient));
        return parameter;
    }

    /** One element, first step, by hand. */
    @Test
    void takesItsFirstStep() {
        for (Tensors tensors : Target.all()) {
            assertFirstStep(new Sgd(0.5), tensors, 3 - 0.5 * 2);
            assertFirstStep(new Sgd(0.5).withWeightDecay(0.1), tensors, 3 - 0.5 * (2 + 0.1 * 3));
            assertFirstStep(new Momentum(0.5, 0.9), tensors, 3 - 0.5 * 2);
            assertFirstStep(new Nesterov(0.5, 0.9), tensors, 3 - 0.5 * 2 * 1.9);
            assertFirstStep(new AdaGrad(0.5), tensors, 3 - 0.5);
            assertFirstStep(new AdaGrad(0.5).withInitialSum(5), tensors, 3 - 0.5 * 2 / 3);
            assertFirstStep(new RmsProp(0.5).withDecay(0.75), tensors, 3 - 0.5 * 2);
            assertFirstStep(new Adam(0.5), tensors, 3 - 0.5);
            assertFirstStep(new Adam(0.5).withEpsilon(2), tensors, 3 - 0.5 * 2 / (2 + 2));
            assertFirstStep(new AdamW(0.5).withWeightDecay(0.1), tensors, 3 * (1 - 0.5 * 0.1) - 0.5);
            assertFirstStep(GradientClipping.byValue(0.25, new Sgd(1)), tensors, 3 - 0.25);
            assertFirstStep(GradientClipping.byValue(2, new Sgd(1)), tensors, 3 - 2);
            assertFirstStep(GradientClipping.byNorm(0.25, new Sgd(1)), tensors, 3 - 0.25);
        }
    }

    private static void assertFirstStep(Optimizer optimizer, Tensors tensors, double expected) {
        Parameter parameter = parameter(tensors, 3, 2);
        optimizer.step(List.of(parameter));
        assertEquals(expected, parameter.value().item(), 1e-6, optimizer.getClass() + " " + Target.name(tensors));
    }

    /** With beta 0 nothing is remembered. */
    @Test
    void withoutMemoryItIsPlainDescent() {
        for (Tensors tensors : Target.all()) {
            List<Parameter> plain = Cases.parameters(tensors);
            Cases.step(new Sgd(0.1), plain, tensors, 0, 5);
            for (Optimizer optimizer : List.of(new Momentum(0.1, 0), new Nesterov(0.1, 0))) {
                List<Parameter> parameters = Cases.parameters(tensors);
                Cases.step(optimizer, parameters, tensors, 0, 5);
                assertArrayEquals(values(plain), values(parameters), 1e-6);
            }
            List<Parameter> signs = Cases.parameters(tensors); // m = g, v = g^2: a step of the gradient's sign
            double[] before = signs.get(0).value().toDoubleArray();
            Cases.step(new Adam(0.1).withBetas(0, 0), signs, tensors, 0, 1);
            double[] gradient = signs.get(0).gradient().toDoubleArray();
            for (int i = 0; i < before.length; i++) {
                assertEquals(
                        before[i] - 0.1 * Math.signum(gradient[i]),
                        signs.get(0).value().toDoubleArray()[i],
                        1e-6);
            }
        }
    }

    private static double[] values(List<Parameter> parameters) {
        return parameters.get(0).value().toDoubleArray();
    }

    /** 0 / epsilon is 0, also in the first step. */
    @ParameterizedTest
    @MethodSource("cases")
    void aGradientOfZeroMovesNothing(Cases.Case each) {
        for (Tensors tensors : Target.all()) {
            Parameter parameter = parameter(tensors, 0, 0);
            Optimizer optimizer = each.name().contains("groups") ? new AdamW(0.01) : each.make();
            for (int step = 0; step < 3; step++) {
                optimizer.step(List.of(parameter));
            }
            assertEquals(0, parameter.value().item(), Target.name(tensors));
        }
    }

    /** NaN is passed on to the element that it belongs to, and to no other, but where the norm is of all. */
    @ParameterizedTest
    @MethodSource("cases")
    void nanStaysNaN(Cases.Case each) {
        for (Tensors tensors : Target.all()) {
            List<Parameter> parameters = Cases.parameters(tensors);
            Optimizer optimizer = each.make();
            Cases.step(optimizer, parameters, tensors, 0, 2);
            parameters.get(1).setGradient(tensors.vector(1, Double.NaN, 1, 1));
            optimizer.step(parameters);
            boolean spreads = each.name().contains("norm");
            double[] b = parameters.get(1).value().toDoubleArray();
            for (int i = 0; i < 4; i++) {
                assertEquals(spreads || i == 1, Double.isNaN(b[i]), "b " + i);
            }
            for (double w : values(parameters)) {
                assertEquals(spreads, Double.isNaN(w));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void namesAParameterWithoutGradientAndChangesNone(Cases.Case each) {
        List<Parameter> parameters = Cases.parameters(Target.FLOAT64);
        parameters.get(0).setGradient(Target.FLOAT64.full(Shape.of(3, 4), 1));
        double[] before = values(parameters);
        Optimizer optimizer = each.make();
        IllegalStateException thrown =
                assertThrowsExactly(IllegalStateException.class, () -> optimizer.step(parameters));
        assertEquals("b has no gradient: call backward first", thrown.getMessage());
        assertArrayEquals(before, values(parameters));
        parameters.get(1).setGradient(Target.FLOAT64.full(Shape.of(3), 1));
        ShapeException wrongShape = assertThrowsExactly(ShapeException.class, () -> optimizer.step(parameters));
        assertTrue(wrongShape.getMessage().contains("expected [4], got [3]"), wrongShape.getMessage());
        assertArrayEquals(before, values(parameters));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noParametersAreNoMistake(Cases.Case each) {
        Optimizer optimizer = each.name().contains("groups") ? new AdamW(0.01) : each.make();
        optimizer.step(List.of());
        assertEquals(1, optimizer.state(List.of()).size());
        optimizer.restore(List.of(), optimizer.state(List.of()));
    }

    @Test
    void refusesParametersThatItCannotTellApart() {
        Parameter p = parameter(Target.FLOAT64, 1, 1);
        Parameter q = parameter(Target.FLOAT64, 1, 1);
        assertMessage("p is listed twice: an optimizer changes a parameter once a step", () -> {
            new Adam(0.1).step(List.of(p, p));
        });
        assertMessage("two parameters are named p: give each a name of its own, its state is kept by it", () -> {
            new Adam(0.1).step(List.of(p, q));
        });
        new Sgd(0.1).step(List.of(p, q)); // has nothing to keep
        assertEquals(0.9, p.value().item());
    }

    private static void assertMessage(String message, Runnable action) {
        assertEquals(
                message,
                assertThrowsExactly(IllegalArgumentException.class, action::run).getMessage());
    }

    // ------------------------------------------------------------------------------------------------------- settings

    static Stream<Arguments> refusals() {
        String rate = "learning rate: expected a finite number above 0, got ";
        String fraction = ": expected a number from 0 to below 1, got ";
        String above0 = ": expected a finite number above 0, got ";
        String from0 = ": expected a finite number, 0 or more, got ";
        return Stream.of(
                        Stream.of(0.0, -1.0, Double.NaN, Double.POSITIVE_INFINITY)
                                .flatMap(bad -> Stream.of(
                                        refusal(rate + bad, () -> new Momentum(bad)),
                                        refusal(rate + bad, () -> new Nesterov(bad)),
                                        refusal(rate + bad, () -> new AdaGrad(bad)),
                                        refusal(rate + bad, () -> new RmsProp(bad)),
                                        refusal(rate + bad, () -> new Adam(bad)),
                                        refusal(rate + bad, () -> new AdamW(bad)),
                                        refusal("epsilon" + above0 + bad, () -> new AdaGrad(1).withEpsilon(bad)),
                                        refusal("epsilon" + above0 + bad, () -> new RmsProp(1).withEpsilon(bad)),
                                        refusal("epsilon" + above0 + bad, () -> new Adam(1).withEpsilon(bad)),
                                        refusal("epsilon" + above0 + bad, () -> new AdamW(1).withEpsilon(bad)),
                                        refusal(
                                                "clipping by value" + above0 + bad,
                                                () -> GradientClipping.byValue(bad, new Sgd(1))),
                                        refusal(
                                                "clipping by norm" + above0 + bad,
                                                () -> GradientClipping.byNorm(bad, new Sgd(1))),
                                        refusal("factor" + above0 + bad, () -> Schedule.step(1, bad)),
                                        refusal("factor" + above0 + bad, () -> Schedule.steps(bad, 1)))),
                        Stream.of(1.0, -0.1, Double.NaN, Double.POSITIVE_INFINITY)
                                .flatMap(bad -> Stream.of(
                                        refusal("momentum" + fraction + bad, () -> new Momentum(1, bad)),
                                        refusal("momentum" + fraction + bad, () -> new Nesterov(1, bad)),
                                        refusal("decay" + fraction + bad, () -> new RmsProp(1).withDecay(bad)),
                                        refusal("beta1" + fraction + bad, () -> new Adam(1).withBetas(bad, 0.9)),
                                        refusal("beta2" + fraction + bad, () -> new AdamW(1).withBetas(0.9, bad)))),
                        Stream.of(-0.1, Double.NaN, Double.POSITIVE_INFINITY)
                                .flatMap(bad -> Stream.of(
                                        refusal("weight decay" + from0 + bad, () -> new Sgd(1).withWeightDecay(bad)),
                                        refusal("weight decay" + from0 + bad, () -> new AdamW(1).withWeightDecay(bad)),
                                        refusal(
                                                "weight decay" + from0 + bad,
                                                () -> ParameterGroup.named("W").withWeightDecay(bad)),
                                        refusal(
                                                "rate factor" + from0 + bad,
                                                () -> ParameterGroup.named("W").withRateFactor(bad)),
                                        refusal("initial sum" + from0 + bad, () -> new AdaGrad(1).withInitialSum(bad)),
                                        refusal("learning rate" + from0 + bad, () -> {
                                            new Sgd(1).setLearningRate(bad);
                                            return bad;
                                        }),
                                        refusal("last learning rate" + from0 + bad, () -> Schedule.cosine(3, bad)),
                                        refusal(
                                                "threshold" + from0 + bad,
                                                () -> ReduceOnPlateau.ofLoss().withAbsoluteThreshold(bad)),
                                        refusal(
                                                "lowest learning rate" + from0 + bad,
                                                () -> ReduceOnPlateau.ofLoss().withLowestRate(bad)))),
                        Stream.of(
                                refusal("step: expected 1 epoch or more, got 0", () -> Schedule.step(0, 0.1)),
                                refusal("cosine: expected 1 epoch or more, got -1", () -> Schedule.cosine(-1)),
                                refusal(
                                        "warm-up: expected 1 epoch or more, got 0",
                                        () -> Schedule.constant().afterWarmUp(0, 0.5)),
                                refusal(
                                        "warm-up: expected a factor above 0 and up to 1, got 0.0",
                                        () -> Schedule.constant().afterWarmUp(1, 0)),
                                refusal(
                                        "factor: expected a number above 0 and below 1, got 1.0",
                                        () -> ReduceOnPlateau.ofLoss().withFactor(1)),
                                refusal(
                                        "patience: expected a finite number, 0 or more, got -1.0",
                                        () -> ReduceOnPlateau.ofLoss().withPatience(-1)),
                                refusal(
                                        "reduce on plateau: epoch 2 needs the values of the 2 epochs before it, got 1",
                                        () -> ReduceOnPlateau.ofLoss().learningRate(1, 2, List.of(1.0)))))
                .flatMap(all -> all);
    }

    private static Arguments refusal(String message, Supplier<Object> action) {
        return Arguments.of(message, action);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesSettingsThatMakeNoSense(String message, Supplier<Object> action) {
        assertMessage(message, () -> assertNull(action.get()));
    }

    /** Settings are chosen before the first step, and leave the optimizer that they are asked of alone. */
    @Test
    void settingsMakeAnotherOptimizer() {
        Sgd sgd = new Sgd(0.5);
        sgd.setLearningRate(0.25);
        Sgd decaying = sgd.withWeightDecay(1);
        Parameter p = parameter(Target.FLOAT64, 3, 2);
        sgd.step(List.of(p));
        assertEquals(2.5, p.value().item());
        Parameter q = parameter(Target.FLOAT64, 3, 2);
        decaying.step(List.of(q));
        assertEquals(3 - 0.25 * 5, q.value().item());
    }

    /** A schedule may end at 0. */
    @Test
    void aLearningRateOfZeroMovesNothing() {
        for (Cases.Case each : Cases.all()) {
            List<Parameter> parameters = Cases.parameters(Target.FLOAT64);
            double[] before = values(parameters);
            Optimizer optimizer = each.make();
            optimizer.setLearningRate(0);
            Cases.step(optimizer, parameters, Target.FLOAT64, 0, 1);
            assertArrayEquals(before, values(parameters), each.name());
        }
    }

    // --------------------------------------------------------------------------------------------------------- groups

    @Test
    void groupsHaveTheirOwnRateAndDecay() {
        for (Tensors tensors : Target.all()) {
            List<Parameter> parameters = Cases.parameters(tensors);
            double[] w = values(parameters);
            double[] b = parameters.get(1).value().toDoubleArray();
            Sgd sgd = new Sgd(0.5)
                    .withWeightDecay(0.2)
                    .withGroup(ParameterGroup.where(p -> p.value().shape().rank() == 1)
                            .withWeightDecay(0)
                            .withRateFactor(0.1));
            Cases.step(sgd, parameters, tensors, 0, 1);
            double[] dw = parameters.get(0).gradient().toDoubleArray();
            double[] db = parameters.get(1).gradient().toDoubleArray();
            for (int i = 0; i < w.length; i++) {
                assertEquals(w[i] - 0.5 * (dw[i] + 0.2 * w[i]), values(parameters)[i], 1e-6);
            }
            for (int i = 0; i < b.length; i++) {
                assertEquals(b[i] - 0.05 * db[i], parameters.get(1).value().toDoubleArray()[i], 1e-6);
            }
        }
    }

    @Test
    void groupsThatFitNothingOrTooMuchAreRefused() {
        List<Parameter> parameters = Cases.parameters(Target.FLOAT64);
        parameters.forEach(p -> p.setGradient(p.value().copy()));
        double[] before = values(parameters);
        Sgd misspelt = new Sgd(0.1).withGroup(ParameterGroup.named("b", "w"));
        assertMessage("the group of b, w: no parameter is named w, there are W, b", () -> misspelt.step(parameters));
        Sgd twice = new Sgd(0.1)
                .withGroup(ParameterGroup.named("b"))
                .withGroup(ParameterGroup.where(p -> p.name().length() == 1));
        assertMessage("b is in two groups: make them exclude each other", () -> twice.step(parameters));
        assertArrayEquals(before, values(parameters));
    }

    // ------------------------------------------------------------------------------------------------------- clipping

    @Test
    void clipsEachElementByValue() {
        for (Tensors tensors : Target.all()) {
            Parameter p = new Parameter("p", tensors.vector(0, 0, 0, 0, 0));
            p.setGradient(tensors.vector(3, -3, 0.5, Double.POSITIVE_INFINITY, Double.NaN));
            Tensor own = p.gradient();
            GradientClipping.byValue(2, new Sgd(1)).step(List.of(p));
            assertArrayEquals(
                    new double[] {-2, 2, -0.5, -2, Double.NaN}, p.value().toDoubleArray());
            assertTrue(p.gradient() == own, "the parameter keeps its own gradient");
        }
    }

    /** Squares that are too large for the dtype do not make the norm infinite, and so the gradient 0. */
    @Test
    void clipsHugeGradientsByNorm() {
        for (Tensors tensors : Target.all()) {
            double huge = tensors.dtype() == DType.FLOAT32 ? 1e30 : 1e300;
            Parameter p = new Parameter("p", tensors.vector(0, 0));
            p.setGradient(tensors.vector(3 * huge, -4 * huge));
            GradientClipping.byNorm(5, new Sgd(1)).step(List.of(p));
            assertArrayEquals(new double[] {-3, 4}, p.value().toDoubleArray(), 1e-5);
        }
    }

    @Test
    void leavesShortGradientsAsTheyAre() {
        for (Tensors tensors : Target.all()) {
            List<Parameter> plain = Cases.parameters(tensors);
            List<Parameter> clipped = Cases.parameters(tensors);
            Cases.step(new Momentum(0.1), plain, tensors, 0, 3);
            Cases.step(GradientClipping.byNorm(1e3, new Momentum(0.1)), clipped, tensors, 0, 3);
            assertArrayEquals(values(plain), values(clipped));
        }
    }

    // ------------------------------------------------------------------------------------------------- in a net,
    // memory

    static Stream<Optimizer> learners() {
        return Stream.of(
                new Sgd(0.5),
                new Momentum(0.2),
                new Nesterov(0.2),
                new AdaGrad(0.2),
                new RmsProp(0.01),
                new Adam(0.05),
                new AdamW(0.05),
                GradientClipping.byNorm(0.1, new Momentum(0.2)),
                GradientClipping.byValue(0.1, new Adam(0.05)));
    }

    /** XOR, which no straight line divides. */
    @ParameterizedTest
    @MethodSource("learners")
    void learnsXor(Optimizer optimizer) {
        Tensors tensors = Target.FLOAT64;
        TwoLayerNet net = new TwoLayerNet(tensors, 2, 8, 2, 0.7, 5);
        Tensor x = tensors.matrix(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
        Tensor t = tensors.vector(0, 1, 1, 0);
        for (int step = 0; step < 300; step++) {
            net.gradient(x, t);
            optimizer.step(net.parameters());
        }
        double loss = net.loss(x, t).item();
        assertTrue(loss < 0.1, optimizer.getClass() + ": loss " + loss);
        assertEquals(1, net.accuracy(x, t));
    }

    /** Without threads, whose hand-over is another matter. The least of several looks: other work allocates in between. */
    @ParameterizedTest
    @MethodSource("cases")
    void aSteadyStepAllocatesUnderTwoHundredBytes(Cases.Case each) {
        Tensors tensors = new Tensors(new JavaBackend(1), DType.FLOAT32);
        List<Parameter> parameters = Cases.parameters(tensors);
        parameters.forEach(p -> p.setGradient(tensors.gaussian(p.value().shape(), 1, new SeededRandom(1))));
        Optimizer optimizer = each.make();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 200 && least >= 100 * 200; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int step = 0; step < 100; step++) {
                optimizer.step(parameters);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(least < 100 * 200, each + ": a step allocates " + least / 100 + " bytes");
    }
}
