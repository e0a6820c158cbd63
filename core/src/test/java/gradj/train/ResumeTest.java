package gradj.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.data.Samples;
import gradj.io.FileException;
import gradj.io.NetworkFile;
import gradj.io.SafetensorsWriter;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.nn.Relu;
import gradj.nn.Sequential;
import gradj.nn.SoftmaxWithLoss;
import gradj.op.Tanh;
import gradj.optim.Optimizer;
import gradj.optim.ReduceOnPlateau;
import gradj.optim.Schedule;
import gradj.optim.Sgd;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a training that is resumed may not have changed, and what becomes of broken checkpoints and of broken nets. */
class ResumeTest {
    private static final Tensors T = Target.FLOAT64;
    private static final int SAMPLES = 24;
    private static final int PER_EPOCH = 4;

    @TempDir
    Path temporary;

    private Checkpoints checkpoints() {
        return Checkpoints.in(temporary.resolve("c")).everyIterations(3);
    }

    private static Samples samples() {
        Tensor x = T.gaussian(Shape.of(SAMPLES, 3), 1, new SeededRandom(1));
        double[] t = new double[SAMPLES];
        Arrays.setAll(t, i -> x.get(i, 0) > 0 ? 1 : 0);
        return new Samples(x, T.vector(t));
    }

    private static Network tanh() {
        return Network.sequence(T, 3)
                .affine(3, 4)
                .activation(Tanh::new)
                .affine(4, 2)
                .softmaxCrossEntropy();
    }

    private static Network relu() {
        return Network.sequence(T, 3).affine(3, 4).relu().affine(4, 2).softmaxCrossEntropy();
    }

    private Trainer trainer(Network net, Optimizer optimizer, int iterations) {
        return new Trainer(net, optimizer, new TrainingPlan(iterations, 6, Sampling.SHUFFLED_EPOCHS, 5))
                .withCheckpoints(checkpoints());
    }

    private Trainer trainer(int iterations) {
        return trainer(tanh(), new Sgd(0.1), iterations);
    }

    private static History train(Trainer trainer) {
        return trainer.train(samples(), samples());
    }

    private static History resume(Trainer trainer) {
        return trainer.resume(samples(), samples(), TrainingListener.NONE);
    }

    private static Arguments change(
            UnaryOperator<Trainer> before, UnaryOperator<Trainer> after, String expectedDifference) {
        return Arguments.of(before, after, expectedDifference);
    }

    static Stream<Arguments> changes() {
        UnaryOperator<Trainer> same = trainer -> trainer;
        UnaryOperator<Trainer> step = trainer -> trainer.withSchedule(Schedule.step(1, 0.5));
        UnaryOperator<Trainer> stopping =
                trainer -> trainer.withEarlyStopping(new EarlyStopping(Metric.accuracy(), 100));
        UnaryOperator<Trainer> plateau =
                trainer -> trainer.withSchedule(ReduceOnPlateau.ofAccuracy(), Metric.accuracy());
        return Stream.of(
                change(same, step, "schedule was none, is gradj.optim.Schedule"),
                change(step, same, "schedule was gradj.optim.Schedule, is none"),
                change(step, plateau, "schedule was gradj.optim.Schedule, is gradj.optim.ReduceOnPlateau of accuracy"),
                change(same, stopping, "earlyStopping was none, is accuracy"),
                change(stopping, same, "earlyStopping was accuracy, is none"),
                change(same, Trainer::withMetrics, "metrics was accuracy, is none"));
    }

    /** A schedule that comes later would begin with a rate that nobody has kept. */
    @ParameterizedTest
    @MethodSource("changes")
    void anotherScheduleStoppingOrMetricIsRefused(
            UnaryOperator<Trainer> before, UnaryOperator<Trainer> after, String difference) {
        train(before.apply(trainer(2)));
        assertEquals(
                checkpoints().newest().orElseThrow() + ": was saved by a training of another kind: " + difference
                        + ": resume with what it had, or begin anew in another folder",
                assertThrowsExactly(FileException.class, () -> resume(after.apply(trainer(9))))
                        .getMessage());
    }

