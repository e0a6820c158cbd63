package gradj.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import gradj.backend.JavaBackend;
import gradj.backend.ReferenceBackend;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Broadcasting of random shapes, zero lengths among them, against NumPy's rule written out element by element. */
class BroadcastTest {
    private static final int[] LENGTHS = {0, 1, 2, 2, 3, 5};

    private static final List<Subject> SUBJECTS = Stream.of(new JavaBackend(2), new ReferenceBackend())
            .flatMap(backend -> Stream.of(DType.values()).map(dtype -> new Subject(backend, dtype)))
            .toList();

    /** float64 on the pure-Java backend. */
    private static final Tensors FLOAT64 = SUBJECTS.get(1).tensors();

    static LongStream seeds() {
        return LongStream.range(0, 1000);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void followsNumPysRule(long seed) {
        SeededRandom random = new SeededRandom(seed);
        Shape full = randomShape(random, random.nextInt(5));
        Shape left = random.nextInt(2) == 0 ? full : shrink(full, random);
        Shape right = shrink(full, random);
        for (Subject subject : SUBJECTS) {
            Flat a = integers(left, random);
            Flat b = integers(right, random);
            check(subject, a, b, Tensor::plus, Double::sum, seed);
            check(subject, a, b, Tensor::minus, (x, y) -> x - y, seed);
            check(subject, a, b, Tensor::times, (x, y) -> x * y, seed);
            Flat powers = b.map(x -> Math.pow(2, x % 5));
            check(subject, a, powers, Tensor::dividedBy, (x, y) -> x / y, seed);
        }
    }

    private static void check(
            Subject subject, Flat a, Flat b, BinaryOperator<Tensor> operation, DoubleBinaryOperator f, long seed) {
        Tensors tensors = subject.tensors();
        Flat expected = Flat.zip(a, b, f);
        Tensor y = operation.apply(tensors.of(a.shape(), a.values()), tensors.of(b.shape(), b.values()));
        String what = "seed " + seed + ": " + a.shape() + " and " + b.shape() + " on " + subject;
        assertEquals(expected.shape(), y.shape(), what);
        assertArrayEquals(expected.values(), y.toDoubleArray(), what);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void expandsAndSumsBack(long seed) {
        SeededRandom random = new SeededRandom(seed);
        Shape full = randomShape(random, random.nextInt(5));
        Shape small = shrink(full, random);
        Flat x = integers(small, random);
        Flat dy = integers(full, random);
        double[] expanded = new double[full.size()];
        double[] summed = new double[small.size()];
        for (int i = 0; i < expanded.length; i++) {
            int source = Flat.source(i, small, full);
            expanded[i] = x.values()[source];
            summed[source] += dy.values()[i];
        }
        for (Subject subject : SUBJECTS) {
            Tensors tensors = subject.tensors();
            String what = "seed " + seed + ": " + small + " and " + full + " on " + subject;
            Tensor repeated = tensors.of(small, x.values()).expandTo(full);
            assertEquals(full, repeated.shape(), what);
            assertArrayEquals(expanded, repeated.toDoubleArray(), what);
            Tensor sum = tensors.of(full, dy.values()).sumTo(small);
            assertEquals(small, sum.shape(), what);
            assertArrayEquals(summed, sum.toDoubleArray(), what);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void refusesExactlyWhatNumPyRefuses(long seed) {
        SeededRandom random = new SeededRandom(seed);
        Shape a = randomShape(random, random.nextInt(4));
        Shape b = randomShape(random, random.nextInt(4));
        Tensor left = FLOAT64.zeros(a);
        Tensor right = FLOAT64.zeros(b);
        if (broadcasts(a, b)) {
            Shape full = Flat.broadcast(a, b);
            assertEquals(full, left.plus(right).shape(), "seed " + seed);
            expandsOnlyTo(full, a, left, seed);
        } else {
            ShapeException thrown = assertThrowsExactly(ShapeException.class, () -> left.plus(right), "seed " + seed);
            assertEquals("plus", thrown.operation());
            assertEquals(List.of(a, b), thrown.shapes());
        }
    }

    private static void expandsOnlyTo(Shape full, Shape a, Tensor left, long seed) {
        if (!full.equals(a)) {
            Tensor big = FLOAT64.zeros(full);
            String message = full + " is not repeated to " + a + " by broadcasting";
            assertEquals(
                    "expandTo: " + message,
                    assertThrowsExactly(ShapeException.class, () -> big.expandTo(a), "seed " + seed)
                            .getMessage());
            assertEquals(
                    "sumTo: " + message,
                    assertThrowsExactly(ShapeException.class, () -> left.sumTo(full), "seed " + seed)
                            .getMessage());
        }
    }

    private static boolean broadcasts(Shape a, Shape b) {
        try {
            Flat.broadcast(a, b);
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    private static Shape randomShape(SeededRandom random, int rank) {
        int[] lengths = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            lengths[axis] = LENGTHS[random.nextInt(LENGTHS.length)];
        }
        return Shape.of(lengths);
    }

    /** A shape that broadcasts to this one: axes become 1, the first ones may be left out. */
    private static Shape shrink(Shape full, SeededRandom random) {
        int left = random.nextInt(3) == 0 ? random.nextInt(full.rank() + 1) : 0;
        int[] lengths = new int[full.rank() - left];
        for (int axis = 0; axis < lengths.length; axis++) {
            lengths[axis] = random.nextInt(3) == 0 ? 1 : full.length(axis + left);
        }
        return Shape.of(lengths);
    }

    private static Flat integers(Shape shape, SeededRandom random) {
        double[] values = new double[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(33) - 16;
        }
        return new Flat(shape, values);
    }
}
