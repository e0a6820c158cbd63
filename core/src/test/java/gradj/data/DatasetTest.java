package gradj.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What labels a data set takes. */
class DatasetTest {
    private static final Tensors T = Target.FLOAT32;

    private static Dataset withRow(Tensors tensors, double... row) {
        double[] right = new double[row.length];
        right[0] = 1;
        return new Dataset(tensors.zeros(Shape.of(3, 2)), tensors.matrix(new double[][] {right, right, row}));
    }

    static Stream<Arguments> wrongRows() {
        double nan = Double.NaN;
        double infinity = Double.POSITIVE_INFINITY;
        return Stream.of(
                Arguments.of("has the sum 0.0", new double[] {0, 0, 0}),
                Arguments.of("has the sum 2.0", new double[] {1, 0, 1}),
                Arguments.of("has the sum 0.9", new double[] {0, 0.9, 0}),
                Arguments.of("has the sum 0.99", new double[] {0.33, 0.33, 0.33}),
                Arguments.of("has the sum 1.01", new double[] {0.5, 0.51}),
                Arguments.of("holds -1.0", new double[] {-1, 2, 0}),
                Arguments.of("holds -0.25", new double[] {-0.25, 0.25, 1}),
                Arguments.of("holds 7.0", new double[] {7, -3, nan}),
                Arguments.of("holds 3.0", new double[] {0, 3}),
                Arguments.of("holds NaN", new double[] {nan, 1}),
                Arguments.of("holds Infinity", new double[] {0, infinity}),
                Arguments.of("holds -Infinity", new double[] {0, -infinity, 1}));
    }

    @ParameterizedTest
    @MethodSource("wrongRows")
    void refusesRowsThatAreNoDistribution(String found, double[] row) {
        for (Tensors tensors : Target.all()) {
            IllegalArgumentException thrown =
                    assertThrowsExactly(IllegalArgumentException.class, () -> withRow(tensors, row));
            assertEquals(
                    "label row 2 " + found + ", expected a single 1 (one-hot), or shares from 0 to 1 with the sum 1",
                    thrown.getMessage());
        }
    }

    @Test
    void takesSharesAsTheyAreRounded() {
        for (Tensors tensors : Target.all()) {
            assertEquals(2, withRow(tensors, 0.5, 0.5).classes());
            assertEquals(3, withRow(tensors, 0.3333, 0.3333, 0.3333).classes());
            assertEquals(
                    10, withRow(tensors, .1, .1, .1, .1, .1, .1, .1, .1, .1, .1).classes());
            assertEquals(3, withRow(tensors, 1 - 0.7 - 0.3 - 1e-9, 0.7, 0.3).classes());
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 0.5, 3, Double.NaN})
    void refusesOneClassAndNamesTheWayOut(double label) {
        Tensor t = T.full(Shape.of(3, 1), label);
        ShapeException thrown =
                assertThrowsExactly(ShapeException.class, () -> new Dataset(T.zeros(Shape.of(3, 2)), t));
        assertEquals(
                "labels: [3, 1] is one class, and softmax of one score is always 1: nothing can be learned;"
                        + " use two outputs, one for yes and one for no, and labels of two classes",
                thrown.getMessage());
        assertThrowsExactly(ShapeException.class, () -> new Dataset(T.zeros(Shape.of(3, 2)), T.zeros(Shape.of(3, 0))));
    }

    @Test
    void refusesImagesOfOneClass() {
        LabeledImages images = LabeledImages.of(1, 1, new byte[2], new byte[] {0, 1});
        assertThrowsExactly(ShapeException.class, () -> Dataset.of(images, 1, T));
        assertThrows(IllegalArgumentException.class, () -> Dataset.of(images, 0, T));
        assertEquals(2, Dataset.of(images, 2, T).classes());
    }

    @Test
    void picksRowsWithTheirLabels() {
        Dataset data = new Dataset(T.matrix(new double[][] {{1}, {2}, {3}}), T.oneHot(2, 0, 1, 0));
        Dataset batch = data.batch(2, 1);
        assertArrayEquals(new float[] {3, 2}, batch.x().toFloatArray());
        assertArrayEquals(new float[] {1, 0, 0, 1}, batch.t().toFloatArray());
        assertEquals(1, data.first(1).size());
        assertEquals(0, data.first(0).size());
        assertEquals(data, new Dataset(data.x(), data.t()));
        assertEquals(data.hashCode(), new Dataset(data.x(), data.t()).hashCode());
        assertNotEquals(data, batch);
        assertTrue(data.toString().startsWith("Dataset[x=float32 [3, 1] 1.0 2.0 3.0, t="), data.toString());
    }
}
