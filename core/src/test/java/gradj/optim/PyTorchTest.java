package gradj.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import gradj.cases.PyTorch;
import gradj.cases.Target;
import gradj.nn.Parameter;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Optimizers and schedules beside PyTorch's, step by step. */
class PyTorchTest {
    private static final int STEPS = 200;

    /** What gradj has no option for. */
    private static boolean isOffered(JsonObject run) {
        JsonObject settings = run.getAsJsonObject("settings");
        boolean isRmsProp = run.get("optimizer").getAsString().equals("RMSprop");
        return number(settings, "dampening", 0) == 0
                && !isTrue(settings, "centered")
                && !isTrue(settings, "amsgrad")
                && !(isRmsProp && number(settings, "momentum", 0) > 0);
    }

    static Stream<JsonObject> runs() {
        return PyTorch.objects("optimizers.json", "runs").filter(PyTorchTest::isOffered);
    }

    private static double number(JsonObject settings, String name, double otherwise) {
        return settings.has(name) ? settings.get(name).getAsDouble() : otherwise;
    }

    private static boolean isTrue(JsonObject settings, String name) {
        return settings.has(name) && settings.get(name).getAsBoolean();
    }

    private static Optimizer optimizer(String name, JsonObject s) {
        double rate = number(s, "lr", 0);
        double decay = number(s, "weight_decay", 0);
        double epsilon = number(s, "eps", 0);
        double momentum = number(s, "momentum", 0);
        double[] betas = s.has("betas") ? PyTorch.values(s.get("betas")) : new double[2];
        return switch (name) {
            case "SGD" ->
                isTrue(s, "nesterov")
                        ? new Nesterov(rate, momentum).withWeightDecay(decay)
                        : momentum > 0
                                ? new Momentum(rate, momentum).withWeightDecay(decay)
                                : new Sgd(rate).withWeightDecay(decay);
            case "Adagrad" ->
                new AdaGrad(rate)
                        .withEpsilon(epsilon)
                        .withInitialSum(number(s, "initial_accumulator_value", 0))
                        .withWeightDecay(decay);
            case "RMSprop" ->
                new RmsProp(rate)
                        .withDecay(number(s, "alpha", 0))
                        .withEpsilon(epsilon)
                        .withWeightDecay(decay);
            case "Adam" ->
                new Adam(rate)
                        .withBetas(betas[0], betas[1])
                        .withEpsilon(epsilon)
                        .withWeightDecay(decay);
            case "AdamW" ->
                new AdamW(rate)
                        .withBetas(betas[0], betas[1])
                        .withEpsilon(epsilon)
                        .withWeightDecay(decay);
            default -> throw new AssertionError(name);
        };
    }

    /** The gradient of sum(c (p - t)^2 / 2) + (p0 p1)^2 / 4 + sum(cos(3 p)) / 10. */
    static double[] gradient(double[] p) {
        double[] c = {1, 10, 0.1, 2.5};
        double[] t = {0.5, -0.25, 3, 2};
        double[] gradient = new double[4];
        for (int i = 0; i < 4; i++) {
            gradient[i] = c[i] * (p[i] - t[i]) - 0.3 * Math.sin(3 * p[i]);
        }
        gradient[0] += 0.5 * p[0] * p[1] * p[1];
        gradient[1] += 0.5 * p[0] * p[1] * p[0];
        return gradient;
    }

    @ParameterizedTest
    @MethodSource("runs")
    void takesPyTorchsSteps(JsonObject run) {
        for (Tensors tensors : List.of(Target.FLOAT64, Target.REFERENCE_FLOAT64)) {
            takesPyTorchsSteps(run, tensors);
        }
    }

    private static void takesPyTorchsSteps(JsonObject run, Tensors tensors) {
        JsonObject settings = run.getAsJsonObject("settings");
        Optimizer optimizer = optimizer(run.get("optimizer").getAsString(), settings);
        double rateDecay = number(settings, "lr_decay", 0); // Adagrad's; a schedule here
        Schedule schedule = (first, step, measured) -> first / (1 + step * rateDecay);
        Parameter parameter = new Parameter("p", tensors.vector(1.5, -0.75, 0.25, 2));
        int compared = 0;
        for (int step = 1; step <= STEPS; step++) {
            double[] gradient = gradient(parameter.value().toDoubleArray());
            parameter.setGradient(tensors.vector(gradient));
            optimizer.setLearningRate(schedule.learningRate(number(settings, "lr", 0), step - 1, List.of()));
            optimizer.step(List.of(parameter));
            JsonElement expected = run.getAsJsonObject("parameters_after_step").get(String.valueOf(step));
            if (expected != null) {
                compared++;
                double[] values = parameter.value().toDoubleArray();
                for (int i = 0; i < 4; i++) {
                    double wanted = PyTorch.values(expected)[i];
                    assertEquals(wanted, values[i], 1e-12 * Math.max(1, Math.abs(wanted)), "step " + step + ", " + i);
                }
            }
        }
        assertEquals(4, compared);
    }

