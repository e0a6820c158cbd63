package gradj.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import gradj.cases.Target;
import gradj.gradcheck.GradientCheck;
import gradj.op.Square;
import gradj.optim.Sgd;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SequentialTest {
    private static final Tensors TENSORS = Target.FLOAT64;
    private static final Tensor X = TENSORS.gaussian(Shape.of(5, 4), 1, new SeededRandom(1));
    private static final Tensor T = TENSORS.oneHot(3, 0, 1, 2, 2, 1);

    private static Affine affine(int in, int out) {
        return affine(new Parameter("W", TENSORS.gaussian(Shape.of(in, out), 0.7, new SeededRandom(in * 31 + out))));
    }

    private static Affine affine(Parameter w) {
        int out = w.value().shape().length(1);
        return new Affine(w, new Parameter("b", TENSORS.gaussian(Shape.of(out), 0.7, new SeededRandom(out))));
    }

    private static List<String> names(Layer layer) {
        return layer.parameters().stream().map(Parameter::name).toList();
    }

    private static Network nested() {
        Map<String, Layer> parts = new LinkedHashMap<>();
        parts.put("encoder", Sequential.of(affine(4, 6), new Relu(), affine(6, 5)));
        parts.put("activation", new Sigmoid());
        parts.put("head", affine(5, 3));
        return new Network(Sequential.named(parts), new SoftmaxWithLoss());
    }

    @Test
    void parametersHaveThePathToTheirLayer() {
        assertEquals(
                List.of("encoder.0.W", "encoder.0.b", "encoder.2.W", "encoder.2.b", "head.W", "head.b"),
                names(nested().layer()));
    }

    @Test
    void aNestedNetLearnsAsTheSameChainDoes() {
        Network nested = nested();
        Network chain = new Network(
                Sequential.of(affine(4, 6), new Relu(), affine(6, 5), new Sigmoid(), affine(5, 3)),
                new SoftmaxWithLoss());
        assertEquals(chain.loss(X, T).item(), nested.loss(X, T).item());
        chain.backward();
        nested.backward();
        for (int i = 0; i < chain.parameters().size(); i++) {
            assertArrayEquals(
                    chain.parameters().get(i).gradient().toDoubleArray(),
                    nested.parameters().get(i).gradient().toDoubleArray());
        }
        GradientCheck.everyElement().check(nested.lossOf(X, T)).assertPassed();
    }

    /** The gradient of weights that two layers share is the sum over both, also where they stand in different parts. */
    @Test
    void sharedWeightsAreOneParameter() {
        Parameter w = new Parameter("W", TENSORS.gaussian(Shape.of(4, 4), 0.7, new SeededRandom(7)));
        Network net = new Network(
                Sequential.of(
                        affine(w),
                        Sequential.of(Activation.of(Square::new), affine(w), new Sigmoid(), affine(w)),
                        affine(4, 3)),
                new SoftmaxWithLoss());
        assertEquals(List.of("0.W", "0.b", "1.1.b", "1.3.b", "2.W", "2.b"), names(net.layer()));
        GradientCheck.everyElement().check(net.lossOf(X, T)).assertPassed();

        Network copy = net.copy(net.parameters().get(0).value().dtype());
        assertEquals(names(net.layer()), names(copy.layer()));
        net.loss(X, T);
        net.backward();
        copy.loss(X, T);
        copy.backward();
        new Sgd(0.1).step(copy.parameters());
        new Sgd(0.1).step(net.parameters());
        assertArrayEquals(net.predict(X).toDoubleArray(), copy.predict(X).toDoubleArray());
        assertNotSame(net.parameters().get(0).value(), copy.parameters().get(0).value());
        // A second backward begins anew.
        double[] once = net.gradient(X, T).get("0.W").toDoubleArray();
        assertArrayEquals(once, net.gradient(X, T).get("0.W").toDoubleArray());
    }

    @Test
    void goesToAnotherBackendAndDtype() {
        Network net = nested();
        Network moved = net.copy(Target.REFERENCE_FLOAT32);
        Tensor x = X.to(Target.REFERENCE).to(Target.REFERENCE_FLOAT32.dtype());
        assertSame(Target.REFERENCE, moved.parameters().get(0).value().backend());
        assertArrayEquals(net.predict(X).toDoubleArray(), moved.predict(x).toDoubleArray(), 1e-5);
    }

    /** A layer of one's own with parameters says that it must be told how. */
    @Test
    void aLayerThatCannotGoToAnotherBackendIsNamed() {
        Network net = new Network(Sequential.of(new Scale(TENSORS)), RegressionLoss.meanSquaredError());
        assertEquals(
                Scale.class.getName() + " cannot go to the backend reference: give it a copy(Tensors) that copies its"
                        + " parameters with copy(tensors)",
                assertThrowsExactly(UnsupportedOperationException.class, () -> net.copy(Target.REFERENCE_FLOAT64))
                        .getMessage());
    }

    @Test
    void namesThatWouldBeNoPathsAreRefused() {
        assertThrowsExactly(IllegalArgumentException.class, () -> Sequential.named(Map.of("a.b", new Relu())));
        assertThrowsExactly(IllegalArgumentException.class, () -> Sequential.named(Map.of("", new Relu())));
        Relu twice = new Relu();
        assertEquals(
                "a Relu stands at two places of the net: make two of them",
                assertThrowsExactly(IllegalArgumentException.class, () -> Sequential.of(twice, twice))
                        .getMessage());
    }

    @Test
    void anEmptyOneIsTheIdentity() {
        Sequential empty = Sequential.of();
        assertSame(X, empty.forward(X));
        assertSame(X, empty.infer(X));
        assertSame(X, empty.backward(X));
        assertEquals(List.of(), empty.parameters());
    }

    /** Written as the notes say it. */
    @Test
    void aNetIsBuiltFromItsInputToItsLoss() {
        Network net = Network.sequence(TENSORS, 3)
                .weights(FirstWeights.gaussian(0.5))
                .affine(4, 6)
                .relu()
                .affine(6, 3)
                .softmaxCrossEntropy();
        assertEquals(List.of("0.W", "0.b", "2.W", "2.b"), names(net.layer()));
        GradientCheck.everyElement().check(net.lossOf(X, T)).assertPassed();
        Network same = Network.sequence(TENSORS, 3)
                .weights(FirstWeights.gaussian(0.5))
                .affine(4, 6)
                .relu()
                .affine(6, 3)
                .softmaxCrossEntropy();
        assertArrayEquals(net.predict(X).toDoubleArray(), same.predict(X).toDoubleArray());
    }

    @Test
    void aLayerOfNothingIsRefused() {
        NetworkBuilder builder = Network.sequence(TENSORS, 3);
        assertEquals(
                "affine: expected 1 input and 1 output or more, got 0 and 3",
                assertThrowsExactly(IllegalArgumentException.class, () -> builder.affine(0, 3))
                        .getMessage());
        assertThrowsExactly(IllegalArgumentException.class, () -> builder.affine(3, -1));
    }

    /** y = a x with one number a. */
    private static final class Scale implements Layer {
        private final Parameter a;
        private Tensor x = X;

        private Scale(Tensors tensors) {
            this(new Parameter("a", tensors.scalar(2)));
        }

        private Scale(Parameter a) {
            this.a = a;
        }

        @Override
        public Tensor forward(Tensor input) {
            x = input;
            return x.times(a.value());
        }

        @Override
        public Tensor backward(Tensor dout) {
            a.setGradient(dout.times(x).sum());
            return dout.times(a.value());
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(a);
        }

        @Override
        public Layer copy(gradj.spi.DType dtype) {
            return new Scale(a.copy(dtype));
        }
    }
}
