package gradj.optim;

import gradj.nn.Parameter;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensors;
import java.util.List;
import java.util.function.Supplier;

/** Every optimizer, with settings that make every part of it count, and parameters with gradients. */
final class Cases {
    private Cases() {}

    /** Makes the same optimizer again and again. */
    record Case(String name, Supplier<Optimizer> maker) {
        Optimizer make() {
            return maker.get();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> all() {
        return List.of(
                new Case("Sgd", () -> new Sgd(0.1)),
                new Case("Sgd with decay", () -> new Sgd(0.1).withWeightDecay(0.1)),
                new Case("Momentum", () -> new Momentum(0.1)),
                new Case("Momentum with decay", () -> new Momentum(0.1, 0.5).withWeightDecay(0.1)),
                new Case("Nesterov", () -> new Nesterov(0.1).withWeightDecay(0.01)),
                new Case("AdaGrad", () -> new AdaGrad(0.1).withInitialSum(0.1)),
                new Case("RmsProp", () -> new RmsProp(0.01).withDecay(0.9)),
                new Case("Adam", () -> new Adam(0.01)),
                new Case(
                        "Adam with decay",
                        () -> new Adam(0.01).withBetas(0.8, 0.99).withWeightDecay(0.1)),
                new Case("AdamW", () -> new AdamW(0.01)),
                new Case(
                        "AdamW in groups",
                        () -> new AdamW(0.01)
                                .withGroup(ParameterGroup.named("W").withRateFactor(0.5))
                                .withGroup(ParameterGroup.where(p -> p.name().equals("b"))
                                        .withWeightDecay(0))),
                new Case("Momentum, clipped by norm", () -> GradientClipping.byNorm(1, new Momentum(0.1))),
                new Case("Adam, clipped by value", () -> GradientClipping.byValue(0.5, new Adam(0.01))));
    }

    /** W [3, 4] and b [4]. */
    static List<Parameter> parameters(Tensors tensors) {
        SeededRandom random = new SeededRandom(3);
        return List.of(
                new Parameter("W", tensors.gaussian(Shape.of(3, 4), 1, random)),
                new Parameter("b", tensors.gaussian(Shape.of(4), 1, random)));
    }

    /** So many steps with the gradients of other seeds, which follow from the number of the step. */
    static void step(Optimizer optimizer, List<Parameter> parameters, Tensors tensors, int from, int to) {
        for (int step = from; step < to; step++) {
            SeededRandom random = new SeededRandom(step);
            for (Parameter parameter : parameters) {
                parameter.setGradient(tensors.gaussian(parameter.value().shape(), 1, random));
            }
            optimizer.step(parameters);
        }
    }
}
