package gradj.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One net and several threads. Hooks in the middle of a net force the order of things: nothing depends on timing. */
class NetworkThreadsTest {
    private static final Tensors TENSORS = Target.FLOAT64;
    private static final Tensor X = TENSORS.gaussian(Shape.of(6, 4), 1, new SeededRandom(1));
    private static final Tensor T = TENSORS.oneHot(3, 0, 1, 2, 1, 0, 2);
    private static final String RULE =
            ": loss, backward and training belong to one thread at a time, a loss and its backward to the same one;"
                    + " predict and accuracy are free for any thread; give each thread that learns a copy(dtype) of the net";

    private final Hooked hooked = new Hooked();

    private static Affine affine(String number, int in, int out) {
        SeededRandom random = new SeededRandom(in + 10L * out);
        return new Affine(
                new Parameter("W" + number, TENSORS.gaussian(Shape.of(in, out), 1, random)),
                new Parameter("b" + number, TENSORS.gaussian(Shape.of(out), 1, random)));
    }

    /** Every built-in layer, alone and fused, before and behind the layer that a test gives. */
    private static Network net(Layer middle) {
        return new Network(List.of(
                affine("1", 4, 6),
                new Relu(),
                new Sigmoid(),
                affine("2", 6, 5),
                middle,
                new Relu(),
                affine("3", 5, 5),
                new Relu(),
                affine("4", 5, 3)));
    }

    private static double[][] gradients(Network net) {
        return net.parameters().stream()
                .map(parameter -> parameter.gradient().toDoubleArray())
                .toArray(double[][]::new);
    }

    /** In the middle of a loss, and of its backward, another thread predicts and evaluates batches of other sizes. */
    @Test
    void predictionsInTheMiddleOfAStepAreRightAndChangeNothing() {
        Network alone = net(new Hooked());
        alone.gradient(X, T);
        double[] scores = alone.predict(X.rows(1, 3)).toDoubleArray();
        double accuracy = alone.accuracy(X.rows(0, 5), T.rows(0, 5));

        Network net = net(hooked);
        int[] predictions = new int[1];
        hooked.hook = () -> Hooked.inThread("predicting", () -> {
            assertArrayEquals(scores, net.predict(X.rows(1, 3)).toDoubleArray(), 0);
            assertEquals(accuracy, net.accuracy(X.rows(0, 5), T.rows(0, 5)));
            predictions[0]++;
            return null;
        });
        net.loss(X, T);
        net.backward();
        assertEquals(2, predictions[0]);
        assertArrayEquals(gradients(alone), gradients(net));
    }

    /** In the middle of a prediction another thread learns from a batch of another size. */
    @Test
    void aStepInTheMiddleOfAPredictionChangesNothing() {
        Network alone = net(new Hooked());
        double[] scores = alone.predict(X.rows(0, 2)).toDoubleArray();
        alone.gradient(X, T);
        boolean[] isNested = new boolean[1];
        Layer learnsMeanwhile = new Hooked() {
            @Override
            public Tensor infer(Tensor x) {
                hook.run();
                return x;
            }
        };
        Network net = net(learnsMeanwhile);
        ((Hooked) learnsMeanwhile).hook = () -> {
            if (!isNested[0]) {
                isNested[0] = true;
                Hooked.inThread("learning", () -> net.gradient(X, T));
            }
        };
        assertArrayEquals(scores, net.predict(X.rows(0, 2)).toDoubleArray(), 0);
        assertArrayEquals(gradients(alone), gradients(net));
    }

