package gradj.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import gradj.cases.Close;
import gradj.cases.Flat;
import gradj.cases.OperationCase;
import gradj.cases.OperationCases;
import gradj.cases.Target;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation gives what its definition says, within its error bound, on every backend and dtype. */
class OperationValueTest {
    static Stream<OperationCase> cases() {
        return OperationCases.all().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesWhatTheDefinitionSays(OperationCase operationCase) {
        Flat[] flats = operationCase.flats();
        Flat expected = operationCase.definition().of(flats);
        for (Tensors tensors : Target.all()) {
            String what = operationCase + " on " + Target.name(tensors);
            Tensor[] inputs = operationCase.tensors(tensors);
            Tensor y = operationCase.operation().get().forward(inputs);
            double[] bounds =
                    operationCase.bound().of(flats, expected, tensors.dtype().unitRoundoff());
            Close.assertClose(expected, bounds, y, what);
            assertEquals(tensors.dtype(), y.dtype(), what);
            assertSame(tensors.backend(), y.backend(), what);
            for (int i = 0; i < inputs.length; i++) {
                assertArrayEquals(flats[i].values(), inputs[i].toDoubleArray(), what + ": input " + i + " changed");
            }
        }
    }

    @Test
    void theCatalogueHasEveryOperation() {
        TreeSet<String> operations = new ClassFileImporter()
                .importPackagesOf(Operation.class).stream()
                        .filter(type -> type.isAssignableTo(Operation.class))
                        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .filter(type -> type.getPackageName().equals("gradj.op") && !type.isInterface())
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> covered = cases().map(
                        operationCase -> operationCase.operation().get().name())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(operations, covered);
    }
}
