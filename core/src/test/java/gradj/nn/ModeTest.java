package gradj.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import gradj.cases.PyTorch;
import gradj.cases.Target;
import gradj.gradcheck.GradientCheck;
import gradj.op.Exp;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers that do something else while the net learns, and what they keep. */
class ModeTest {
    private static final Tensors TENSORS = Target.FLOAT64;
    private static final Tensor X = TENSORS.gaussian(Shape.of(6, 4), 1, new SeededRandom(1));
    private static final Tensor T = TENSORS.oneHot(3, 0, 1, 2, 2, 1, 0);

    static Stream<PyTorch.Case> batchNorms() {
        return PyTorch.cases("layers.json")
                .filter(each -> each.name().startsWith("batch_norm_1d"))
                .filter(each -> !each.settings().get("momentum").isJsonNull());
    }

    @ParameterizedTest
    @MethodSource("batchNorms")
    void batchNormIsPyTorchs(PyTorch.Case each) {
        BatchNorm layer = new BatchNorm(TENSORS, 3, each.numbers("momentum")[0], each.numbers("eps")[0]);
        if (each.settings().has("weight")) {
            layer.parameters().get(0).assign(TENSORS.vector(each.numbers("weight")));
            layer.parameters().get(1).assign(TENSORS.vector(each.numbers("bias")));
        }
        for (JsonElement batch : each.json().getAsJsonArray("training_batches_before")) {
            JsonObject before = batch.getAsJsonObject();
            layer.forward(PyTorch.tensor(before.get("batch")));
            assertBuffers(before, layer);
            assertEquals(
                    before.get("num_batches_tracked").getAsDouble(),
                    layer.buffers().get(2).value().item());
        }
        Mode mode = each.name().endsWith("train") ? Mode.TRAINING : Mode.EVALUATION;
        Tensor input = each.input("input");
        if (mode == Mode.EVALUATION) {
            assertArrayEquals(each.output(), layer.infer(input).toDoubleArray(), 1e-13);
        }
        assertArrayEquals(each.output(), layer.forward(input, mode).toDoubleArray(), 1e-13);
        assertArrayEquals(each.gradient("input"), layer.backward(each.seed()).toDoubleArray(), 1e-12);
        assertBuffers(each.json().getAsJsonObject("state_after"), layer);
        if (each.settings().has("weight")) {
            assertArrayEquals(
                    each.gradient("weight"),
                    layer.parameters().get(0).gradient().toDoubleArray(),
                    1e-12);
            assertArrayEquals(
                    each.gradient("bias"), layer.parameters().get(1).gradient().toDoubleArray(), 1e-12);
        }
    }

    private static void assertBuffers(JsonObject expected, BatchNorm layer) {
        double[] mean = PyTorch.values(expected.get("running_mean"));
        double[] variance = PyTorch.values(expected.get("running_var"));
        assertArrayEquals(mean, layer.buffers().get(0).value().toDoubleArray(), 1e-14);
        assertArrayEquals(variance, layer.buffers().get(1).value().toDoubleArray(), 1e-14);
    }

    private static Network net(Tensors tensors) {
        return Network.sequence(tensors, 5)
                .weights(FirstWeights.gaussian(0.8))
                .affine(4, 7)
                .batchNorm(7)
                .relu()
                .dropout(0.4)
                .affine(7, 5)
                .activation(Exp::new)
                .dropout(0.2)
                .affine(5, 3)
                .softmaxCrossEntropy();
    }

    /** Dropout draws the same in every evaluation of a check, and the check leaves nothing behind. */
    @Test
    void aNetThatDrawsIsChecked() {
        Network net = net(TENSORS);
        net.loss(X, T);
        double[][] before = buffers(net);
        GradientCheck.everyElement().check(net.lossOf(X, T)).assertPassed();
        assertArrayEquals(before, buffers(net));
        GradientCheck.everyElement()
                .check(net(Target.FLOAT32).lossOf(X.to(DType.FLOAT32), T.to(DType.FLOAT32)))
                .assertPassed();
    }

    private static double[][] buffers(Network net) {
        return net.buffers().stream()
                .map(buffer -> buffer.value().toDoubleArray())
                .toArray(double[][]::new);
    }

