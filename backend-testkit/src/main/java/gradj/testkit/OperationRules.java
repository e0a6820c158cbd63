package gradj.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import gradj.tensor.Tensor;

/** Every operation gives what its definition says, within its error bound. */
final class OperationRules {
    private OperationRules() {}

    static void givesWhatTheDefinitionSays(Subject subject, OperationCase operationCase) {
        Flat[] flats = operationCase.flats();
        Flat expected = operationCase.definition().of(flats);
        String what = subject + ": " + operationCase;
        Tensor[] inputs = operationCase.tensors(subject.tensors());
        Tensor y = operationCase.operation().get().forward(inputs);
        Close.assertClose(expected, operationCase.bound().of(flats, expected, subject.u()), y, what);
        assertEquals(subject.dtype(), y.dtype(), what);
        assertSame(subject.backend(), y.backend(), what);
        for (int i = 0; i < inputs.length; i++) {
            Close.assertSameBits(flats[i].values(), inputs[i].toDoubleArray(), what + ": input " + i + " changed");
        }
    }
}
