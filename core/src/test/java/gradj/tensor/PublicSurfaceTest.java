package gradj.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import gradj.cases.Target;
import gradj.spi.DType;
import gradj.spi.TensorBackend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Calls every public method of {@link Tensor}, {@link Tensors} and {@link Fused} with every combination of odd
 * arguments: it gives a result or a documented exception with a message, never one that leaks from the inside. A new
 * method is covered the day it is written; a new parameter type must be added to {@link #candidates}.
 */
class PublicSurfaceTest {
    private static final Set<Class<?>> DOCUMENTED = Set.of(
            IllegalArgumentException.class,
            ShapeException.class,
            MixedTensorsException.class,
            IndexOutOfBoundsException.class,
            IllegalStateException.class);

    private static final List<Shape> SHAPES = List.of(
            Shape.of(),
            Shape.of(0),
            Shape.of(1),
            Shape.of(3),
            Shape.of(2, 3),
            Shape.of(3, 2),
            Shape.of(2, 1),
            Shape.of(0, 3),
            Shape.of(3, 0),
            Shape.of(0, 0),
            Shape.of(2, 3, 4),
            Shape.of(0, 3, 4));

    static Stream<Named<Method>> methods() {
        return Stream.of(Tensor.class, Tensors.class, Fused.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> !method.getName().equals("equals"))
                .map(method -> Named.of(
                        method.getDeclaringClass().getSimpleName() + "." + method.getName() + " "
                                + Arrays.toString(method.getParameterTypes()),
                        method));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void givesAResultOrADocumentedException(Method method) throws IllegalAccessException {
        List<List<Object>> combinations = List.of(List.of());
        if (!Modifier.isStatic(method.getModifiers())) {
            combinations = times(combinations, candidates(method.getDeclaringClass()));
        }
        for (Class<?> type : method.getParameterTypes()) {
            combinations = times(combinations, candidates(type));
        }
        int results = 0;
        for (List<Object> arguments : combinations) {
            results += call(method, arguments) ? 1 : 0;
        }
        assertTrue(results > 0, "no combination fits " + method);
    }

    private static boolean call(Method method, List<Object> arguments) throws IllegalAccessException {
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        String before = arguments.toString();
        Object[] parameters =
                arguments.subList(isStatic ? 0 : 1, arguments.size()).toArray();
        try (TensorScope scope = TensorScope.open()) {
            Object result = method.invoke(isStatic ? null : arguments.get(0), parameters);
            if (result instanceof Tensor tensor && !tensor.toString().startsWith("closed")) {
                assertEquals(tensor.size(), tensor.toDoubleArray().length, method + " " + before);
            }
            return true;
        } catch (InvocationTargetException thrown) {
            Throwable cause = thrown.getCause();
            if (!DOCUMENTED.contains(cause.getClass())) {
                fail(method + " of " + before + ": " + cause, cause);
            }
            assertFalse(cause.getMessage() == null || cause.getMessage().isBlank(), method + " of " + before);
            return false;
        } finally {
            assertEquals(before, arguments.toString(), method + " changed its arguments");
        }
    }

    private static List<List<Object>> times(List<List<Object>> combinations, List<?> candidates) {
        List<List<Object>> result = new ArrayList<>();
        for (List<Object> combination : combinations) {
            for (Object candidate : candidates) {
                List<Object> longer = new ArrayList<>(combination);
                longer.add(candidate);
                result.add(longer);
            }
        }
        return result;
    }

    private static List<?> candidates(Class<?> type) {
        if (type == Tensor.class) {
            return tensors();
        } else if (type == Tensors.class) {
            return Target.all();
        } else if (type == Shape.class) {
            return SHAPES;
        } else if (type == int.class) {
            return List.of(0, 1, 2, 3, -1, -3, 1000, Integer.MIN_VALUE);
        } else if (type == int[].class) {
            return List.of(new int[0], new int[] {0}, new int[] {1, 2}, new int[] {-1}, new int[] {0, 0, 7});
        } else if (type == boolean.class) {
            return List.of(false, true);
        } else if (type == Tensor[].class) {
            return List.of(
                    new Tensor[0],
                    new Tensor[] {Target.FLOAT64.zeros(Shape.of(2, 3)), Target.FLOAT64.zeros(Shape.of(2, 1))},
                    new Tensor[] {Target.FLOAT64.zeros(Shape.of(2)), Target.FLOAT32.zeros(Shape.of(2))},
                    new Tensor[] {Target.FLOAT64.zeros(Shape.of(0, 3)), Target.FLOAT64.zeros(Shape.of(3))});
        } else if (type == double.class) {
            return List.of(0.0, -2.5, Double.NaN, Double.POSITIVE_INFINITY);
        } else if (type == double[].class) {
            return List.of(new double[0], new double[] {1}, new double[] {1, 2, 3}, new double[] {1, 2, 3, 4, 5, 6});
        } else if (type == float[].class) {
            return List.of(new float[0], new float[] {1}, new float[] {1, 2, 3}, new float[] {1, 2, 3, 4, 5, 6});
        } else if (type == double[][].class) {
            return List.of(
                    new double[0][], new double[2][0], new double[][] {{1, 2}, {3, 4}}, new double[][] {{1, 2}, {3}});
        } else if (type == DType.class) {
            return List.of(DType.values());
        } else if (type == TensorBackend.class) {
            return List.of(Target.JAVA, Target.REFERENCE);
        } else if (type == Tensors.RowSource.class) {
            return List.of((Tensors.RowSource) (row, target, offset) -> {});
        } else if (type == SeededRandom.class) {
            return List.of(new SeededRandom(1));
        }
        return fail("a public method takes " + type + ": add odd values of it here");
    }

    /** Every shape in float64, a few in float32 and on another backend, and one whose scope is closed. */
    private static List<Tensor> tensors() {
        List<Tensor> result = new ArrayList<>();
        SeededRandom random = new SeededRandom(1);
        SHAPES.forEach(shape -> result.add(Target.FLOAT64.gaussian(shape, 1, random)));
        result.add(Target.FLOAT32.full(Shape.of(2, 3), 1));
        result.add(Target.FLOAT32.scalar(1));
        result.add(Target.REFERENCE_FLOAT64.full(Shape.of(2, 3), 1));
        try (TensorScope scope = TensorScope.open()) {
            result.add(Target.FLOAT64.zeros(Shape.of(2, 3)));
        }
        return result;
    }

    /** The same calls on the other backend end the same way: no backend has rules of its own. */
    @ParameterizedTest
    @MethodSource("methods")
    void endsTheSameWayOnEveryBackend(Method method) throws IllegalAccessException {
        boolean takesTensorsOnly = Arrays.stream(method.getParameterTypes()).allMatch(type -> type == Tensor.class);
        if (!takesTensorsOnly || method.getReturnType() != Tensor.class) {
            return;
        }
        int count = method.getParameterCount() + (Modifier.isStatic(method.getModifiers()) ? 0 : 1);
        List<List<Object>> combinations = List.of(List.of());
        for (int i = 0; i < count; i++) {
            combinations = times(combinations, SHAPES);
        }
        for (List<Object> shapes : combinations) {
            assertArrayEquals(
                    outcome(method, shapes, Target.REFERENCE_FLOAT64),
                    outcome(method, shapes, Target.FLOAT64),
                    1e-14,
                    method + " of " + shapes);
        }
    }

    /** The elements of the result, or a mark for the exception. */
    private static double[] outcome(Method method, List<Object> shapes, Tensors tensors) throws IllegalAccessException {
        SeededRandom random = new SeededRandom(5);
        List<Tensor> arguments = shapes.stream()
                .map(shape -> tensors.gaussian((Shape) shape, 1, random))
                .toList();
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        Object[] parameters =
                arguments.subList(isStatic ? 0 : 1, arguments.size()).toArray();
        try {
            return ((Tensor) method.invoke(isStatic ? null : arguments.get(0), parameters)).toDoubleArray();
        } catch (InvocationTargetException thrown) {
            return new double[] {thrown.getCause().toString().hashCode()};
        }
    }
}