    @Test
    void anotherLayerOrLossOfTheSameTensorsIsRefused() {
        train(trainer(2));
        Path newest = checkpoints().newest().orElseThrow();
        assertEquals(
                newest + ": is of another net: its layers were ...:\"Affine\",\"W\":\"0.W\",\"b\":\"0.b\"},{\"type\":\""
                        + "Activation\",\"operation\":\"Tanh\"},{\"type\":..., are ...:\"Affine\",\"W\":\"0.W\",\"b\":\"0.b\"},"
                        + "{\"type\":\"Relu\"},{\"type\":\"Affine\",\"W\":\"2.W\",\"b\":\"2...: resume with the net that it"
                        + " had, or begin anew in another folder",
                assertThrowsExactly(FileException.class, () -> resume(trainer(relu(), new Sgd(0.1), 9)))
                        .getMessage());
        Network smoothed = new Network(tanh().layer(), new SoftmaxWithLoss().withLabelSmoothing(0.5));
        String message = assertThrowsExactly(FileException.class, () -> resume(trainer(smoothed, new Sgd(0.1), 9)))
                .getMessage();
        assertTrue(message.contains("\"labelSmoothing\":0.0}, is {\"type\":\"SoftmaxWithLoss\""), message);
    }

    @Test
    void anotherPatienceIsTakenAndTheLearningRateIsTheCheckpoints() {
        EarlyStopping impatient = new EarlyStopping(Metric.accuracy(), 1);
        History ended = train(trainer(tanh(), new Sgd(1e-9), 40).withEarlyStopping(impatient));
        assertEquals(2, ended.epochs().size());
        Sgd other = new Sgd(0.5);
        History longer = resume(trainer(tanh(), other, 40).withEarlyStopping(new EarlyStopping(Metric.accuracy(), 4)));
        assertEquals(5, longer.epochs().size());
        assertEquals(1e-9, other.learningRate());
    }

    /** The name of a lambda's class is another one in each process, as it is of two lambdas here. */
    @Test
    void anOptimizerMayBeALambda() {
        Optimizer first = parameters -> parameters.forEach(each -> each.addScaled(-0.1, each.gradient()));
        Optimizer again = parameters -> parameters.forEach(each -> each.addScaled(-0.1, each.gradient()));
        History whole = train(new Trainer(tanh(), first, new TrainingPlan(9, 6, Sampling.SHUFFLED_EPOCHS, 5)));
        train(trainer(tanh(), first, 4));
        assertEquals(whole, resume(trainer(tanh(), again, 9)));
    }

    @Test
    void aNetMayHaveNoParameters() {
        Samples samples = new Samples(
                T.gaussian(Shape.of(SAMPLES, 2), 1, new SeededRandom(1)),
                samples().t());
        Network net = new Network(Sequential.of(new Relu()), new SoftmaxWithLoss());
        trainer(net, new Sgd(0.1), 3).train(samples, samples);
        assertEquals(
                5,
                trainer(net, new Sgd(0.1), 5)
                        .resume(samples, samples, TrainingListener.NONE)
                        .losses()
                        .size());
    }

    @Test
    void whatIsLookedAtButNotMeasuredIsToldBeforeTheTraining() {
        Network net = tanh();
        double[] before = net.parameters().get(0).value().toDoubleArray();
        Trainer trainer =
                trainer(net, new Sgd(0.1), 9).withSchedule(ReduceOnPlateau.ofLoss(), Metric.meanAbsoluteError());
        assertEquals(
                "the schedule looks at meanAbsoluteError, the trainer measures [accuracy]: add it with withMetrics",
                assertThrowsExactly(IllegalArgumentException.class, () -> train(trainer))
                        .getMessage());
        assertEquals(
                Arrays.toString(before),
                Arrays.toString(net.parameters().get(0).value().toDoubleArray()));
    }

