package gradj.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.spi.DType;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The catalogue of large calls has what it says: each size of each operation, long. */
class LargeCatalogueTest {
    /** What 16 bits, or a GPU's grid, count. */
    private static final int LONG = 1 << 16;

    private static final int MANY = 1 << 20;

    private record Sized(DType dtype, int size) implements Storage {}

    /** The operations of a backend: what has neither to do with memory nor with identity. */
    private static Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        for (Method method : TensorBackend.class.getMethods()) {
            if (Arrays.asList(method.getParameterTypes()).contains(Storage.class)
                    && !List.of("write", "read", "release").contains(method.getName())) {
                operations.add(method.getName());
            }
        }
        return operations;
    }

    /** Makes every call of the catalogue on a backend that computes nothing, and keeps the largest of each size. */
    private static Map<String, List<Integer>> largestSizes(DType dtype, Map<String, Integer> largestOperands) {
        Map<String, List<Integer>> largest = new LinkedHashMap<>();
        TensorBackend recorder = (TensorBackend) Proxy.newProxyInstance(
                TensorBackend.class.getClassLoader(), new Class<?>[] {TensorBackend.class}, (proxy, method, args) -> {
                    List<Integer> sizes = new ArrayList<>();
                    for (Object argument : args) {
                        if (argument instanceof Integer size) {
                            sizes.add(size);
                        } else if (argument instanceof Storage operand) {
                            largestOperands.merge(method.getName(), operand.size(), Math::max);
                        }
                    }
                    largest.merge(method.getName(), sizes, LargeCatalogueTest::largerOfEach);
                    return null;
                });
        LargeCalls.all(dtype).forEach(large -> {
            BackendCall call = large.call();
            call.body().on(recorder, storages(dtype, call.inputs()), storages(dtype, call.outputs()));
        });
        return largest;
    }

    private static List<Integer> largerOfEach(List<Integer> a, List<Integer> b) {
        List<Integer> larger = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            larger.add(Math.max(a.get(i), b.get(i)));
        }
        return larger;
    }

    private static Storage[] storages(DType dtype, double[][] operands) {
        return Arrays.stream(operands)
                .map(operand -> new Sized(dtype, operand.length))
                .toArray(Storage[]::new);
    }

    @ParameterizedTest
    @EnumSource
    void everySizeOfEveryOperationIsLong(DType dtype) {
        Map<String, Integer> operands = new LinkedHashMap<>();
        Map<String, List<Integer>> sizes = largestSizes(dtype, operands);
        assertEquals(operations(), new TreeSet<>(sizes.keySet()));
        sizes.forEach((operation, largest) -> {
            assertTrue(largest.stream().allMatch(size -> size > LONG), operation + " " + largest);
            assertTrue(operands.get(operation) > MANY, operation + " " + operands.get(operation));
        });
    }
}
