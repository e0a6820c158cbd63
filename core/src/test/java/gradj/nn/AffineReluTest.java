package gradj.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import gradj.backend.array.ArrayBackend;
import gradj.cases.Target;
import gradj.spi.DType;
import gradj.spi.Storage;
import gradj.tensor.Fused;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A net runs an affine layer and the ReLU behind it as one; nothing but the time it takes shows it. */
class AffineReluTest {
    static Stream<Tensors> targets() {
        return Target.all().stream();
    }

    private static Affine affine(Tensors tensors, String number, int in, int out) {
        SeededRandom random = new SeededRandom(in * 31 + out);
        return new Affine(
                new Parameter("W" + number, tensors.gaussian(Shape.of(in, out), 0.7, random)),
                new Parameter("b" + number, tensors.gaussian(Shape.of(out), 0.7, random)));
    }

    private static List<Layer> deepNet(Tensors tensors) {
        return List.of(
                new Relu(),
                affine(tensors, "1", 4, 6),
                new Relu(),
                new Relu(),
                affine(tensors, "2", 6, 5),
                new Sigmoid(),
                new Relu(),
                affine(tensors, "3", 5, 4),
                affine(tensors, "4", 4, 3),
                new Relu());
    }

    private static Tensor inputs(Tensors tensors) {
        return tensors.gaussian(Shape.of(7, 4), 1, new SeededRandom(3));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void givesTheBitsOfTheLayersOneByOne(Tensors tensors) {
        List<Layer> layers = deepNet(tensors);
        Network net = new Network(layers);
        Tensor x = inputs(tensors);
        Tensor t = tensors.oneHot(3, 0, 1, 2, 2, 1, 0, 0);
        net.loss(x, t);
        net.backward();
        double[][] gradients = gradients(net.parameters());
        double[] scores = net.predict(x).toDoubleArray();

        Tensor y = x;
        for (Layer layer : layers) {
            y = layer.forward(y);
        }
        assertArrayEquals(y.toDoubleArray(), scores, 0);
        SoftmaxWithLoss loss = new SoftmaxWithLoss();
        loss.forward(y, t);
        Tensor dout = loss.backward();
        for (int i = layers.size() - 1; i >= 0; i--) {
            dout = layers.get(i).backward(dout);
        }
        assertArrayEquals(gradients(net.parameters()), gradients);
    }

    private static double[][] gradients(List<Parameter> parameters) {
        return parameters.stream()
                .map(parameter -> parameter.gradient().toDoubleArray())
                .toArray(double[][]::new);
    }

    /** After the forward of a net's loss, each layer's own mask and backward are those of a forward of its own. */
    @ParameterizedTest
    @MethodSource("targets")
    void bothLayersRememberWhatTheyWouldAlone(Tensors tensors) {
        Affine affine = affine(tensors, "1", 4, 6);
        Relu relu = new Relu();
        Affine sameAffine = affine(tensors, "1", 4, 6);
        Relu sameRelu = new Relu();
        Tensor x = tensors.gaussian(Shape.of(7, 2, 2), 1, new SeededRandom(3));
        Tensor dout = tensors.gaussian(Shape.of(7, 6), 1, new SeededRandom(4));
        Network net = new Network(List.of(affine, relu));
        net.loss(x, tensors.oneHot(6, 0, 1, 2, 3, 4, 5, 0));
        Tensor y = net.predict(x);
        Tensor sameY = sameRelu.forward(sameAffine.forward(x));
        assertArrayEquals(sameY.toDoubleArray(), y.toDoubleArray(), 0);
        assertArrayEquals(sameRelu.mask(), relu.mask());
        Tensor dRelu = relu.backward(dout);
        assertArrayEquals(sameRelu.backward(dout).toDoubleArray(), dRelu.toDoubleArray(), 0);
        Tensor dx = affine.backward(dRelu);
        assertEquals(x.shape(), dx.shape());
        assertArrayEquals(sameAffine.backward(dRelu).toDoubleArray(), dx.toDoubleArray(), 0);
        assertArrayEquals(gradients(sameAffine.parameters()), gradients(affine.parameters()));
    }

    @Test
    void theLayersOfANetAreThoseItWasGiven() {
        List<Layer> layers = deepNet(Target.FLOAT64);
        Network net = new Network(layers);
        assertEquals(layers.size(), net.layers().size());
        for (int i = 0; i < layers.size(); i++) {
            assertSame(layers.get(i), net.layers().get(i));
        }
        assertEquals(layers.size(), net.copy(DType.FLOAT32).layers().size());
        assertEquals(
                List.of("W1", "b1", "W2", "b2", "W3", "b3", "W4", "b4"),
                net.parameters().stream().map(Parameter::name).toList());
    }

    /** The backend is asked for both at once wherever an affine has its ReLU directly behind it. */
    @Test
    void asksTheBackendForBothAtOnce() {
        int[] calls = new int[2];
        ArrayBackend counting = new ArrayBackend("counting", 1) {
            @Override
            public void affine(int rows, int in, int out, Storage x, Storage w, Storage b, Storage y) {
                calls[0]++;
                super.affine(rows, in, out, x, w, b, y);
            }

            @Override
            public void affineRelu(int rows, int in, int out, Storage x, Storage w, Storage b, Storage y) {
                calls[1]++;
                super.affine(rows, in, out, x, w, b, y);
                unary(gradj.spi.UnaryOp.RELU, rows * out, y, y);
            }
        };
        Tensors tensors = new Tensors(counting, DType.FLOAT64);
        new Network(deepNet(tensors)).predict(inputs(tensors));
        assertArrayEquals(new int[] {2, 2}, calls);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void leavesNotANumberNotANumber(Tensors tensors) {
        Affine identity = new Affine(
                new Parameter("W", tensors.matrix(new double[][] {{1}})), new Parameter("b", tensors.vector(0)));
        Tensor x = tensors.matrix(new double[][] {{Double.NaN}, {-1}, {2}});
        assertArrayEquals(
                new double[] {Double.NaN, 0, 2},
                new Network(List.of(identity, new Relu())).predict(x).toDoubleArray());
    }

    @Test
    void refusesWhatDoesNotFitInTheWordsOfTheLayer() {
        Network net = new Network(List.of(affine(Target.FLOAT64, "1", 4, 6), new Relu()));
        Tensor x = Target.FLOAT64.zeros(Shape.of(2, 5));
        ShapeException thrown = assertThrowsExactly(ShapeException.class, () -> net.predict(x));
        assertEquals("W1 (Affine 4 -> 6): expected [N, 4], got [2, 5]", thrown.getMessage());
        Tensor w = Target.FLOAT64.zeros(Shape.of(5, 3));
        Tensor b = Target.FLOAT64.zeros(Shape.of(2));
        thrown = assertThrowsExactly(ShapeException.class, () -> Fused.affineRelu(x, w, b));
        assertEquals("affine bias: expected [3], got [2]", thrown.getMessage());
    }
}
