package gradj.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import gradj.cases.Target;
import gradj.spi.DType;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Making tensors, reading them, and moving their elements about; the same on every backend and dtype. */
class TensorTest {
    static Stream<Tensors> targets() {
        return Target.all().stream();
    }

    private static void assertTensor(Shape shape, Tensor actual, double... values) {
        assertEquals(shape, actual.shape());
        assertArrayEquals(values, actual.toDoubleArray());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void isMadeFromNumbers(Tensors tensors) {
        assertTensor(Shape.of(), tensors.scalar(2.5), 2.5);
        assertTensor(Shape.of(3), tensors.vector(1, 2, 3), 1, 2, 3);
        assertTensor(Shape.of(0), tensors.vector());
        assertTensor(Shape.of(2, 3), tensors.matrix(new double[][] {{1, 2, 3}, {4, 5, 6}}), 1, 2, 3, 4, 5, 6);
        assertTensor(Shape.of(2, 0), tensors.matrix(new double[][] {{}, {}}));
        assertTensor(Shape.of(0, 0), tensors.matrix(new double[][] {}));
        assertTensor(Shape.of(1, 2), tensors.of(Shape.of(1, 2), 7, 8), 7, 8);
        assertTensor(Shape.of(2, 1), tensors.of(Shape.of(2, 1), new float[] {7, 8}), 7, 8);
        assertTensor(Shape.of(2, 2), tensors.zeros(Shape.of(2, 2)), 0, 0, 0, 0);
        assertTensor(Shape.of(2), tensors.full(Shape.of(2), -0.5), -0.5, -0.5);
        assertTensor(Shape.of(0, 2), tensors.full(Shape.of(0, 2), 1));
        assertTensor(Shape.of(2, 3), tensors.oneHot(3, 2, 0), 0, 0, 1, 1, 0, 0);
        assertTensor(Shape.of(0, 3), tensors.oneHot(3));
    }

    /** Filled piece by piece, beyond the size of one piece. */
    @ParameterizedTest
    @MethodSource("targets")
    void isFilledToItsEnd(Tensors tensors) {
        double[] values = tensors.full(Shape.of((1 << 17) + 3), 1).toDoubleArray();
        assertEquals(
                values.length,
                Stream.of(values).flatMapToDouble(java.util.Arrays::stream).sum());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void isWrittenRowByRow(Tensors tensors) {
        for (int[] size : new int[][] {{0, 3}, {3, 0}, {1, 1}, {2503, 784}, {2, 1 << 20}}) {
            int columns = size[1];
            Tensor tensor = tensors.rows(size[0], columns, (row, target, offset) -> {
                for (int i = 0; i < columns; i++) {
                    target[offset + i] = row * columns + i;
                }
            });
            double[] expected = new double[size[0] * columns];
            java.util.Arrays.setAll(expected, i -> i);
            assertTensor(Shape.of(size), tensor, expected);
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void roundsToItsDtype(Tensors tensors) {
        double third = 1.0 / 3;
        double expected = tensors.dtype() == DType.FLOAT32 ? (double) (float) third : third;
        Tensor tensor = tensors.scalar(third);
        assertEquals(expected, tensor.item());
        assertEquals((float) third, tensor.toFloatArray()[0]);
        assertEquals(tensors.dtype(), tensor.dtype());
        assertEquals(expected, tensors.full(Shape.of(1), third).item());
        assertEquals(
                tensors.dtype() == DType.FLOAT32 ? 0.3333333432674408 : 0.3333333333333333,
                tensors.vector(third).get(0));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void givesTheSameNoiseEverywhere(Tensors tensors) {
        double[] expected = new double[100];
        SeededRandom random = new SeededRandom(7);
        for (int i = 0; i < expected.length; i++) {
            double value = 0.01 * random.nextGaussian();
            expected[i] = tensors.dtype() == DType.FLOAT32 ? (float) value : value;
        }
        assertTensor(Shape.of(20, 5), tensors.gaussian(Shape.of(20, 5), 0.01, new SeededRandom(7)), expected);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void readsElementsByIndex(Tensors tensors) {
        Tensor tensor = tensors.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        assertEquals(6, tensor.get(1, 2));
        assertEquals(4, tensor.get(1, 0));
        assertEquals(9, tensors.scalar(9).get());
        assertEquals(9, tensors.of(Shape.of(1, 1, 1), 9).item());
        assertEquals(6, tensor.size());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void copiesRows(Tensors tensors) {
        Tensor tensor = tensors.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
        assertTensor(Shape.of(2, 2), tensor.rows(1, 3), 3, 4, 5, 6);
        assertTensor(Shape.of(0, 2), tensor.rows(2, 2));
        assertTensor(Shape.of(3, 2), tensor.gatherRows(2, 0, 2), 5, 6, 1, 2, 5, 6);
        assertTensor(Shape.of(0, 2), tensor.gatherRows());
        assertTensor(Shape.of(2), tensors.vector(1, 2, 3).rows(0, 2), 1, 2);
        assertTensor(
                Shape.of(1, 2, 1), tensors.of(Shape.of(2, 2, 1), 1, 2, 3, 4).gatherRows(1), 3, 4);
        assertTensor(Shape.of(2, 0), tensors.zeros(Shape.of(3, 0)).rows(0, 2));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void reshapesWithoutMovingAnything(Tensors tensors) {
        Tensor tensor = tensors.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        Tensor reshaped = tensor.reshape(Shape.of(3, 2));
        assertTensor(Shape.of(3, 2), reshaped, 1, 2, 3, 4, 5, 6);
        assertSame(tensor.storage(), reshaped.storage());
        assertSame(tensor, tensor.reshape(Shape.of(2, 3)));
        assertTensor(Shape.of(5, 0), tensors.zeros(Shape.of(0, 3)).reshape(Shape.of(5, 0)));
        assertTensor(Shape.of(), tensors.vector(8).reshape(Shape.of()), 8);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void transposes(Tensors tensors) {
        Tensor tensor = tensors.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        assertTensor(Shape.of(3, 2), tensor.transpose(), 1, 4, 2, 5, 3, 6);
        assertTensor(Shape.of(0, 3), tensors.zeros(Shape.of(3, 0)).transpose());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void transposedProductsAreTheProductsOfTheTransposed(Tensors tensors) {
        SeededRandom random = new SeededRandom(3);
        for (int m : new int[] {0, 1, 7, 33}) {
            for (int k : new int[] {0, 1, 13, 64}) {
                Tensor a = integers(tensors, Shape.of(k, m), random);
                Tensor b = integers(tensors, Shape.of(k, 5), random);
                Tensor expected = a.transpose().dot(b);
                String what = m + " " + k;
                assertArrayEquals(expected.toDoubleArray(), a.transposedDot(b).toDoubleArray(), what);
                assertArrayEquals(
                        expected.toDoubleArray(),
                        a.transpose().dotTransposed(b.transpose()).toDoubleArray(),
                        what);
                assertEquals(Shape.of(m, 5), a.transposedDot(b).shape());
                assertEquals(
                        Shape.of(m, 5),
                        a.transpose().dotTransposed(b.transpose()).shape());
            }
        }
    }

    /** Sums of small integers are exact in whatever order. */
    private static Tensor integers(Tensors tensors, Shape shape, SeededRandom random) {
        double[] values = new double[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(17) - 8;
        }
        return tensors.of(shape, values);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void vectorsAreRowsOnTheLeftAndColumnsOnTheRight(Tensors tensors) {
        Tensor matrix = tensors.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        assertTensor(Shape.of(3), tensors.vector(1, 10).dot(matrix), 41, 52, 63);
        assertTensor(Shape.of(2), matrix.dot(tensors.vector(1, 10, 100)), 321, 654);
        assertTensor(Shape.of(), tensors.vector(1, 2).dot(tensors.vector(3, 4)), 11);
        assertTensor(Shape.of(2), tensors.vector(1, 10, 100).dotTransposed(matrix), 321, 654);
        assertTensor(Shape.of(3), matrix.transposedDot(tensors.vector(1, 10)), 41, 52, 63);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void goesToOtherDtypesAndBackends(Tensors tensors) {
        Tensor tensor = tensors.vector(0.5, -3, Double.NaN);
        assertSame(tensor, tensor.to(tensors.dtype()));
        assertSame(tensor, tensor.to(tensors.backend()));
        for (Tensors other : Target.all()) {
            Tensor moved = tensor.to(other.dtype()).to(other.backend());
            assertTensor(Shape.of(3), moved, 0.5, -3, Double.NaN);
            assertEquals(other.dtype(), moved.dtype());
            assertSame(other.backend(), moved.backend());
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void copiesAreItsEqualsWithMemoryOfTheirOwn(Tensors tensors) {
        Tensor tensor = tensors.of(Shape.of(1, 2), 3, 4);
        for (Tensor copy : new Tensor[] {tensor.copy(), tensor.persistentCopy()}) {
            assertTensor(Shape.of(1, 2), copy, 3, 4);
            assertNotSame(tensor.storage(), copy.storage());
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void choosesByACondition(Tensors tensors) {
        Tensor condition = tensors.vector(1, 0, -1, Double.NaN, 1e-30f);
        assertTensor(Shape.of(5), tensors.vector(1, 2, 3, 4, 5).where(condition), 1, 0, 0, 0, 5);
        assertTensor(Shape.of(), tensors.scalar(4).where(tensors.scalar(-1)), 0);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void reducesAlongAxes(Tensors tensors) {
        Tensor tensor = tensors.of(Shape.of(2, 3, 2), 1, 9, 3, 4, 5, 4, -7, -8, -7, -1, -2, -3);
        assertTensor(Shape.of(3, 2), tensor.sum(0), -6, 1, -4, 3, 3, 1);
        assertTensor(Shape.of(2, 2), tensor.sum(1), 9, 17, -16, -12);
        assertTensor(Shape.of(2, 3), tensor.sum(-1), 10, 7, 9, -15, -8, -5);
        assertTensor(Shape.of(), tensor.sum(), -2);
        assertTensor(Shape.of(2, 2), tensor.max(1), 5, 9, -2, -1);
        assertTensor(Shape.of(3, 2), tensor.max(0), 1, 9, 3, 4, 5, 4);
        assertTensor(Shape.of(2, 2), tensor.argmax(1), 2, 0, 2, 1);
        assertTensor(Shape.of(2, 3), tensor.argmax(2), 1, 1, 0, 0, 1, 0);
        assertTensor(Shape.of(2), tensors.zeros(Shape.of(2, 0)).sum(1), 0, 0);
        assertTensor(Shape.of(0), tensors.zeros(Shape.of(2, 0)).max(0));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void computesWithPlainNumbers(Tensors tensors) {
        Tensor tensor = tensors.vector(1, -2);
        assertTensor(Shape.of(2), tensor.plus(0.5), 1.5, -1.5);
        assertTensor(Shape.of(2), tensor.minus(0.5), 0.5, -2.5);
        assertTensor(Shape.of(2), tensor.times(-4), -4, 8);
        assertTensor(Shape.of(2), tensor.dividedBy(4), 0.25, -0.5);
        assertTensor(Shape.of(0, 2), tensors.zeros(Shape.of(0, 2)).times(3));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void describesItself(Tensors tensors) {
        assertEquals(
                tensors.dtype() + " [2, 2] 1.0 2.0 3.0 0.1",
                tensors.of(Shape.of(2, 2), 1, 2, 3, 0.1).toString());
        assertEquals(
                tensors.dtype() + " [2000] 1.0 1.0 1.0 1.0 1.0 1.0 1.0 1.0 1.0 1.0 1.0 1.0 ... (2,000 elements)",
                tensors.full(Shape.of(2000), 1).toString());
        assertEquals(tensors.dtype() + " [0]", tensors.vector().toString());
    }
}
