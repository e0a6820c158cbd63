package gradj.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.nn.Parameter;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A resumed run has the bits of one that was not interrupted; a state that does not fit changes nothing. */
class StateTest {
    static Stream<Cases.Case> cases() {
        return Cases.all().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void goesOnToTheBit(Cases.Case each) {
        for (Tensors tensors : Target.all()) {
            Optimizer whole = each.make();
            List<Parameter> parameters = Cases.parameters(tensors);
            Cases.step(whole, parameters, tensors, 0, 10);
            whole.setLearningRate(whole.learningRate() / 3);
            Map<String, Tensor> state = whole.state(parameters);
            List<Parameter> saved = parameters.stream()
                    .map(parameter -> new Parameter(parameter.name(), parameter.value()))
                    .toList();
            Cases.step(whole, parameters, tensors, 10, 20); // the state is a copy: this does not touch it

            Optimizer resumed = each.make();
            resumed.restore(saved, state);
            assertEquals(whole.learningRate(), resumed.learningRate());
            Cases.step(resumed, saved, tensors, 10, 20);
            for (int i = 0; i < parameters.size(); i++) {
                assertArrayEquals(
                        parameters.get(i).value().toDoubleArray(),
                        saved.get(i).value().toDoubleArray());
            }
            whole.state(parameters)
                    .forEach((name, tensor) -> assertArrayEquals(
                            tensor.toDoubleArray(),
                            resumed.state(saved).get(name).toDoubleArray(),
                            name));
        }
    }

    @Test
    void isNamedByParameter() {
        List<Parameter> parameters = Cases.parameters(Target.FLOAT32);
        assertEquals(
                List.of("learningRate", "W.m", "W.v", "W.step", "b.m", "b.v", "b.step"),
                List.copyOf(new Adam(0.1).state(parameters).keySet()));
        assertEquals(
                List.of("learningRate", "W.v", "b.v"),
                List.copyOf(new Nesterov(0.1).state(parameters).keySet()));
        assertEquals(
                List.of("learningRate"),
                List.copyOf(new Sgd(0.1).state(parameters).keySet()));
        assertEquals(0.1, new Sgd(0.1).state(parameters).get("learningRate").item()); // no float32 is 0.1
    }

    /** A parameter that joins later starts its means then: their bias is corrected by its own steps. */
    @Test
    void countsTheStepsOfEachParameter() {
        Tensors tensors = Target.FLOAT64;
        List<Parameter> parameters = Cases.parameters(tensors);
        Adam adam = new Adam(0.01);
        Cases.step(adam, parameters.subList(0, 1), tensors, 0, 5);
        Cases.step(adam, parameters, tensors, 5, 7);
        assertEquals(7, adam.state(parameters).get("W.step").item());
        assertEquals(2, adam.state(parameters).get("b.step").item());
        List<Parameter> fresh = Cases.parameters(tensors);
        Cases.step(new Adam(0.01), fresh, tensors, 5, 7);
        assertArrayEquals(
                fresh.get(1).value().toDoubleArray(), parameters.get(1).value().toDoubleArray());
    }

    @Test
    void tellsEverythingThatDoesNotFitAndChangesNothing() {
        List<Parameter> parameters = Cases.parameters(Target.FLOAT32);
        Adam adam = new Adam(0.01);
        Cases.step(adam, parameters, Target.FLOAT32, 0, 3);
        Map<String, Tensor> before = adam.state(parameters);
        Map<String, Tensor> wrong = new LinkedHashMap<>(before);
        wrong.remove("W.m");
        wrong.put("W.v", Target.FLOAT64.zeros(Shape.of(3, 4)));
        wrong.put("b.m", Target.FLOAT32.zeros(Shape.of(5)));
        wrong.put("b.step", Target.FLOAT64.scalar(2.5));
        wrong.put("W1.m", Target.FLOAT32.zeros(Shape.of(2)));
        wrong.put("learningRate", Target.FLOAT64.scalar(Double.NaN));
        IllegalArgumentException thrown =
                assertThrowsExactly(IllegalArgumentException.class, () -> adam.restore(parameters, wrong));
        assertEquals(
                "restore: the state does not fit Adam on W, b: "
                        + "learningRate: expected a finite number, 0 or more, got NaN; "
                        + "W.m is missing; "
                        + "W.v: expected float32 [3, 4], got float64 [3, 4]; "
                        + "b.m: expected float32 [4], got float32 [5]; "
                        + "b.step: expected a whole number, 0 or more, got 2.5; "
                        + "W1.m is too many",
                thrown.getMessage());
        adam.state(parameters)
                .forEach((name, tensor) ->
                        assertArrayEquals(before.get(name).toDoubleArray(), tensor.toDoubleArray(), name));
        assertThrowsExactly(IllegalArgumentException.class, () -> new Momentum(0.1).restore(parameters, before));
        assertThrowsExactly(IllegalArgumentException.class, () -> new Sgd(0.1).restore(parameters, before));
    }

    @Test
    void comesFromAnotherBackendToo() {
        List<Parameter> there = Cases.parameters(Target.REFERENCE_FLOAT64);
        Momentum momentum = new Momentum(0.1);
        Cases.step(momentum, there, Target.REFERENCE_FLOAT64, 0, 3);
        List<Parameter> here = Cases.parameters(Target.FLOAT64);
        Momentum other = new Momentum(0.3);
        other.restore(here, momentum.state(there));
        assertArrayEquals(
                momentum.state(there).get("W.v").toDoubleArray(),
                other.state(here).get("W.v").toDoubleArray());
        assertEquals(0.1, other.learningRate());
    }

    /** Made in a scope that is open, it outlives it. */
    @ParameterizedTest
    @MethodSource("cases")
    void belongsToNoScope(Cases.Case each) {
        List<Parameter> parameters = Cases.parameters(Target.FLOAT32);
        Optimizer optimizer = each.make();
        Map<String, Tensor> state;
        try (TensorScope scope = TensorScope.open()) {
            Cases.step(optimizer, parameters, Target.FLOAT32, 0, 2);
            state = optimizer.state(parameters);
        }
        state.values().forEach(tensor -> assertTrue(Double.isFinite(tensor.toDoubleArray()[0])));
        Cases.step(optimizer, parameters, Target.FLOAT32, 2, 4);
        assertTrue(Double.isFinite(parameters.get(0).value().toDoubleArray()[0]));
    }

    @Test
    void aUsersOwnOptimizerIsALambda() {
        Optimizer own = parameters -> parameters.forEach(p -> p.addScaled(-0.5, p.gradient()));
        List<Parameter> parameters = Cases.parameters(Target.FLOAT64);
        double before = parameters.get(0).value().get(0, 0);
        Cases.step(own, parameters, Target.FLOAT64, 0, 1);
        assertEquals(
                before - 0.5 * parameters.get(0).gradient().get(0, 0),
                parameters.get(0).value().get(0, 0),
                1e-15);
        assertEquals(Map.of(), own.state(parameters));
        own.restore(parameters, Map.of());
        Map<String, Tensor> foreign = new Momentum(1).state(parameters);
        IllegalArgumentException thrown =
                assertThrowsExactly(IllegalArgumentException.class, () -> own.restore(parameters, foreign));
        assertTrue(thrown.getMessage().endsWith("keeps no state, got learningRate, W.v, b.v"), thrown.getMessage());
        assertTrue(assertThrowsExactly(UnsupportedOperationException.class, () -> own.setLearningRate(1))
                .getMessage()
                .endsWith("a schedule needs learningRate() and setLearningRate(rate)"));
        assertThrowsExactly(UnsupportedOperationException.class, own::learningRate);
    }
}
