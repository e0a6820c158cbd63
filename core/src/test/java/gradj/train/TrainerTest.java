package gradj.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.JavaBackend;
import gradj.cases.Target;
import gradj.data.Dataset;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.nn.TwoLayerNet;
import gradj.optim.Optimizer;
import gradj.optim.Sgd;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerTest {
    private static final Tensors T = Target.FLOAT32;

    private static Network net(Tensors tensors) {
        return new TwoLayerNet(tensors, 2, 8, 3, 0.5, 1);
    }

    private static History train(Network net, TrainingPlan plan, int samples) {
        Tensors tensors = new Tensors(
                net.parameters().get(0).value().backend(),
                net.parameters().get(0).value().dtype());
        return new Trainer(net, new Sgd(0.1), plan)
                .train(Samples.corners(tensors, samples, 1), Samples.corners(tensors, 100, 2), TrainingListener.NONE);
    }

    @ParameterizedTest
    @CsvSource({"100, 10, 10", "101, 10, 11", "60000, 100, 600", "5, 100, 1", "1, 1, 1", "2147483647, 2, 1073741824"})
    void anEpochIsAsManyBatchesAsItTakes(int samples, int batchSize, int expected) {
        TrainingPlan plan = new TrainingPlan(1, batchSize, Sampling.WITH_REPLACEMENT, 0);
        assertEquals(expected, plan.iterationsPerEpoch(samples));
    }

    @Test
    void theLastEpochMayBePartial() {
        History history = train(net(T), new TrainingPlan(12, 10, Sampling.SHUFFLED_EPOCHS, 3), 45);
        assertEquals(
                List.of(1, 2, 3), history.epochs().stream().map(Epoch::number).toList());
        assertEquals(
                List.of(5, 10, 12),
                history.epochs().stream().map(Epoch::iteration).toList());
        assertEquals(12, history.losses().size());
        double[] loss =
                history.losses().stream().mapToDouble(Double::doubleValue).toArray();
        double[] means = { // batches of 10, 10, 10, 10 and 5 samples; the third epoch is not finished
            (10 * (loss[0] + loss[1] + loss[2] + loss[3]) + 5 * loss[4]) / 45,
            (10 * (loss[5] + loss[6] + loss[7] + loss[8]) + 5 * loss[9]) / 45,
            (loss[10] + loss[11]) / 2
        };
        for (int i = 0; i < means.length; i++) {
            assertEquals(means[i], history.epochs().get(i).loss(), 1e-15, "epoch " + (i + 1));
        }
        assertEquals(history.epochs().get(2), history.last());
        assertEquals(history.losses().get(11), history.finalLoss());
    }

    /** The call without a listener trains as the other one does. */
    @Test
    void trainsWithoutAListener() {
        TrainingPlan plan = new TrainingPlan(12, 10, Sampling.SHUFFLED_EPOCHS, 3);
        Network net = net(T);
        Dataset train = Samples.corners(T, 45, 1);
        History history = new Trainer(net, new Sgd(0.1), plan).train(train, Samples.corners(T, 100, 2));
        assertEquals(train(net(T), plan, 45), history);
    }

    @ParameterizedTest
    @EnumSource(Sampling.class)
    void learnsWhatStraightLinesTellApart(Sampling sampling) {
        for (Tensors tensors : Target.all()) {
            Network net = net(tensors);
            History history = train(net, new TrainingPlan(400, 20, sampling, 5), 300);
            assertTrue(history.last().trainAccuracy() >= 0.98, Target.name(tensors) + " " + history.last());
            assertTrue(history.last().testAccuracy() >= 0.98, Target.name(tensors) + " " + history.last());
            assertTrue(history.finalLoss() < history.losses().get(0) / 4, Target.name(tensors));
            Dataset test = Samples.corners(tensors, 100, 2);
            assertEquals(net.accuracy(test.x(), test.t()), history.last().testAccuracy());
        }
    }

    /** The loss told is that of the mini-batch before its update, and the update is one step of the optimizer. */
    @Test
    void oneIterationIsOneStep() {
        Dataset data = Samples.corners(Target.FLOAT64, 4, 1);
        Network trained = net(Target.FLOAT64);
        Network byHand = net(Target.FLOAT64);
        TrainingPlan plan = new TrainingPlan(1, 4, Sampling.SHUFFLED_EPOCHS, 2);
        History history = new Trainer(trained, new Sgd(0.1), plan).train(data, data, TrainingListener.NONE);
        double loss = byHand.loss(data.x(), data.t()).item();
        byHand.backward();
        new Sgd(0.1).step(byHand.parameters());
        assertEquals(loss, history.finalLoss(), 1e-15);
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(
                    byHand.parameters().get(i).value().toDoubleArray(),
                    trained.parameters().get(i).value().toDoubleArray(),
                    1e-15);
        }
    }

    @ParameterizedTest
    @EnumSource(Sampling.class)
    void theSameSeedGivesTheSameBits(Sampling sampling) {
        TrainingPlan plan = new TrainingPlan(60, 64, sampling, 11);
        List<float[]> expected = new ArrayList<>();
        for (int threads : new int[] {1, 1, 2, 3}) {
            Tensors tensors = new Tensors(new JavaBackend(threads), DType.FLOAT32);
            Dataset data = Samples.noise(tensors, 300);
            Network net = new TwoLayerNet(tensors, 784, 50, 10, 0.01, 4);
            History history = new Trainer(net, new Sgd(0.1), plan).train(data, data, TrainingListener.NONE);
            List<float[]> found = new ArrayList<>();
            net.parameters().forEach(parameter -> found.add(parameter.value().toFloatArray()));
            found.add(new float[] {
                (float) history.finalLoss(), (float) history.last().trainAccuracy()
            });
            if (expected.isEmpty()) {
                expected.addAll(found);
            }
            for (int i = 0; i < expected.size(); i++) {
                assertArrayEquals(expected.get(i), found.get(i), threads + " threads, parameter " + i);
            }
        }
    }

    @Test
    void anotherSeedDrawsOtherBatches() {
        History one = train(net(T), new TrainingPlan(5, 10, Sampling.WITH_REPLACEMENT, 1), 50);
        History two = train(net(T), new TrainingPlan(5, 10, Sampling.WITH_REPLACEMENT, 2), 50);
        assertNotEquals(one.losses(), two.losses());
    }

    @Test
    void tellsTheListenerAsItHappens() {
        List<String> told = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onIteration(int iteration, double loss) {
                told.add("iteration " + iteration + " " + loss);
            }

            @Override
            public void onEpoch(Epoch epoch) {
                told.add("epoch " + epoch.number() + " after " + epoch.iteration());
            }
        };
        Dataset data = Samples.corners(T, 20, 1);
        TrainingPlan plan = new TrainingPlan(3, 10, Sampling.SHUFFLED_EPOCHS, 1);
        List<Double> losses = new Trainer(net(T), new Sgd(0.1), plan)
                .train(data, data, listener)
                .losses();
        assertEquals(
                List.of(
                        "iteration 1 " + losses.get(0),
                        "iteration 2 " + losses.get(1),
                        "epoch 1 after 2",
                        "iteration 3 " + losses.get(2),
                        "epoch 2 after 3"),
                told);
    }

    @Test
    void ofTwoListenersBothAreToldTheFirstFirst() {
        List<String> told = new ArrayList<>();
        record Named(String name, List<String> told) implements TrainingListener {
            @Override
            public void onBegin(Network net, Optimizer optimizer, int iteration) {
                told.add(name + " begin " + iteration + " at " + optimizer.learningRate() + ", "
                        + net.parameters().size());
            }

            @Override
            public void onIteration(int iteration, double loss) {
                told.add(name + " iteration " + iteration);
            }

            @Override
            public void onGradients(int iteration, List<Parameter> parameters) {
                told.add(name + " gradients " + iteration + " of " + parameters.size());
            }

            @Override
            public void onEpoch(Epoch epoch) {
                told.add(name + " epoch " + epoch.number());
            }
        }
        Dataset data = Samples.corners(T, 10, 1);
        Network net = net(T);
        int parameters = net.parameters().size();
        new Trainer(net, new Sgd(0.1), new TrainingPlan(1, 10, Sampling.SHUFFLED_EPOCHS, 1))
                .train(data, data, new Named("a", told).andThen(new Named("b", told)));
        assertEquals(
                List.of(
                        "a begin 0 at 0.1, " + parameters,
                        "b begin 0 at 0.1, " + parameters,
                        "a gradients 1 of " + parameters,
                        "b gradients 1 of " + parameters,
                        "a iteration 1",
                        "b iteration 1",
                        "a epoch 1",
                        "b epoch 1"),
                told);
    }

    /** In the middle of an epoch, at its end, in the first step of all, and before it. */
    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, 1, 1", "7, 7, 2", "10, 10, 2"})
    void anInterruptEndsTheTrainingAfterItsStep(int interruptedIn, int done, int epochs) {
        Network net = net(T);
        Dataset data = Samples.corners(T, 50, 1);
        TrainingListener interrupting = new TrainingListener() {
            @Override
            public void onIteration(int iteration, double loss) {
                if (iteration == interruptedIn) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        if (interruptedIn == 0) {
            Thread.currentThread().interrupt();
        }
        History history = new Trainer(net, new Sgd(0.1), new TrainingPlan(1000, 10, Sampling.SHUFFLED_EPOCHS, 3))
                .train(data, data, interrupting);
        assertTrue(Thread.interrupted(), "the flag stays for the caller");
        assertTrue(history.interrupted());
        assertEquals(done, history.losses().size());
        assertEquals(epochs, history.epochs().size());
        assertEquals(done, history.last().iteration());
        assertEquals(net.accuracy(data.x(), data.t()), history.last().testAccuracy());

        Network same = net(T);
        History whole = train(same, new TrainingPlan(done, 10, Sampling.SHUFFLED_EPOCHS, 3), 50);
        assertTrue(!whole.interrupted());
        assertEquals(whole.losses(), history.losses(), "the same steps as a training of this length");
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(
                    same.parameters().get(i).value().toFloatArray(),
                    net.parameters().get(i).value().toFloatArray());
        }
    }

    @Test
    void anInterruptDuringTheEvaluationCostsNoFurtherStep() {
        TrainingListener interrupting = new TrainingListener() {
            @Override
            public void onEpoch(Epoch epoch) {
                Thread.currentThread().interrupt();
            }
        };
        Dataset data = Samples.corners(T, 50, 1);
        History history = new Trainer(net(T), new Sgd(0.1), new TrainingPlan(10, 10, Sampling.SHUFFLED_EPOCHS, 3))
                .train(data, data, interrupting);
        assertTrue(Thread.interrupted());
        assertTrue(history.interrupted());
        assertEquals(
                List.of(5, 1), List.of(history.losses().size(), history.epochs().size()));
        History last = new Trainer(net(T), new Sgd(0.1), new TrainingPlan(5, 10, Sampling.SHUFFLED_EPOCHS, 3))
                .train(data, data, interrupting);
        assertTrue(Thread.interrupted());
        assertTrue(!last.interrupted(), "nothing was left to do");
    }

    @Test
    void stopsAtTheFirstLossThatIsNoNumberAndNamesThePlace() {
        Network net = net(Target.FLOAT64);
        double[] values = new double[8];
        values[3] = Double.NaN;
        DivergedException[] thrown = new DivergedException[1];
        List<Integer> iterations = new ArrayList<>();
        Dataset data = Samples.corners(Target.FLOAT64, 30, 1);
        TrainingListener poison = new TrainingListener() {
            @Override
            public void onIteration(int iteration, double loss) {
                iterations.add(iteration);
                if (iteration == 2) {
                    net.parameters().get(1).assign(Target.FLOAT64.vector(values));
                }
            }
        };
        Trainer trainer = new Trainer(net, new Sgd(0.1), new TrainingPlan(9, 10, Sampling.SHUFFLED_EPOCHS, 1));
        thrown[0] = assertThrowsExactly(DivergedException.class, () -> trainer.train(data, data, poison));
        assertEquals(3, thrown[0].iteration());
        assertEquals(
                "the loss became NaN in iteration 3: b1 holds NaN or infinity; a smaller learning rate may help",
                thrown[0].getMessage());
        assertEquals(List.of(1, 2), iterations);
    }

    @Test
    void aLearningRateFarTooLargeDiverges() {
        Trainer trainer = new Trainer(net(T), new Sgd(1e30), new TrainingPlan(50, 10, Sampling.WITH_REPLACEMENT, 1));
        Dataset data = Samples.corners(T, 30, 1);
        DivergedException thrown =
                assertThrowsExactly(DivergedException.class, () -> trainer.train(data, data, TrainingListener.NONE));
        assertTrue(thrown.iteration() > 1 && thrown.iteration() <= 50);
        assertTrue(thrown.getMessage().contains(" in iteration " + thrown.iteration() + ": "), thrown.getMessage());
    }

    /** The loss of the last mini-batch is computed before its update: it does not show what that has done. */
    @Test
    void tellsWhenTheLastUpdateDiverges() {
        Network overflowing = net(Target.FLOAT64);
        overflowing
                .parameters()
                .get(0)
                .addScaled(
                        1,
                        Target.FLOAT64.full(
                                overflowing.parameters().get(0).value().shape(), 9));
        Trainer last = new Trainer(overflowing, new Sgd(1.7e308), new TrainingPlan(1, 10, Sampling.SHUFFLED_EPOCHS, 1));
        Dataset data = Samples.corners(Target.FLOAT64, 30, 1);
        DivergedException thrown =
                assertThrowsExactly(DivergedException.class, () -> last.train(data, data, TrainingListener.NONE));
        assertTrue(thrown.getMessage().startsWith("the update diverged in iteration 1: "), thrown.getMessage());
    }

    /** The fault is in the data then, and no learning rate cures it; the sample is told as the data set counts it. */
    @ParameterizedTest
    @CsvSource({"0, 0, NaN", "5, 1, Infinity", "6, 1, -Infinity"})
    void namesTheInputsWhenTheyAreNoNumbers(int sample, int column, double value) {
        double[] x = new double[14];
        x[2 * sample + column] = value;
        Tensor labels = Target.FLOAT64.oneHot(3, 0, 1, 2, 0, 1, 2, 0);
        Dataset broken = new Dataset(Target.FLOAT64.of(Shape.of(7, 2), x), labels);
        Dataset sound = new Dataset(Target.FLOAT64.zeros(Shape.of(7, 2)), labels);
        TrainingPlan plan = new TrainingPlan(9, 3, Sampling.SHUFFLED_EPOCHS, 1);
        String where = " sample " + sample + " hold " + value + " in column " + column;
        DivergedException inTraining = assertThrowsExactly(
                DivergedException.class,
                () -> new Trainer(net(Target.FLOAT64), new Sgd(0.1), plan).train(broken, sound, TrainingListener.NONE));
        assertEquals(
                "the loss became NaN in iteration " + inTraining.iteration() + ": the inputs of training" + where,
                inTraining.getMessage());
        DivergedException inTest = assertThrowsExactly(
                DivergedException.class,
                () -> new Trainer(net(Target.FLOAT64), new Sgd(0.1), plan).train(sound, broken, TrainingListener.NONE));
        assertEquals("the evaluation ended in iteration 3: the inputs of test" + where, inTest.getMessage());
    }

    /** The parameters are finite then, and no loss shows it. */
    @Test
    void tellsWhenTheScoresAreNoNumbers() {
        Dataset data = new Dataset(Target.FLOAT64.full(Shape.of(2, 2), 1e300), Target.FLOAT64.oneHot(3, 0, 1));
        Dataset small = new Dataset(Target.FLOAT64.full(Shape.of(2, 2), 1e-300), Target.FLOAT64.oneHot(3, 0, 1));
        Network net = net(Target.FLOAT64);
        net.parameters().get(0).addScaled(1e10, net.parameters().get(0).value().copy());
        net.parameters().get(2).addScaled(1e10, net.parameters().get(2).value().copy());
        Trainer trainer = new Trainer(net, new Sgd(0.1), new TrainingPlan(1, 2, Sampling.SHUFFLED_EPOCHS, 1));
        DivergedException thrown =
                assertThrowsExactly(DivergedException.class, () -> trainer.train(small, data, TrainingListener.NONE));
        assertTrue(
                thrown.getMessage()
                        .matches("the update diverged in iteration 1: test samples, accuracy: the score of"
                                + " sample 0 for class . is NaN, .*; a smaller learning rate may help"),
                thrown.getMessage());
    }

    @Test
    void refusesDataThatDoNotFitTheNetBeforeAnythingChanges() {
        Network net = net(T);
        float[] before = net.parameters().get(0).value().toFloatArray();
        Dataset right = Samples.corners(T, 9, 1);
        Dataset fourClasses = new Dataset(right.x(), T.oneHot(4, 0, 1, 2, 3, 0, 1, 2, 3, 0));
        Dataset wide = new Dataset(T.zeros(Shape.of(9, 5)), right.t());
        TrainingListener none = new TrainingListener() {
            @Override
            public void onIteration(int iteration, double loss) {
                throw new AssertionError("a step was made");
            }
        };
        Trainer trainer = new Trainer(net, new Sgd(0.1), new TrainingPlan(3, 3, Sampling.SHUFFLED_EPOCHS, 1));
        ShapeException thrown =
                assertThrowsExactly(ShapeException.class, () -> trainer.train(fourClasses, right, none));
        assertEquals(
                "Trainer: the labels of the training samples are of 4 classes: expected scores [1, 4] of a sample,"
                        + " the net gives [1, 3]",
                thrown.getMessage());
        thrown = assertThrowsExactly(ShapeException.class, () -> trainer.train(right, fourClasses, none));
        assertTrue(thrown.getMessage().contains("of the test samples are of 4 classes"), thrown.getMessage());
        assertThrowsExactly(ShapeException.class, () -> trainer.train(right, wide, none));
        assertArrayEquals(before, net.parameters().get(0).value().toFloatArray());
        Network oneOutput = new TwoLayerNet(T, 2, 4, 1, 0.1, 1);
        Trainer ofOne = new Trainer(oneOutput, new Sgd(0.1), new TrainingPlan(3, 3, Sampling.SHUFFLED_EPOCHS, 1));
        assertThrowsExactly(ShapeException.class, () -> ofOne.train(right, right, none));
    }

    @Test
    void refusesPlansAndDataItCannotTrainWith() {
        assertRefused(
                "iterations: expected 1 or more, got 0", () -> new TrainingPlan(0, 1, Sampling.WITH_REPLACEMENT, 0));
        assertRefused(
                "batch size: expected 1 or more, got -1", () -> new TrainingPlan(1, -1, Sampling.WITH_REPLACEMENT, 0));
        Dataset none = Samples.corners(T, 0, 1);
        Dataset some = Samples.corners(T, 3, 1);
        Trainer trainer = new Trainer(net(T), new Sgd(0.1), TrainingPlan.ofTheBook(1));
        assertRefused(
                "training needs samples to learn from and samples to test with, got 0 and 3",
                () -> trainer.train(none, some, TrainingListener.NONE));
        assertRefused(
                "training needs samples to learn from and samples to test with, got 3 and 0",
                () -> trainer.train(some, none, TrainingListener.NONE));
        assertEquals(new TrainingPlan(10_000, 100, Sampling.WITH_REPLACEMENT, 1), TrainingPlan.ofTheBook(1));
    }

    private static void assertRefused(String message, org.junit.jupiter.api.function.Executable call) {
        assertEquals(
                message,
                assertThrowsExactly(IllegalArgumentException.class, call).getMessage());
    }
}