    /** All threads are in the middle of the net at the same moment, with batches of different sizes. */
    @Test
    void manyPredictAtOnce() throws Exception {
        int threads = 6;
        CyclicBarrier middle = new CyclicBarrier(threads);
        Network net = net(new Hooked() {
            @Override
            public Tensor infer(Tensor x) {
                try {
                    middle.await();
                } catch (InterruptedException | BrokenBarrierException broken) {
                    throw new AssertionError(broken);
                }
                return x;
            }
        });
        Network alone = net(new Hooked());
        List<FutureTask<double[]>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Tensor x = X.rows(i % 3, 3 + i / 2);
            tasks.add(new FutureTask<>(() -> net.predict(x).toDoubleArray()));
            new Thread(tasks.get(i)).start();
        }
        for (int i = 0; i < threads; i++) {
            double[] expected = alone.predict(X.rows(i % 3, 3 + i / 2)).toDoubleArray();
            assertArrayEquals(expected, tasks.get(i).get(), 0, "thread " + i);
        }
    }

    @Test
    void inferGivesTheBitsOfForwardAndRemembersNothing() {
        Tensor images = X.reshape(Shape.of(6, 2, 2));
        for (Layer layer : List.of(affine("1", 4, 3), new Relu(), new Sigmoid())) {
            Tensor x = layer instanceof Affine ? images : X;
            Tensor y = layer.infer(x);
            assertThrowsExactly(
                    IllegalStateException.class,
                    () -> layer.backward(y),
                    layer.getClass().getName());
            assertEquals(layer.forward(x).shape(), y.shape());
            assertArrayEquals(layer.forward(x).toDoubleArray(), y.toDoubleArray(), 0);
        }
    }

    private static void refused(String found, Supplier<?> call) {
        IllegalStateException thrown = assertThrowsExactly(IllegalStateException.class, call::get);
        assertEquals(found + RULE, thrown.getMessage());
    }

    /** A second thread that would learn too is told so, and the first one goes on undisturbed. */
    @Test
    void onlyOneThreadLearnsAtATime() {
        Network alone = net(new Hooked());
        alone.gradient(X, T);
        Network net = net(hooked);
        String learning = " in thread \"second\" while thread \""
                + Thread.currentThread().getName() + "\" is learning with the same net";
        int[] refusals = new int[1];
        hooked.hook = () -> Hooked.inThread("second", () -> {
            refused("loss" + learning, () -> net.loss(X.rows(0, 1), T.rows(0, 1)));
            refused("training" + learning, () -> net.gradient(X, T));
            refused("training" + learning, net::claim);
            refused("backward" + learning, () -> {
                net.backward();
                return null;
            });
            refusals[0]++;
            return null;
        });
        net.loss(X, T);
        net.backward();
        assertEquals(2, refusals[0]);
        assertArrayEquals(gradients(alone), gradients(net));
    }

    @Test
    void aNetMayGoFromThreadToThread() {
        Network net = net(new Hooked());
        net.loss(X, T);
        double[][] expected = Hooked.inThread("second", () -> {
            net.gradient(X, T);
            return gradients(net);
        });
        net.gradient(X, T);
        assertArrayEquals(expected, gradients(net));
    }

    @Test
    void aBackwardBelongsToTheThreadOfItsLoss() {
        Network net = net(new Hooked());
        Hooked.inThread("first", () -> net.loss(X, T));
        refused(
                "backward in thread \"" + Thread.currentThread().getName()
                        + "\" of a loss that thread \"first\" computed",
                () -> {
                    net.backward();
                    return null;
                });
        net.loss(X, T);
        net.backward();
    }

    @Test
    void aClaimHoldsUntilItIsClosed() {
        Network net = net(new Hooked());
        Network.Claim claim = net.claim();
        net.gradient(X, T);
        net.claim().close(); // of the same thread: it ends nothing
        assertThrowsExactly(IllegalStateException.class, () -> Hooked.inThread("second", () -> net.loss(X, T)));
        claim.close();
        Hooked.inThread("second", () -> net.loss(X, T));
    }

    @Test
    void aLossThatFailsEndsItsTurn() {
        Network net = net(new Hooked());
        assertThrowsExactly(gradj.tensor.ShapeException.class, () -> net.loss(X, T.rows(0, 2)));
        Hooked.inThread("second", () -> net.gradient(X, T));
    }

    /** ReLU with a copy that is none, in the three ways that there are. */
    private static final class Uncopied implements Layer {
        final Relu relu = new Relu();
        final Supplier<Layer> copy;

        Uncopied(Supplier<Layer> copy) {
            this.copy = copy;
        }

        @Override
        public Tensor forward(Tensor x) {
            return relu.forward(x);
        }

        @Override
        public Tensor backward(Tensor dout) {
            return relu.backward(dout);
        }

        @Override
        public Layer copy(DType dtype) {
            return copy == THIS ? this : copy.get();
        }

        static final Supplier<Layer> THIS = () -> null;
    }

    static Stream<Supplier<Layer>> noCopies() {
        return Stream.of(Uncopied.THIS, () -> null, () -> {
            throw new UnsupportedOperationException("copy");
        });
    }

    /** Such a net predicts as ever, by forward: the backward that was due is refused, not wrong. */
    @ParameterizedTest
    @MethodSource("noCopies")
    void aNetWhoseLayersCannotBeCopiedStillPredicts(Supplier<Layer> copy) {
        Network net = new Network(List.of(affine("1", 4, 6), new Sigmoid(), new Uncopied(copy), affine("2", 6, 3)));
        Network same = new Network(List.of(affine("1", 4, 6), new Sigmoid(), new Relu(), affine("2", 6, 3)));
        assertArrayEquals(same.predict(X).toDoubleArray(), net.predict(X).toDoubleArray(), 0);
        assertEquals(same.accuracy(X, T), net.accuracy(X, T));
        net.loss(X, T);
        net.predict(X.rows(0, 2));
        assertThrowsExactly(IllegalStateException.class, net::backward);
        net.gradient(X, T);
        same.gradient(X, T);
        assertArrayEquals(gradients(same), gradients(net));
        try (Network.Claim claim = net.claim()) {
            IllegalStateException thrown = assertThrowsExactly(
                    IllegalStateException.class, () -> Hooked.inThread("second", () -> net.predict(X)));
            assertTrue(
                    thrown.getMessage().startsWith("predict, through a layer without infer(x) and copy, in thread"),
                    thrown.getMessage());
        }
        assertArrayEquals(
                same.predict(X).toDoubleArray(),
                Hooked.inThread("second", () -> net.predict(X).toDoubleArray()),
                0);
    }

    /** A net of many threads' predictions is as good afterwards as before. */
    @Test
    void aLayerWithoutInferIsRunByItsCopy() {
        int[] forwards = new int[1];
        hooked.hook = () -> forwards[0]++;
        Network net = net(hooked);
        Network alone = net(new Hooked());
        assertArrayEquals(alone.predict(X).toDoubleArray(), net.predict(X).toDoubleArray(), 0);
        assertEquals(0, forwards[0]);
        net.loss(X, T);
        assertEquals(1, forwards[0]);
        assertTrue(Arrays.stream(net.predict(X).toDoubleArray()).allMatch(Double::isFinite));
    }
}
