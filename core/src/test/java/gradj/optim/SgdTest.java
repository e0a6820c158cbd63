package gradj.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import gradj.cases.Target;
import gradj.nn.Parameter;
import gradj.nn.TwoLayerNet;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SgdTest {
    static Stream<Tensors> targets() {
        return Target.all().stream();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void goesDownTheGradient(Tensors tensors) {
        TwoLayerNet net = new TwoLayerNet(tensors, 4, 3, 2, 0.5, 1);
        Tensor x = tensors.gaussian(Shape.of(5, 4), 1, new SeededRandom(2));
        net.gradient(x, tensors.vector(0, 1, 1, 0, 1));
        double[][] expected = new double[4][];
        for (int i = 0; i < 4; i++) {
            Parameter parameter = net.parameters().get(i);
            Tensor gradient = parameter.gradient();
            expected[i] = parameter.value().minus(gradient.times(0.25)).toDoubleArray();
        }
        new Sgd(0.25).step(net.parameters());
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(expected[i], net.parameters().get(i).value().toDoubleArray(), "parameter " + i);
        }
    }

    @Test
    void needsGradients() {
        Parameter parameter = new Parameter("W1", Target.FLOAT64.vector(1));
        IllegalStateException thrown =
                assertThrowsExactly(IllegalStateException.class, () -> new Sgd(0.1).step(List.of(parameter)));
        assertEquals("W1 has no gradient: call backward first", thrown.getMessage());
        assertEquals(1, parameter.value().item());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesWhatIsNoLearningRate(double learningRate) {
        IllegalArgumentException thrown =
                assertThrowsExactly(IllegalArgumentException.class, () -> new Sgd(learningRate));
        assertEquals("learning rate: expected a finite number above 0, got " + learningRate, thrown.getMessage());
    }
}