    @Test
    void eachModeOfEachLayerIsChecked() {
        for (Layer layer : java.util.List.of(
                new BatchNorm(TENSORS, 4), new Dropout(TENSORS, 0.5, 3), Dropout.ofTheBook(TENSORS, 0.5, 3))) {
            layer.forward(X.times(2));
            GradientCheck.everyElement().check(LayerFunction.of(layer, X)).assertPassed();
            GradientCheck.everyElement()
                    .check(LayerFunction.of(layer, X, Mode.EVALUATION))
                    .assertPassed();
        }
    }

    @Test
    void predictingAndEvaluatingDrawNothing() {
        Network net = net(TENSORS);
        net.loss(X, T);
        double[][] before = buffers(net);
        double[] scores = net.predict(X).toDoubleArray();
        assertArrayEquals(scores, net.predict(X).toDoubleArray());
        net.accuracy(X, T);
        assertArrayEquals(scores, net.layer().forward(X, Mode.EVALUATION).toDoubleArray(), 1e-14);
        assertArrayEquals(before, buffers(net));
    }

    /** Two nets of one seed draw the same, a second forward draws other elements, and a copy goes on where it was. */
    @Test
    void dropoutDrawsBySeedAndCount() {
        Dropout one = new Dropout(TENSORS, 0.5, 9);
        Dropout two = new Dropout(TENSORS, 0.5, 9);
        Tensor ones = TENSORS.full(Shape.of(40, 25), 1);
        double[] first = one.forward(ones).toDoubleArray();
        assertArrayEquals(first, two.forward(ones).toDoubleArray());
        Layer copy = one.copy(DType.FLOAT64);
        double[] second = one.forward(ones).toDoubleArray();
        assertFalse(Arrays.equals(first, second));
        assertArrayEquals(second, copy.forward(ones).toDoubleArray());
        long passed = Arrays.stream(second).filter(y -> y == 2).count();
        long stopped = Arrays.stream(second).filter(y -> y == 0).count();
        assertEquals(1000, passed + stopped);
        assertEquals(500, (double) passed, 80); // five standard deviations
        assertArrayEquals(second, copy.backward(ones).toDoubleArray());
    }

    @Test
    void theBooksDropoutWeighsInEvaluation() {
        Dropout layer = Dropout.ofTheBook(TENSORS, 0.25, 1);
        assertArrayEquals(X.times(0.75).toDoubleArray(), layer.infer(X).toDoubleArray());
        double[] y = layer.forward(X).toDoubleArray();
        double[] x = X.toDoubleArray();
        for (int i = 0; i < y.length; i++) {
            assertEquals(y[i] == 0 ? 0 : x[i], y[i], 0.0);
        }
    }

    @Test
    void dropoutAtItsEnds() {
        assertArrayEquals(
                X.toDoubleArray(), new Dropout(TENSORS, 0, 1).forward(X).toDoubleArray());
        Dropout all = new Dropout(TENSORS, 1, 1);
        assertEquals(
                0, Arrays.stream(all.forward(X).toDoubleArray()).map(Math::abs).sum());
        assertEquals(
                0, Arrays.stream(all.backward(X).toDoubleArray()).map(Math::abs).sum());
        assertSame(X, all.infer(X));
        for (double share : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThrowsExactly(IllegalArgumentException.class, () -> new Dropout(TENSORS, share, 1));
        }
    }

    @Test
    void oneSampleHasNoVariance() {
        BatchNorm layer = new BatchNorm(TENSORS, 4);
        assertEquals(
                "BatchNorm: in training expected 2 samples or more, which have a variance, got [1, 4]",
                assertThrowsExactly(ShapeException.class, () -> layer.forward(X.rows(0, 1)))
                        .getMessage());
        assertArrayEquals(
                X.rows(0, 1).dividedBy(Math.sqrt(1 + 1e-5)).toDoubleArray(),
                layer.infer(X.rows(0, 1)).toDoubleArray(),
                1e-15);
        assertThrowsExactly(ShapeException.class, () -> layer.forward(TENSORS.zeros(Shape.of(3, 5))));
    }

    @Test
    void flattenGivesGradientsTheirShapeBack() {
        Tensor images = X.reshape(Shape.of(2, 3, 4));
        Flatten flatten = new Flatten();
        assertEquals(Shape.of(2, 12), flatten.forward(images).shape());
        Tensor back = flatten.backward(X.reshape(Shape.of(2, 12)));
        assertEquals(images.shape(), back.shape());
        assertArrayEquals(X.toDoubleArray(), back.toDoubleArray());
        assertThrowsExactly(ShapeException.class, () -> flatten.forward(TENSORS.vector(1, 2)));
    }
}
