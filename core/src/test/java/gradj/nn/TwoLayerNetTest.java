package gradj.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.array.ArrayBackend;
import gradj.cases.Target;
import gradj.spi.DType;
import gradj.spi.Storage;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TwoLayerNetTest {
    static Stream<Tensors> targets() {
        return Target.all().stream();
    }

    private static TwoLayerNet net(Tensors tensors, long seed) {
        return new TwoLayerNet(tensors, 6, 5, 3, 0.5, seed);
    }

    private static Tensor noise(Tensors tensors, int... lengths) {
        return tensors.gaussian(Shape.of(lengths), 1, new SeededRandom(99));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void hasTheBooksParameters(Tensors tensors) {
        TwoLayerNet net = net(tensors, 1);
        assertEquals("[W1 [6, 5], b1 [5], W2 [5, 3], b2 [3]]", net.parameters().toString());
        assertArrayEquals(new double[5], net.parameters().get(1).value().toDoubleArray());
        assertArrayEquals(new double[3], net.parameters().get(3).value().toDoubleArray());
        assertEquals(tensors.dtype(), net.parameters().get(0).value().dtype());
    }

    @Test
    void startsWithTheBooksNoise() {
        TwoLayerNet net = new TwoLayerNet(784, 50, 10);
        double[] w = net.parameters().get(0).value().toDoubleArray();
        double mean = Arrays.stream(w).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(w).map(x -> x * x).average().orElseThrow());
        assertEquals(0, mean, 4 * 0.01 / Math.sqrt(w.length));
        assertEquals(0.01, deviation, 4 * 0.01 / Math.sqrt(2.0 * w.length));
        assertEquals(DType.FLOAT32, net.parameters().get(0).value().dtype());
    }

    @Test
    void theSameSeedGivesTheSameWeightsOnEveryBackend() {
        for (int i = 0; i < 4; i++) {
            float[] expected =
                    net(Target.FLOAT32, 7).parameters().get(i).value().toFloatArray();
            for (Tensors tensors : Target.all()) {
                assertArrayEquals(
                        expected, net(tensors, 7).parameters().get(i).value().toFloatArray(), Target.name(tensors));
            }
        }
        assertFalse(Arrays.equals(
                net(Target.FLOAT64, 7).parameters().get(0).value().toDoubleArray(),
                net(Target.FLOAT64, 8).parameters().get(0).value().toDoubleArray()));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void backpropagationAgreesWithTheNumericalGradient(Tensors tensors) {
        for (int batch : new int[] {1, 4}) {
            TwoLayerNet net = net(tensors, 3);
            Tensor x = noise(tensors, batch, 6);
            Tensor t = tensors.oneHot(3, Arrays.copyOf(new int[] {2, 0, 1, 1}, batch));
            double[][] before = values(net);
            Map<String, Tensor> gradient = net.gradient(x, t);
            Map<String, Tensor> numerical = net.numericalGradient(x, t);
            assertEquals(List.of("W1", "b1", "W2", "b2"), List.copyOf(gradient.keySet()));
            assertEquals(gradient.keySet(), numerical.keySet());
            double bound = tensors.dtype() == DType.FLOAT64
                    ? 1e-8
                    : 1e-8 + 64 * tensors.dtype().unitRoundoff();
            gradient.forEach((name, g) -> {
                assertEquals(DType.FLOAT64, numerical.get(name).dtype());
                assertEquals(g.shape(), numerical.get(name).shape());
                assertArrayEquals(
                        numerical.get(name).toDoubleArray(),
                        g.toDoubleArray(),
                        bound,
                        name + ", batch " + batch + " on " + Target.name(tensors));
                assertTrue(Arrays.stream(g.toDoubleArray()).anyMatch(v -> Math.abs(v) > 1e-3), name);
            });
            assertArrayEquals(before, values(net), "the parameters changed");
        }
    }

    private static double[][] values(Network net) {
        return net.parameters().stream()
                .map(parameter -> parameter.value().toDoubleArray())
                .toArray(double[][]::new);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void takesImagesAsTheyAre(Tensors tensors) {
        TwoLayerNet net = net(tensors, 3);
        Tensor flat = noise(tensors, 4, 6);
        Tensor images = flat.reshape(Shape.of(4, 2, 3));
        Tensor t = tensors.vector(2, 0, 1, 1);
        assertEquals(net.loss(flat, t).item(), net.loss(images, t).item());
        assertArrayEquals(net.predict(flat).toDoubleArray(), net.predict(images).toDoubleArray());
        assertEquals(Shape.of(4, 3), net.predict(images).shape());
    }

    /** A net that passes its two inputs through: the larger one names the class. */
    private static Network identity(Tensors tensors) {
        Tensor w = tensors.matrix(new double[][] {{1, 0}, {0, 1}});
        return new Network(List.of(new Affine(new Parameter("W", w), new Parameter("b", tensors.zeros(Shape.of(2))))));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void accuracyCountsTheRightOnes(Tensors tensors) {
        Network net = identity(tensors);
        Tensor x = tensors.matrix(new double[][] {{3, 1}, {1, 3}, {0, 2}, {5, 5}});
        assertEquals(0.75, net.accuracy(x, tensors.vector(0, 1, 0, 0)));
        assertEquals(0.75, net.accuracy(x, tensors.oneHot(2, 0, 1, 0, 0)));
        assertEquals(0, net.accuracy(x.rows(0, 1), tensors.vector(1)));
        assertEquals(1, net.accuracy(x.rows(0, 2), tensors.vector(0, 1)));
    }

    /**
     * Samples as narrow as the net, evaluated piece by piece, the last one not full; and samples so wide beside it that
     * all are evaluated at once.
     */
    @ParameterizedTest
    @CsvSource({"1999, 2", "2000, 2", "2001, 2", "4500, 2", "4500, 7", "4500, 8", "1, 8"})
    void accuracyCountsEverySample(int samples, int features) {
        Tensors tensors = Target.FLOAT32;
        double[] x = new double[features * samples];
        int[] classNumbers = new int[samples];
        for (int i = 0; i < samples; i++) {
            x[features * i + i % 2] = 1;
            classNumbers[i] = i % 3 == 0 ? 1 - i % 2 : i % 2;
        }
        double[] w = new double[2 * features];
        w[0] = 1; // the first two features are the scores
        w[3] = 1;
        Network net = new Network(List.of(new Affine(
                new Parameter("W", tensors.of(Shape.of(features, 2), w)),
                new Parameter("b", tensors.zeros(Shape.of(2))))));
        int wrong = (samples + 2) / 3;
        Tensor inputs = tensors.of(Shape.of(samples, features), x);
        double expected = (samples - wrong) / (double) samples;
        assertEquals(expected, net.accuracy(inputs, tensors.oneHot(2, classNumbers)));
        assertEquals(
                expected,
                net.accuracy(inputs.reshape(Shape.of(samples, 1, features)), tensors.oneHot(2, classNumbers)));
    }

    /** What a wide net makes of many samples is never in memory at once. */
    @Test
    void accuracyTakesWideNetsInPieces() {
        int[] rows = new int[2]; // the most at once of a narrow net and of a wide one
        for (int i = 0; i < rows.length; i++) {
            int most = i;
            ArrayBackend watched = new ArrayBackend("watched", 1) {
                @Override
                public void affine(int n, int in, int out, Storage x, Storage w, Storage b, Storage y) {
                    rows[most] = Math.max(rows[most], n);
                    super.affine(n, in, out, x, w, b, y);
                }
            };
            Tensors tensors = new Tensors(watched, DType.FLOAT32);
            Network net = new TwoLayerNet(tensors, 16, i == 0 ? 4 : 5, 2, 0.1, 1);
            net.accuracy(tensors.zeros(Shape.of(5000, 16)), tensors.zeros(Shape.of(5000)));
        }
        assertArrayEquals(new int[] {5000, 2000}, rows);
    }

    @Test
    void accuracyWantsOneLabelForEachSample() {
        Network net = identity(Target.FLOAT64);
        Tensor x = Target.FLOAT64.zeros(Shape.of(4, 2));
        ShapeException thrown =
                assertThrowsExactly(ShapeException.class, () -> net.accuracy(x, Target.FLOAT64.vector(1, 2, 3)));
        assertEquals("accuracy: expected one label for each sample, got [4, 2] and [3]", thrown.getMessage());
        assertThrowsExactly(ShapeException.class, () -> net.accuracy(x.rows(0, 0), Target.FLOAT64.vector()));
        for (Shape labels : List.of(Shape.of(4, 3), Shape.of(4, 1), Shape.of(4, 2, 2))) {
            Tensor t = Target.FLOAT64.zeros(labels);
            assertThrowsExactly(ShapeException.class, () -> net.accuracy(x, t), "labels " + labels);
        }
    }

    @Test
    void refusesBackwardBeforeLoss() {
        TwoLayerNet net = net(Target.FLOAT64, 1);
        IllegalStateException thrown = assertThrowsExactly(IllegalStateException.class, net::backward);
        assertEquals("backward before forward: call loss(x, t) first", thrown.getMessage());
        net.predict(noise(Target.FLOAT64, 2, 6));
        assertThrowsExactly(IllegalStateException.class, net::backward);
    }

    @Test
    void refusesInputsOfAnotherSizeByTheLayersName() {
        TwoLayerNet net = net(Target.FLOAT64, 1);
        Tensor x = noise(Target.FLOAT64, 2, 7);
        ShapeException thrown = assertThrowsExactly(ShapeException.class, () -> net.predict(x));
        assertEquals("W1 (Affine 6 -> 5): expected [N, 6], got [2, 7]", thrown.getMessage());
    }

    @Test
    void copiesKnowTheSameAndLearnOnTheirOwn() {
        TwoLayerNet net = net(Target.FLOAT32, 5);
        Network copy = net.copy(DType.FLOAT64);
        Tensor x = noise(Target.FLOAT32, 3, 6);
        Tensor expected = net.predict(x);
        assertArrayEquals(
                copy.predict(x.to(DType.FLOAT64)).toDoubleArray(),
                expected.toDoubleArray(),
                1e-5,
                "float32 and float64");
        copy.parameters().get(0).assign(Target.FLOAT64.zeros(Shape.of(6, 5)));
        assertArrayEquals(expected.toDoubleArray(), net.predict(x).toDoubleArray());
    }
}
