package gradj.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import gradj.op.Operation;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    @Test
    void hasEveryOperation() {
        TreeSet<String> operations = new ClassFileImporter()
                .importPackagesOf(Operation.class).stream()
                        .filter(type -> type.isAssignableTo(Operation.class))
                        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .filter(type -> type.getPackageName().equals("gradj.op") && !type.isInterface())
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> covered =
                OperationCases.all().stream().map(OperationCase::name).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(operations, covered);
    }
}
