package gradj.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import gradj.cases.ErrorCases;
import gradj.cases.OperationCase;
import gradj.cases.OperationCases;
import gradj.cases.Target;
import gradj.spi.DType;
import gradj.tensor.MixedTensorsException;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What operations refuse, and in which words. */
class OperationErrorTest {
    static Stream<ErrorCases> refused() {
        return ErrorCases.all().stream();
    }

    /** The first case of every operation with its number of inputs. */
    static Stream<OperationCase> operations() {
        Map<String, OperationCase> first = new LinkedHashMap<>();
        OperationCases.all()
                .forEach(operationCase ->
                        first.putIfAbsent(operationCase.operation().get().name(), operationCase));
        return first.values().stream();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void saysWhatDoesNotFit(ErrorCases errorCase) {
        for (Tensors tensors : Target.all()) {
            Tensor[] inputs = errorCase.inputs().apply(tensors);
            RuntimeException thrown = assertThrowsExactly(
                    errorCase.type(), () -> errorCase.operation().get().forward(inputs));
            assertEquals(errorCase.message(), thrown.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void wantsItsNumberOfInputs(OperationCase operationCase) {
        Operation operation = operationCase.operation().get();
        Tensor[] inputs = operationCase.tensors(Target.FLOAT64);
        int needed = inputs.length;
        for (int count : new int[] {0, needed - 1, needed + 1}) {
            Tensor[] wrong = Arrays.copyOf(inputs, count);
            Arrays.setAll(wrong, i -> inputs[0]);
            IllegalArgumentException thrown =
                    assertThrowsExactly(IllegalArgumentException.class, () -> operation.forward(wrong));
            assertEquals(
                    operation.name() + ": needs " + needed + (needed == 1 ? " input" : " inputs") + ", got " + count,
                    thrown.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void refusesBackwardBeforeForward(OperationCase operationCase) {
        Operation operation = operationCase.operation().get();
        IllegalStateException thrown =
                assertThrowsExactly(IllegalStateException.class, () -> operation.backward(Target.FLOAT64.scalar(1)));
        assertEquals(operation.name() + ": backward before forward: call forward(x) first", thrown.getMessage());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void refusesAnUpstreamGradientOfAnotherShape(OperationCase operationCase) {
        Operation operation = operationCase.operation().get();
        Shape output = operation.forward(operationCase.tensors(Target.FLOAT64)).shape();
        for (Shape other : List.of(Shape.of(3, 5), Shape.of(0), Shape.of(1, 1, 1, 1), Shape.of(2))) {
            ShapeException thrown =
                    assertThrowsExactly(ShapeException.class, () -> operation.backward(Target.FLOAT64.zeros(other)));
            assertEquals(
                    operation.name() + ": backward: dout has the output's shape: expected " + output + ", got " + other,
                    thrown.getMessage());
            assertEquals(operation.name(), thrown.operation());
            assertEquals(List.of(output, other), thrown.shapes());
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void neverMixesDtypesOrBackends(OperationCase operationCase) {
        Tensor[] inputs = operationCase.tensors(Target.FLOAT64);
        for (int i = 0; i < inputs.length && inputs.length > 1; i++) {
            Tensor[] otherDtype = inputs.clone();
            otherDtype[i] = inputs[i].to(DType.FLOAT32);
            Tensor[] otherBackend = inputs.clone();
            otherBackend[i] = inputs[i].to(Target.REFERENCE);
            for (Tensor[] mixed : List.of(otherDtype, otherBackend)) {
                assertThrows(
                        MixedTensorsException.class,
                        () -> operationCase.operation().get().forward(mixed),
                        operationCase + ": input " + i);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void refusesAnUpstreamGradientOfAnotherDtypeOrBackend(OperationCase operationCase) {
        Operation operation = operationCase.operation().get();
        Tensor y = operation.forward(operationCase.tensors(Target.FLOAT64));
        for (Tensor dout : List.of(y.to(DType.FLOAT32), y.to(Target.REFERENCE))) {
            assertThrows(MixedTensorsException.class, () -> operation.backward(dout), operationCase.toString());
        }
    }

    /** A forward that is refused leaves nothing behind that a later backward could mistake for its own. */
    @ParameterizedTest
    @MethodSource("refused")
    void aRefusedForwardIsNoForward(ErrorCases errorCase) {
        Operation operation = errorCase.operation().get();
        Tensor[] inputs = errorCase.inputs().apply(Target.FLOAT64);
        assertThrows(errorCase.type(), () -> operation.forward(inputs));
        assertThrows(IllegalStateException.class, () -> operation.backward(Target.FLOAT64.scalar(1)));
    }
}
