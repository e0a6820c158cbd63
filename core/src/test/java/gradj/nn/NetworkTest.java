package gradj.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.JavaBackend;
import gradj.gradcheck.GradientCheck;
import gradj.spi.DType;
import gradj.tensor.MixedTensorsException;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a net refuses, and what it leaves alone. */
class NetworkTest {
    private static final Tensors TENSORS = new Tensors(new JavaBackend(1), DType.FLOAT64);
    private static final Tensor X = TENSORS.gaussian(Shape.of(5, 4), 1, new SeededRandom(1));
    private static final Tensor T = TENSORS.oneHot(3, 0, 1, 2, 1, 0);

    private static Affine affine(String suffix, int in, int out) {
        SeededRandom random = new SeededRandom(in + out);
        return new Affine(
                new Parameter("W" + suffix, TENSORS.gaussian(Shape.of(in, out), 1, random)),
                new Parameter("b" + suffix, TENSORS.zeros(Shape.of(out))));
    }

    @Test
    void refusesTwoParametersOfOneName() {
        IllegalArgumentException thrown = assertThrowsExactly(
                IllegalArgumentException.class,
                () -> new Network(List.of(affine("", 4, 4), new Relu(), affine("", 4, 3))));
        assertEquals("two parameters are named W: give each a name of its own", thrown.getMessage());
    }

    @Test
    void refusesALayerAtTwoPlaces() {
        Relu relu = new Relu();
        IllegalArgumentException thrown = assertThrowsExactly(
                IllegalArgumentException.class, () -> new Network(List.of(relu, affine("1", 4, 3), relu)));
        assertEquals("a Relu stands at two places of the net: make two of them", thrown.getMessage());
    }

    /** Predictions of other samples between a loss and its backward change nothing. */
    @Test
    void predictionsLeaveTheBackwardThatIsDueAlone() {
        Network net = new Network(
                List.of(affine("1", 4, 6), new Relu(), affine("2", 6, 5), new Sigmoid(), affine("3", 5, 3)));
        Map<String, Tensor> expected = net.gradient(X, T);
        net.loss(X, T);
        net.predict(X.rows(0, 2));
        net.accuracy(X.rows(1, 4), T.rows(1, 4));
        net.backward();
        for (Parameter parameter : net.parameters()) {
            assertArrayEquals(
                    expected.get(parameter.name()).toDoubleArray(),
                    parameter.gradient().toDoubleArray(),
                    parameter.name());
        }
    }

    @Test
    void theCheckLeavesTheNetAlone() {
        Network net = new Network(List.of(affine("1", 4, 6), new Relu(), affine("2", 6, 3)));
        double[] gradient = net.gradient(X, T).get("W1").toDoubleArray();
        assertTrue(GradientCheck.everyElement().check(net.lossOf(X, T)).passed());
        assertArrayEquals(gradient, net.parameters().get(0).gradient().toDoubleArray());
    }

    @Test
    void refusesAffineOfTwoDtypes() {
        Tensors floats = new Tensors(TENSORS.backend(), DType.FLOAT32);
        Parameter w = new Parameter("W", TENSORS.zeros(Shape.of(2, 3)));
        Parameter b = new Parameter("b", floats.zeros(Shape.of(3)));
        MixedTensorsException thrown = assertThrowsExactly(MixedTensorsException.class, () -> new Affine(w, b));
        assertEquals(
                "W: is float64 on java, got float32 on java: convert with to(dtype) or to(backend)",
                thrown.getMessage());
    }
}
