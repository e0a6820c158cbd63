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

class SoftmaxWithLossTest {
    static Stream<Tensors> targets() {
        return Target.all().stream();
    }

    /** Scores whose softmax is y are the logarithms of y. */
    @ParameterizedTest
    @MethodSource("targets")
    void passesTheDifferenceBack(Tensors tensors) {
        double bound = 4 * tensors.dtype().unitRoundoff();
        Tensor t = tensors.matrix(new double[][] {{0, 1, 0}});
        SoftmaxWithLoss layer = new SoftmaxWithLoss();

        double loss = layer.forward(
                        tensors.matrix(new double[][] {{0.3, 0.2, 0.5}}).log(), t)
                .item();
        assertEquals(-Math.log(0.2), loss, 4 * bound);
        assertArrayEquals(new double[] {0.3, 0.2, 0.5}, layer.probabilities().toDoubleArray(), bound);
        assertArrayEquals(new double[] {0.3, -0.8, 0.5}, layer.backward().toDoubleArray(), bound);

        Tensor certain = tensors.matrix(new double[][] {{0.01, 0.99, 1e-30}}).log();
        assertEquals(-Math.log(0.99), layer.forward(certain, t).item(), 4 * bound);
        assertArrayEquals(new double[] {0.01, -0.01, 0}, layer.backward().toDoubleArray(), bound);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void dividesByTheBatchSize(Tensors tensors) {
        double bound = 4 * tensors.dtype().unitRoundoff();
        Tensor x = tensors.matrix(new double[][] {{0.3, 0.2, 0.5}, {0.25, 0.25, 0.5}})
                .log();
        SoftmaxWithLoss layer = new SoftmaxWithLoss();
        double loss = layer.forward(x, tensors.oneHot(3, 1, 2)).item();
        assertEquals((-Math.log(0.2) - Math.log(0.5)) / 2, loss, 4 * bound);
        double[] half = {0.15, -0.4, 0.25, 0.125, 0.125, -0.25};
        assertArrayEquals(half, layer.backward().toDoubleArray(), bound);
        double[] scaled = {0.45, -1.2, 0.75, 0.375, 0.375, -0.75};
        assertArrayEquals(scaled, layer.backward(tensors.scalar(3)).toDoubleArray(), 3 * bound);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void classNumbersAreAsGoodAsOneHotRows(Tensors tensors) {
        Tensor x = tensors.matrix(new double[][] {{1, -2, 3}, {0.5, 0, 0}});
        SoftmaxWithLoss rows = new SoftmaxWithLoss();
        SoftmaxWithLoss numbers = new SoftmaxWithLoss();
        double loss = rows.forward(x, tensors.oneHot(3, 2, 0)).item();
        assertEquals(loss, numbers.forward(x, tensors.vector(2, 0)).item());
        assertArrayEquals(rows.backward().toDoubleArray(), numbers.backward().toDoubleArray());
    }

    @Test
    void refusesBackwardBeforeForward() {
        IllegalStateException thrown =
                assertThrowsExactly(IllegalStateException.class, () -> new SoftmaxWithLoss().backward());
        assertEquals("SoftmaxWithLoss: backward before forward: call forward(x, t) first", thrown.getMessage());
    }
}
