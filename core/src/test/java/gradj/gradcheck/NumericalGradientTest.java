package gradj.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import gradj.cases.Target;
import gradj.nn.TwoLayerNet;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NumericalGradientTest {
    static Stream<Tensors> float64() {
        return Target.all().stream().filter(tensors -> tensors.dtype() == DType.FLOAT64);
    }

    /** The central difference of a square is exact but for rounding: (x + h)^2 - (x - h)^2 = 4 x h. */
    @ParameterizedTest
    @MethodSource("float64")
    void ofASumOfSquaresIsTwiceThePoint(Tensors tensors) {
        Tensor x = tensors.matrix(new double[][] {{3, 4}, {-1, 0}});
        Tensor gradient = NumericalGradient.of(point -> point.square().sum().item(), x);
        assertEquals(Shape.of(2, 2), gradient.shape());
        assertArrayEquals(new double[] {6, 8, -2, 0}, gradient.toDoubleArray(), 1e-10);
        assertArrayEquals(new double[] {3, 4, -1, 0}, x.toDoubleArray());
    }

    /** The book's 0.01 x^2 + 0.1 x at 5 and 10. */
    @Test
    void ofTheBooksParabola() {
        Tensor x = Target.FLOAT64.vector(5, 10);
        Tensor gradient = NumericalGradient.of(
                point -> point.square().times(0.01).plus(point.times(0.1)).sum().item(), x);
        assertArrayEquals(new double[] {0.2, 0.3}, gradient.toDoubleArray(), 1e-10);
    }

    @Test
    void ofAScalarAndOfNothing() {
        assertEquals(
                12,
                NumericalGradient.of(x -> Math.pow(x.item(), 3), Target.FLOAT64.scalar(2))
                        .item(),
                2e-8);
        assertEquals(
                Shape.of(0, 3),
                NumericalGradient.of(x -> 1, Target.FLOAT64.zeros(Shape.of(0, 3)))
                        .shape());
    }

    /** Central: the error of x^3 is h^2, that of a forward difference would be 3 x h. */
    @Test
    void isACentralDifferenceWithTheBooksStep() {
        List<Double> points = new ArrayList<>();
        double gradient = NumericalGradient.of(
                        x -> {
                            points.add(x.item());
                            return Math.pow(x.item(), 3);
                        },
                        Target.FLOAT64.scalar(1))
                .item();
        assertEquals(List.of(1 + 1e-4, 1 - 1e-4), points);
        assertEquals(3 + 1e-8, gradient, 1e-11);
    }

    @Test
    void wantsFloat64() {
        IllegalArgumentException thrown = assertThrowsExactly(
                IllegalArgumentException.class, () -> NumericalGradient.of(x -> 0, Target.FLOAT32.scalar(1)));
        assertEquals(
                "numerical gradient: x is float32, needs float64: convert with to(DType.FLOAT64)", thrown.getMessage());
        Polynomial function = new Polynomial(() -> 0.0).with("W", Target.FLOAT32.scalar(1), () -> null);
        thrown = assertThrowsExactly(IllegalArgumentException.class, () -> NumericalGradient.of(function));
        assertEquals(
                "numerical gradient: W is float32, needs float64: convert with to(DType.FLOAT64)", thrown.getMessage());
    }

    @Test
    void restoresTheParametersWhateverHappens() {
        for (int failAt = 1; failAt <= 6; failAt++) {
            Tensor w = Target.FLOAT64.vector(0.1, 0.2, 0.3);
            AtomicInteger calls = new AtomicInteger();
            int last = failAt;
            Polynomial function = new Polynomial(() -> {
                        if (calls.incrementAndGet() == last) {
                            throw new ArithmeticException("call " + last);
                        }
                        return w.sum().item();
                    })
                    .with("W", w, () -> w);
            assertThrows(ArithmeticException.class, () -> NumericalGradient.of(function));
            assertArrayEquals(new double[] {0.1, 0.2, 0.3}, w.toDoubleArray(), "call " + failAt);
        }
    }

    /** A copy in another thread fails at once, while the caller's own half goes on for a while. */
    @Test
    void restoresTheParametersWhenAnotherThreadFails() {
        Tensor w = Target.FLOAT64.vector(new double[400]);
        Differentiable failing = new Polynomial(() -> {
                    throw new ArithmeticException("the copy");
                })
                .with("W", Target.FLOAT64.vector(new double[400]), () -> w);
        Differentiable function = new Differentiable() {
            @Override
            public Map<String, Tensor> parameters() {
                return Map.of("W", w);
            }

            @Override
            public double value() {
                LockSupport.parkNanos(20_000);
                return w.sum().item();
            }

            @Override
            public Map<String, Tensor> gradient() {
                return Map.of("W", w);
            }

            @Override
            public Optional<Differentiable> copy() {
                return Optional.of(failing);
            }
        };
        withThreads(2, () -> {
            for (int i = 0; i < 20; i++) {
                assertThrows(ArithmeticException.class, () -> NumericalGradient.of(function));
                assertArrayEquals(new double[400], w.toDoubleArray());
            }
        });
    }

    @Test
    void ofNamedTensorsHasTheirNamesAndShapes() {
        Tensor w = Target.FLOAT64.matrix(new double[][] {{1, 2}});
        Tensor b = Target.FLOAT64.scalar(3);
        Polynomial function = new Polynomial(() -> w.square().sum().item() * b.item())
                .with("W", w, () -> w)
                .with("b", b, () -> b);
        Map<String, Tensor> gradients = NumericalGradient.of(function);
        assertEquals(List.of("W", "b"), List.copyOf(gradients.keySet()));
        assertEquals(Shape.of(1, 2), gradients.get("W").shape());
        assertArrayEquals(new double[] {6, 12}, gradients.get("W").toDoubleArray(), 1e-9);
        assertEquals(5, gradients.get("b").item(), 1e-9);
    }

    @Test
    void theBitsDoNotDependOnTheNumberOfThreads() {
        Tensors tensors = Target.FLOAT64;
        TwoLayerNet net = new TwoLayerNet(tensors, 7, 5, 3, 0.5, 4);
        Tensor x = tensors.gaussian(Shape.of(4, 7), 1, new SeededRandom(5));
        Tensor t = tensors.vector(0, 1, 2, 1);
        List<Map<String, Tensor>> expected = new ArrayList<>();
        withThreads(1, () -> expected.add(net.numericalGradient(x, t)));
        for (int threads : new int[] {2, 3, 16}) {
            withThreads(
                    threads,
                    () -> net.numericalGradient(x, t)
                            .forEach((name, gradient) -> assertArrayEquals(
                                    expected.get(0).get(name).toDoubleArray(),
                                    gradient.toDoubleArray(),
                                    name + " with " + threads + " threads")));
        }
    }

    /** A sum of squares that notices when two threads use it at once, and counts its copies. */
    private record Watched(Tensor w, AtomicInteger users, AtomicInteger copies) implements Differentiable {
        @Override
        public Map<String, Tensor> parameters() {
            return Map.of("W", w);
        }

        @Override
        public double value() {
            assertEquals(1, users.incrementAndGet(), "threads in one copy");
            double value = w.square().sum().item();
            assertEquals(0, users.decrementAndGet());
            return value;
        }

        @Override
        public Map<String, Tensor> gradient() {
            return Map.of("W", w.times(2));
        }

        @Override
        public Optional<Differentiable> copy() {
            copies.incrementAndGet();
            return Optional.of(new Watched(w.persistentCopy(), new AtomicInteger(), copies));
        }
    }

    @Test
    void eachThreadHasACopyOfItsOwn() {
        double[] w = new double[600];
        Arrays.setAll(w, i -> i % 7);
        double[] expected = Arrays.stream(w).map(x -> 2 * x).toArray();
        withThreads(3, () -> {
            Watched function = new Watched(Target.FLOAT64.vector(w.clone()), new AtomicInteger(), new AtomicInteger());
            Tensor gradient = NumericalGradient.of(function).get("W");
            assertArrayEquals(expected, gradient.toDoubleArray(), 1e-7);
            assertArrayEquals(w, function.w().toDoubleArray());
            assertEquals(2, function.copies().get());
        });
    }

    /** A copy more than there are elements would have nothing to do. */
    @Test
    void makesNoMoreCopiesThanElements() {
        withThreads(16, () -> {
            Watched function = new Watched(Target.FLOAT64.vector(1, 2), new AtomicInteger(), new AtomicInteger());
            NumericalGradient.of(function);
            assertEquals(1, function.copies().get());
        });
    }

    /**
     * 10 bytes an evaluation are the result's: its share of three arrays. Another 24 are the number read back, until the
     * JIT compiler's last tier does away with them.
     */
    @Test
    void anEvaluationAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Tensor w = Target.FLOAT64.full(Shape.of(2000), 0.5);
        Watched function = new Watched(w, new AtomicInteger(), new AtomicInteger());
        withThreads(1, () -> {
            NumericalGradient.of(function);
            long before = threads.getCurrentThreadAllocatedBytes();
            NumericalGradient.of(function);
            double bytes = (threads.getCurrentThreadAllocatedBytes() - before) / 4000.0;
            assertTrue(bytes < 40, bytes + " bytes an evaluation");
        });
    }

    private static void withThreads(int threads, Runnable test) {
        String before = System.getProperty("gradj.threads");
        System.setProperty("gradj.threads", String.valueOf(threads));
        try {
            test.run();
        } finally {
            if (before == null) {
                System.clearProperty("gradj.threads");
            } else {
                System.setProperty("gradj.threads", before);
            }
        }
    }
}
