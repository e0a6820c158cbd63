package gradj.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import gradj.cases.Target;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AffineTest {
    static Stream<Tensors> targets() {
        return Target.all().stream();
    }

    private static Affine book(Tensors tensors) {
        return new Affine(
                new Parameter("W", tensors.matrix(new double[][] {{1, 3, 5}, {2, 4, 6}})),
                new Parameter("b", tensors.vector(1, 2, 3)));
    }

    private static Affine zeros(int in, int out) {
        return new Affine(
                new Parameter("W1", Target.FLOAT64.zeros(Shape.of(in, out))),
                new Parameter("b1", Target.FLOAT64.zeros(Shape.of(out))));
    }

    private static void assertTensor(Shape shape, Tensor actual, double... values) {
        assertEquals(shape, actual.shape());
        assertArrayEquals(values, actual.toDoubleArray());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void aSingleSampleIsAVector(Tensors tensors) {
        Affine layer = book(tensors);
        assertTensor(Shape.of(3), layer.forward(tensors.vector(1, 2)), 6, 13, 20);
        Tensor dx = layer.backward(tensors.vector(1, 1, 2));
        assertTensor(Shape.of(2), dx, 14, 18);
        assertTensor(Shape.of(2, 3), layer.parameters().get(0).gradient(), 1, 1, 2, 2, 2, 4);
        assertTensor(Shape.of(3), layer.parameters().get(1).gradient(), 1, 1, 2);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void theBiasGradientIsTheSumOverTheBatch(Tensors tensors) {
        Affine layer = book(tensors);
        Tensor x = tensors.matrix(new double[][] {{1, 2}, {-1, 0}});
        assertTensor(Shape.of(2, 3), layer.forward(x), 6, 13, 20, 0, -1, -2);
        Tensor dx = layer.backward(tensors.matrix(new double[][] {{1, 2, 3}, {4, 5, 6}}));
        assertTensor(Shape.of(3), layer.parameters().get(1).gradient(), 5, 7, 9);
        assertTensor(Shape.of(2, 3), layer.parameters().get(0).gradient(), -3, -3, -3, 2, 4, 6);
        assertTensor(Shape.of(2, 2), dx, 22, 28, 49, 64);
        assertTensor(Shape.of(2, 2), x, 1, 2, -1, 0);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void flattensWhatHasMoreAxesAndGivesTheGradientInItsShape(Tensors tensors) {
        Affine layer = book(tensors);
        Tensor images = tensors.of(Shape.of(3, 1, 2), 1, 2, -1, 0, 0, 1);
        assertTensor(Shape.of(3, 3), layer.forward(images), 6, 13, 20, 0, -1, -2, 3, 6, 9);
        Tensor dx = layer.backward(tensors.of(Shape.of(3, 3), 1, 0, 0, 0, 1, 0, 0, 0, 1));
        assertTensor(Shape.of(3, 1, 2), dx, 1, 2, 3, 4, 5, 6);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void backwardToParametersSetsTheSameGradients(Tensors tensors) {
        Affine whole = book(tensors);
        Affine first = book(tensors);
        Tensor x = tensors.matrix(new double[][] {{1, 2}, {-1, 0}});
        Tensor dout = tensors.matrix(new double[][] {{1, 2, 3}, {4, 5, 6}});
        whole.forward(x);
        first.forward(x);
        whole.backward(dout);
        first.backwardToParameters(dout);
        for (int i = 0; i < 2; i++) {
            assertArrayEquals(
                    whole.parameters().get(i).gradient().toDoubleArray(),
                    first.parameters().get(i).gradient().toDoubleArray());
        }
    }

    @Test
    void namesTheLayerThatRefuses() {
        assertRefused("W1 (Affine 784 -> 50): expected [N, 784], got [64, 785]", zeros(784, 50), Shape.of(64, 785));
        assertRefused("W1 (Affine 784 -> 50): expected [N, 784], got [785]", zeros(784, 50), Shape.of(785));
        assertRefused("W1 (Affine 784 -> 50): expected [N, 784], got []", zeros(784, 50), Shape.of());
        assertRefused("W1 (Affine 784 -> 50): expected [N, 784], got [2, 28, 27]", zeros(784, 50), Shape.of(2, 28, 27));
        assertRefused("W1 (Affine 1 -> 2): expected [N, 1], got []", zeros(1, 2), Shape.of());
    }

    /** An empty batch has no elements to count: its other axes say whether it fits. */
    @Test
    void anEmptyBatchMustFitToo() {
        assertRefused("W1 (Affine 784 -> 50): expected [N, 784], got [0, 785]", zeros(784, 50), Shape.of(0, 785));
        assertRefused("W1 (Affine 784 -> 50): expected [N, 784], got [0, 5, 5]", zeros(784, 50), Shape.of(0, 5, 5));
        assertEquals(
                Shape.of(0, 50),
                zeros(784, 50)
                        .forward(Target.FLOAT64.zeros(Shape.of(0, 28, 28)))
                        .shape());
    }

    private static void assertRefused(String message, Affine layer, Shape shape) {
        Tensor x = Target.FLOAT64.zeros(shape);
        ShapeException thrown = assertThrowsExactly(ShapeException.class, () -> layer.forward(x));
        assertEquals(message, thrown.getMessage());
        assertEquals(List.of(shape), thrown.shapes());
    }

    @Test
    void refusesWeightsAndBiasThatDoNotFit() {
        Parameter w = new Parameter("W", Target.FLOAT64.zeros(Shape.of(2, 3)));
        Parameter b = new Parameter("b", Target.FLOAT64.zeros(Shape.of(2)));
        ShapeException thrown = assertThrowsExactly(ShapeException.class, () -> new Affine(w, b));
        assertEquals("Affine: expected W [D, M] and b [M], got W [2, 3] and b [2]", thrown.getMessage());
        assertThrowsExactly(ShapeException.class, () -> new Affine(b, b));
    }

    @Test
    void refusesBackwardBeforeForward() {
        Tensor dout = Target.FLOAT64.zeros(Shape.of(2, 3));
        for (Affine layer : List.of(book(Target.FLOAT64))) {
            IllegalStateException thrown = assertThrowsExactly(IllegalStateException.class, () -> layer.backward(dout));
            assertEquals("Affine: backward before forward: call forward(x) first", thrown.getMessage());
            thrown = assertThrowsExactly(
                    IllegalStateException.class, () -> layer.parameters().get(0).gradient());
            assertEquals("W has no gradient: call backward first", thrown.getMessage());
        }
    }

    @Test
    void copiesHaveParametersOfTheirOwn() {
        Affine layer = book(Target.FLOAT32);
        Affine copy = layer.copy(DType.FLOAT64);
        copy.parameters().get(0).addScaled(1, Target.FLOAT64.full(Shape.of(2, 3), 1));
        assertTensor(Shape.of(2, 3), layer.parameters().get(0).value(), 1, 3, 5, 2, 4, 6);
        assertTensor(Shape.of(2, 3), copy.parameters().get(0).value(), 2, 4, 6, 3, 5, 7);
        assertEquals("W", copy.parameters().get(0).name());
        assertEquals(DType.FLOAT64, copy.parameters().get(0).value().dtype());
    }
}
