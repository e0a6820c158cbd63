package gradj.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import gradj.cases.Target;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ReLU and sigmoid as layers. */
class ActivationTest {
    static Stream<Tensors> targets() {
        return Target.all().stream();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void reluStopsWhatIsNotPositive(Tensors tensors) {
        Relu relu = new Relu();
        Tensor x = tensors.matrix(new double[][] {{1, -0.5}, {-2, 3}});
        assertArrayEquals(new double[] {1, 0, 0, 3}, relu.forward(x).toDoubleArray());
        assertArrayEquals(new boolean[] {false, true, true, false}, relu.mask());
        assertArrayEquals(relu.mask(), relu.branches());
        assertArrayEquals(new double[] {1, -0.5, -2, 3}, x.toDoubleArray());
    }

    /** The book's layer overwrites dout; this one does not. */
    @ParameterizedTest
    @MethodSource("targets")
    void reluLeavesTheUpstreamGradientAlone(Tensors tensors) {
        Relu relu = new Relu();
        relu.forward(tensors.matrix(new double[][] {{1, -0.5}, {0, 3}}));
        Tensor dout = tensors.matrix(new double[][] {{5, 6}, {7, -8}});
        assertArrayEquals(new double[] {5, 0, 0, -8}, relu.backward(dout).toDoubleArray());
        assertArrayEquals(new double[] {5, 6, 7, -8}, dout.toDoubleArray());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void sigmoidsSlopeIsLargestAtZero(Tensors tensors) {
        Sigmoid sigmoid = new Sigmoid();
        assertArrayEquals(
                new double[] {0.5, 1, 0},
                sigmoid.forward(tensors.vector(0, 1000, -1000)).toDoubleArray());
        assertArrayEquals(
                new double[] {0.5, 0, 0},
                sigmoid.backward(tensors.vector(2, 2, 2)).toDoubleArray());
        assertEquals(0, sigmoid.branches().length);
    }

    @Test
    void refuseBackwardBeforeForward() {
        Tensor dout = Target.FLOAT64.scalar(1);
        IllegalStateException thrown =
                assertThrowsExactly(IllegalStateException.class, () -> new Relu().backward(dout));
        assertEquals("Relu: backward before forward: call forward(x) first", thrown.getMessage());
        thrown = assertThrowsExactly(IllegalStateException.class, () -> new Relu().mask());
        assertEquals("Relu: mask before forward: call forward(x) first", thrown.getMessage());
        thrown = assertThrowsExactly(IllegalStateException.class, () -> new Sigmoid().backward(dout));
        assertEquals("Sigmoid: backward before forward: call forward(x) first", thrown.getMessage());
    }
}
