package gradj.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gradj.spi.DType;
import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** How a rule becomes tests: one for each dtype, and for those of the catalogue one for each operation as well. */
abstract class RuleTests {
    /** See {@link BackendConformance#backend}. */
    protected abstract TensorBackend backend();

    /** See {@link BackendConformance#provider}. */
    protected abstract Optional<TensorBackendProvider> provider();

    /** See {@link BackendConformance#newBackend}. */
    protected abstract Optional<TensorBackend> newBackend(int threads);

    /** A rule in one dtype. */
    @FunctionalInterface
    interface Rule {
        void check(Subject subject) throws Exception;
    }

    final Stream<DynamicTest> perDtype(Rule rule) {
        return perDtype("", rule);
    }

    /** As in {@code float32, the bits}: a part of a rule that is a test of its own. */
    final Stream<DynamicTest> perDtype(String part, Rule rule) {
        return Arrays.stream(DType.values()).map(dtype -> inDtype(dtype, part, rule));
    }

    final DynamicTest inDtype(DType dtype, String part, Rule rule) {
        return dynamicTest(dtype + part, () -> {
            TensorBackend backend = backend();
            assumeTrue(backend.supports(dtype), () -> backend.name() + " does not support " + dtype);
            rule.check(new Subject(backend, dtype));
        });
    }

    /** One test for each operation and dtype, over its cases in the catalogue. */
    final Stream<DynamicTest> perOperation(
            List<DType> dtypes, List<OperationCase> cases, BiConsumer<Subject, OperationCase> rule) {
        Map<String, List<OperationCase>> byOperation = cases.stream()
                .collect(Collectors.groupingBy(OperationCase::name, LinkedHashMap::new, Collectors.toList()));
        return byOperation.entrySet().stream()
                .flatMap(operation -> dtypes.stream()
                        .map(dtype -> dynamicTest(operation.getKey() + " " + dtype, () -> {
                            TensorBackend backend = backend();
                            assumeTrue(backend.supports(dtype), () -> backend.name() + " does not support " + dtype);
                            operation.getValue().forEach(oneCase -> rule.accept(new Subject(backend, dtype), oneCase));
                        })));
    }

    final TensorBackendProvider requiredProvider() {
        assumeTrue(provider().isPresent(), "provider() gives none");
        return provider().orElseThrow();
    }

    final TensorBackend requiredNewBackend(int threads) {
        Optional<TensorBackend> backend = newBackend(threads);
        assumeTrue(backend.isPresent(), "newBackend(" + threads + ") gives none");
        return backend.orElseThrow();
    }
}