    @Test
    void everyOptimizerIsCompared() {
        assertEquals(15, runs().count());
        assertEquals(
                List.of("AdaGrad", "Adam", "AdamW", "Momentum", "Nesterov", "RmsProp", "Sgd"),
                runs().map(run -> optimizer(run.get("optimizer").getAsString(), run.getAsJsonObject("settings")))
                        .map(optimizer -> optimizer.getClass().getSimpleName())
                        .distinct()
                        .sorted()
                        .toList());
    }

    // ------------------------------------------------------------------------------------------------------ schedules

    static Stream<JsonObject> schedules() {
        return PyTorch.objects("schedules.json", "schedules")
                .filter(each ->
                        schedule(each.get("scheduler").getAsString(), each.getAsJsonObject("settings")) != null);
    }

    /** Null for what gradj does not offer. */
    private static Schedule schedule(String name, JsonObject s) {
        return switch (name) {
            case "StepLR" -> Schedule.step((int) number(s, "step_size", 0), number(s, "gamma", 0));
            case "ExponentialLR" -> Schedule.step(1, number(s, "gamma", 0));
            case "MultiStepLR" ->
                Schedule.steps(
                        number(s, "gamma", 0),
                        Arrays.stream(PyTorch.values(s.get("milestones")))
                                .mapToInt(at -> (int) at)
                                .toArray());
            case "CosineAnnealingLR" -> Schedule.cosine((int) number(s, "T_max", 0), number(s, "eta_min", 0));
            case "LinearLR" ->
                Schedule.constant().afterWarmUp((int) number(s, "total_iters", 5), number(s, "start_factor", 1.0 / 3));
            case "ReduceLROnPlateau" -> plateau(s);
            case "SequentialLR(LinearLR, CosineAnnealingLR)" ->
                schedule("CosineAnnealingLR", s.getAsJsonObject("cosine"))
                        .afterWarmUp(
                                (int) number(s, "milestone", 0),
                                number(s.getAsJsonObject("linear"), "start_factor", 0));
            default -> null;
        };
    }

    private static Schedule plateau(JsonObject s) {
        boolean isHigherBetter = s.has("mode") && s.get("mode").getAsString().equals("max");
        ReduceOnPlateau plateau = (isHigherBetter ? ReduceOnPlateau.ofAccuracy() : ReduceOnPlateau.ofLoss())
                .withFactor(number(s, "factor", 0.1))
                .withPatience((int) number(s, "patience", 10))
                .withCooldown((int) number(s, "cooldown", 0))
                .withLowestRate(number(s, "min_lr", 0));
        double threshold = number(s, "threshold", 1e-4);
        return s.has("threshold_mode")
                ? plateau.withAbsoluteThreshold(threshold)
                : plateau.withRelativeThreshold(threshold);
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void givesPyTorchsRates(JsonObject each) {
        Schedule schedule = schedule(each.get("scheduler").getAsString(), each.getAsJsonObject("settings"));
        double[] expected = PyTorch.values(each.get("rate_of_epoch"));
        double first = each.get("base_lr").getAsDouble();
        List<Double> measured = new ArrayList<>();
        double[] rates = new double[expected.length];
        for (int epoch = 0; epoch < rates.length; epoch++) {
            rates[epoch] = schedule.learningRate(first, epoch, measured);
            if (each.has("metric_after_epoch")) {
                measured.add(PyTorch.values(each.get("metric_after_epoch"))[epoch]);
            }
        }
        assertArrayEquals(expected, rates, 1e-12 * first);
    }

    @Test
    void everyScheduleIsCompared() {
        assertEquals(14, schedules().count());
    }

    /** torch.nn.utils.clip_grad_norm_: factor = limit / (norm + 1e-6) where that is below 1. */
    @Test
    void clipsByTheNormOfAllGradients() {
        Parameter a = new Parameter("a", Target.FLOAT64.vector(0, 0));
        Parameter b = new Parameter("b", Target.FLOAT64.vector(0));
        a.setGradient(Target.FLOAT64.vector(3, -4));
        b.setGradient(Target.FLOAT64.vector(12));
        Tensor own = a.gradient();
        GradientClipping.byNorm(2, new Sgd(1)).step(List.of(a, b));
        double factor = 2 / (13 + 1e-6);
        assertArrayEquals(new double[] {-3 * factor, 4 * factor}, a.value().toDoubleArray(), 1e-15);
        assertEquals(-12 * factor, b.value().item(), 1e-15);
        assertSame(own, a.gradient());
    }
}
