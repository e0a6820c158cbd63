package gradj.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import gradj.backend.ReferenceBackend;
import gradj.op.Concat;
import gradj.op.Operation;
import gradj.spi.DType;
import gradj.tensor.MixedTensorsException;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What operations refuse before any backend is called, and in which words. */
final class RefusalRules {
    private RefusalRules() {}

    static void saysWhatDoesNotFit(Subject subject) {
        Tensors tensors = subject.tensors();
        for (ErrorCases errorCase : ErrorCases.all()) {
            Tensor[] inputs = errorCase.inputs().apply(tensors);
            Operation operation = errorCase.operation().get();
            RuntimeException thrown = assertThrowsExactly(errorCase.type(), () -> operation.forward(inputs));
            assertEquals(errorCase.message(), thrown.getMessage());
            // A forward that is refused leaves nothing behind that a later backward could mistake for its own.
            assertThrows(IllegalStateException.class, () -> operation.backward(tensors.scalar(1)));
        }
    }

    static void everyOperationRefuses(Subject subject) {
        Map<String, OperationCase> firstOfEach = new LinkedHashMap<>();
        OperationCases.all().forEach(operationCase -> firstOfEach.putIfAbsent(operationCase.name(), operationCase));
        for (OperationCase operationCase : firstOfEach.values()) {
            wantsItsNumberOfInputs(subject, operationCase);
            refusesBackwardBeforeForward(subject, operationCase);
            refusesAnUpstreamGradientOfAnotherShape(subject, operationCase);
            neverMixesDtypesOrBackends(subject, operationCase);
            refusesAnUpstreamGradientOfAnotherDtypeOrBackend(subject, operationCase);
        }
    }

    private static void wantsItsNumberOfInputs(Subject subject, OperationCase operationCase) {
        Operation operation = operationCase.operation().get();
        Tensor[] inputs = operationCase.tensors(subject.tensors());
        int needed = inputs.length;
        if (operation instanceof Concat) { // takes any number but none
            IllegalArgumentException thrown =
                    assertThrowsExactly(IllegalArgumentException.class, () -> operation.forward());
            assertEquals("Concat: needs 1 input or more, got 0", thrown.getMessage());
            return;
        }
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

    private static void refusesBackwardBeforeForward(Subject subject, OperationCase operationCase) {
        Operation operation = operationCase.operation().get();
        Tensor dout = subject.tensors().scalar(1);
        IllegalStateException thrown = assertThrowsExactly(IllegalStateException.class, () -> operation.backward(dout));
        assertEquals(operation.name() + ": backward before forward: call forward(x) first", thrown.getMessage());
    }

    private static void refusesAnUpstreamGradientOfAnotherShape(Subject subject, OperationCase operationCase) {
        Operation operation = operationCase.operation().get();
        Tensors tensors = subject.tensors();
        Shape output = operation.forward(operationCase.tensors(tensors)).shape();
        for (Shape other : List.of(Shape.of(3, 5), Shape.of(0), Shape.of(1, 1, 1, 1), Shape.of(2))) {
            if (other.equals(output)) {
                continue;
            }
            Tensor dout = tensors.zeros(other);
            ShapeException thrown = assertThrowsExactly(ShapeException.class, () -> operation.backward(dout));
            assertEquals(
                    operation.name() + ": backward: dout has the output's shape: expected " + output + ", got " + other,
                    thrown.getMessage());
            assertEquals(operation.name(), thrown.operation());
            assertEquals(List.of(output, other), thrown.shapes());
        }
    }

    private static void neverMixesDtypesOrBackends(Subject subject, OperationCase operationCase) {
        Tensor[] inputs = operationCase.tensors(subject.tensors());
        for (int i = 0; i < inputs.length && inputs.length > 1; i++) {
            for (Tensor other : others(subject, inputs[i])) {
                Tensor[] mixed = inputs.clone();
                mixed[i] = other;
                Operation operation = operationCase.operation().get();
                assertThrows(
                        MixedTensorsException.class,
                        () -> operation.forward(mixed),
                        subject + ": " + operationCase + ": input " + i);
            }
        }
    }

    private static void refusesAnUpstreamGradientOfAnotherDtypeOrBackend(Subject subject, OperationCase operationCase) {
        Operation operation = operationCase.operation().get();
        Tensor y = operation.forward(operationCase.tensors(subject.tensors()));
        for (Tensor dout : others(subject, y)) {
            assertThrows(MixedTensorsException.class, () -> operation.backward(dout), subject + ": " + operationCase);
        }
    }

    /** The same numbers on another backend and, if this one can, in the other dtype. */
    private static List<Tensor> others(Subject subject, Tensor tensor) {
        List<Tensor> others = new ArrayList<>(List.of(tensor.to(new ReferenceBackend())));
        DType other = subject.dtype() == DType.FLOAT32 ? DType.FLOAT64 : DType.FLOAT32;
        if (subject.backend().supports(other)) {
            others.add(tensor.to(other));
        }
        return others;
    }
}