    // --------------------------------------------------------------------------------------------------------- files

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 100, 1500})
    void aCutOffFileIsToldWithTheOneBeforeIt(int bytes) throws IOException {
        train(trainer(7));
        Path newest = checkpoints().newest().orElseThrow();
        Files.write(newest, Arrays.copyOf(Files.readAllBytes(newest), bytes));
        String message = assertThrowsExactly(FileException.class, () -> resume(trainer(9)))
                .getMessage();
        assertTrue(
                message.startsWith(newest + ": ")
                        && message.endsWith(
                                "; or delete it to go on from the one before, checkpoint-0000000006.safetensors"),
                message);
        Files.delete(newest);
        assertEquals(9, resume(trainer(9)).losses().size());
    }

    /** Each is a checkpoint of this training but for one thing, which somebody has changed. */
    static Stream<Consumer<SafetensorsWriter>> hostile() {
        return Stream.of(
                writer -> writer.add("losses", Shape.of(1), 1),
                writer -> writer.add("losses", Shape.of(2), 1, 1).add("batchWeights", Shape.of(1), 1),
                writer -> writer.add("losses", Shape.of(0))
                        .add("batchWeights", Shape.of(0))
                        .add("epochs", Shape.of(4), 1, 2, 3, 4));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void whatIsMissingOrDoesNotFitTogetherIsRefused(Consumer<SafetensorsWriter> change) {
        Network net = tanh();
        TrainingPlan plan = new TrainingPlan(9, 6, Sampling.SHUFFLED_EPOCHS, 5);
        Optimizer optimizer = new Sgd(0.1);
        TrainingConditions conditions =
                new TrainingConditions(net, optimizer, plan, TrainingOptions.of(net.loss()), SAMPLES, SAMPLES);
        SafetensorsWriter writer = new SafetensorsWriter().metadata("gradj.checkpoint", "1");
        conditions.write(writer);
        net.parameters().forEach(parameter -> writer.add("net." + parameter.name(), parameter.value()));
        change.accept(writer);
        checkpoints().makeFolder();
        writer.write(checkpoints().file(2));
        String message = assertThrowsExactly(FileException.class, () -> resume(trainer(net, optimizer, 9)))
                .getMessage();
        assertTrue(message.contains(": is no checkpoint of this training: "), message);
        assertTrue(
                message.endsWith(": if it is broken, it is the only checkpoint: begin anew in another folder"),
                message);
    }

    @Test
    void aFolderInWhichNothingCanBeWrittenIsToldBeforeTheTraining() throws IOException {
        Path file = Files.writeString(temporary.resolve("c"), "a file");
        TrainingListener none = new TrainingListener() {
            @Override
            public void onIteration(int iteration, double loss) {
                throw new AssertionError("the training began");
            }
        };
        assertThrowsExactly(FileException.class, () -> trainer(9).train(samples(), samples(), none));
        Checkpoints within = Checkpoints.in(file.resolve("inner"));
        assertThrowsExactly(FileException.class, within::requireWritable);
    }

    @Test
    void tryingAFolderLeavesNothing() throws IOException {
        checkpoints().requireWritable();
        assertEquals(List.of(), names());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(checkpoints().folder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aFolderThatIsClearedUpMeanwhileIsMadeAgain() throws IOException {
        TrainingListener clearing = new TrainingListener() {
            @Override
            public void onIteration(int iteration, double loss) {
                if (iteration == PER_EPOCH) {
                    try {
                        for (String name : names()) {
                            Files.delete(checkpoints().folder().resolve(name));
                        }
                        Files.delete(checkpoints().folder());
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }
            }
        };
        trainer(7).train(samples(), samples(), clearing);
        assertEquals(
                List.of("best.safetensors", "checkpoint-0000000006.safetensors", "checkpoint-0000000007.safetensors"),
                names());
    }

    // ---------------------------------------------------------------------------------------------------------- nets

    /** The only checkpoint that stays must be one to go on from. */
    @Test
    void aNetThatHoldsNaNIsNotSaved() throws IOException {
        Checkpoints one = checkpoints().everyIterations(1).keeping(1);
        TrainingListener spoiling = new TrainingListener() {
            @Override
            public void onGradients(int iteration, List<Parameter> parameters) {
                if (iteration == 3) {
                    parameters
                            .get(1)
                            .setGradient(T.full(parameters.get(1).value().shape(), Double.POSITIVE_INFINITY));
                }
            }
        };
        DivergedException diverged = assertThrowsExactly(
                DivergedException.class, () -> trainer(9).withCheckpoints(one).train(samples(), samples(), spoiling));
        assertTrue(
                diverged.getMessage().startsWith("the update diverged in iteration 3: 0.b holds NaN or infinity"),
                diverged.getMessage());
        assertEquals(List.of("checkpoint-0000000002.safetensors"), names());
        assertEquals(9, resume(trainer(9)).losses().size());
    }

    /** NaN for as long as there is nothing to measure, as of a precision: any number is better. */
    @Test
    void aMetricMayBeginWithNaN() {
        double[] values = {Double.NaN, Double.NaN, 0.25, 0.25, 0.5, 0.5, 0.125, 0.125};
        int[] calls = {0};
        Metric precision = Metric.of("precision", true, (scores, targets) -> values[calls[0]++]);
        History history =
                train(trainer(4 * PER_EPOCH).withMetrics(precision).withEarlyStopping(new EarlyStopping(precision, 1)));
        assertEquals(4, history.epochs().size());
        assertEquals("0.5", NetworkFile.provenance(checkpoints().best()).get("precision"));
        assertEquals("12", NetworkFile.provenance(checkpoints().best()).get("iteration"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iteration", "gradj.version"})
    void aMetricMayHaveTheNameOfAnythingElse(String name) {
        train(trainer(PER_EPOCH).withMetrics(Metric.of(name, true, (scores, targets) -> 1)));
        assertEquals("1.0", NetworkFile.provenance(checkpoints().best()).get("metric " + name));
    }
}
