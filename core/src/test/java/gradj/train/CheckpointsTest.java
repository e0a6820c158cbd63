package gradj.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.data.Samples;
import gradj.io.FileException;
import gradj.io.NetworkFile;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.op.Tanh;
import gradj.optim.Adam;
import gradj.optim.Momentum;
import gradj.optim.Optimizer;
import gradj.optim.ReduceOnPlateau;
import gradj.optim.Sgd;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointsTest {
    @TempDir
    Path folder;

    /** A training as a program builds it, anew in each process. */
    private record Built(Network net, Trainer trainer) {
        static Built of(Tensors tensors, Sampling sampling, int iterations, Checkpoints checkpoints) {
            Network net = Network.sequence(tensors, 3)
                    .affine(3, 8)
                    .batchNorm(8)
                    .activation(Tanh::new)
                    .dropout(0.3)
                    .affine(8, 2)
                    .softmaxCrossEntropy();
            Trainer trainer = new Trainer(net, new Adam(0.05), new TrainingPlan(iterations, 8, sampling, 5))
                    .withSchedule(ReduceOnPlateau.ofLoss().withPatience(1))
                    .withEarlyStopping(new EarlyStopping(Metric.accuracy(), 1000))
                    .withCheckpoints(checkpoints);
            return new Built(net, trainer);
        }
    }

    private static Samples samples(Tensors tensors, int count, long seed) {
        Tensor x = tensors.gaussian(Shape.of(count, 3), 1, new SeededRandom(seed));
        double[] t = new double[count];
        for (int i = 0; i < count; i++) {
            t[i] = x.get(i, 0) * x.get(i, 1) > 0 ? 1 : 0;
        }
        return new Samples(x, tensors.vector(t));
    }

    /** Stops the training after this iteration. */
    private static TrainingListener stopAfter(Trainer trainer, int iteration) {
        return new TrainingListener() {
            @Override
            public void onIteration(int done, double loss) {
                if (done == iteration) {
                    trainer.stop();
                }
            }
        };
    }

    private static List<Object> cases() {
        List<Object> cases = new ArrayList<>();
        for (Tensors tensors : List.of(Target.FLOAT32, Target.FLOAT64)) {
            for (Sampling sampling : Sampling.values()) {
                cases.add(org.junit.jupiter.params.provider.Arguments.of(tensors, sampling));
            }
        }
        return cases;
    }

    /** 44 samples in batches of 8 are 6 iterations an epoch, the last one of 4; the pieces end within epochs and at their ends. */
    @ParameterizedTest
    @MethodSource("cases")
    void piecesHaveTheBitsOfOneGo(Tensors tensors, Sampling sampling) throws IOException {
        Samples train = samples(tensors, 44, 1);
        Samples test = samples(tensors, 20, 2);
        Path whole = folder.resolve("whole");
        Built one = Built.of(tensors, sampling, 100, Checkpoints.in(whole));
        History expected = one.trainer.train(train, test, TrainingListener.NONE);

        Checkpoints pieces = Checkpoints.in(folder.resolve("pieces")).everyIterations(7);
        Built first = Built.of(tensors, sampling, 100, pieces);
        assertTrue(first.trainer.train(train, test, stopAfter(first.trainer, 5)).interrupted());
        for (int end : new int[] {6, 18, 19, 47}) {
            Built next = Built.of(tensors, sampling, 100, pieces);
            History history = next.trainer.resume(train, test, stopAfter(next.trainer, end));
            assertEquals(end, history.losses().size());
        }
        Built last = Built.of(tensors, sampling, 100, pieces);
        assertEquals(expected, last.trainer.resume(train, test, TrainingListener.NONE));
        assertSame(one.net, last.net);
        assertEquals(
                -1,
                Files.mismatch(
                        Checkpoints.in(whole).newest().orElseThrow(),
                        pieces.newest().orElseThrow()));
        assertEquals(-1, Files.mismatch(Checkpoints.in(whole).best(), pieces.best()));
    }

    private static void assertSame(Network expected, Network actual) {
        for (int i = 0; i < expected.parameters().size(); i++) {
            assertArrayEquals(
                    expected.parameters().get(i).value().toDoubleArray(),
                    actual.parameters().get(i).value().toDoubleArray());
        }
        for (int i = 0; i < expected.buffers().size(); i++) {
            assertArrayEquals(
                    expected.buffers().get(i).value().toDoubleArray(),
                    actual.buffers().get(i).value().toDoubleArray());
        }
    }

    /** A listener is told where it begins, with the net and the optimizer of the checkpoint, before anything else. */
    @Test
    void aResumedTrainingBeginsWhereItsCheckpointIs() {
        Samples train = samples(Target.FLOAT64, 44, 1);
        Checkpoints checkpoints = Checkpoints.in(folder.resolve("c"));
        Built first = Built.of(Target.FLOAT64, Sampling.SHUFFLED_EPOCHS, 14, checkpoints);
        List<Network> last = new ArrayList<>();
        first.trainer.train(train, train, new TrainingListener() {
            @Override
            public void onIteration(int iteration, double loss) {
                if (iteration == 14) {
                    last.add(first.net.copy(DType.FLOAT64));
                }
            }
        });
        Built next = Built.of(Target.FLOAT64, Sampling.SHUFFLED_EPOCHS, 20, checkpoints);
        List<String> told = new ArrayList<>();
        next.trainer.resume(train, train, new TrainingListener() {
            @Override
            public void onBegin(Network net, Optimizer optimizer, int iteration) {
                assertSame(last.get(0), net);
                told.add("begin " + iteration);
            }

            @Override
            public void onResume(int iteration, List<Epoch> epochs) {
                told.add("resume " + iteration + " of " + epochs.size());
            }

            @Override
            public void onEpoch(Epoch epoch) {
                told.add("epoch " + epoch.iteration());
            }
        });
        assertEquals(List.of("begin 14", "resume 14 of 2", "epoch 18", "epoch 20"), told);
    }

    /** A plan may be made longer: the history is that of the longer one from the beginning, also where an epoch was cut. */
    @Test
    void aPlanMayBecomeLonger() {
        Samples train = samples(Target.FLOAT64, 44, 1);
        Samples test = samples(Target.FLOAT64, 20, 2);
        Sampling sampling = Sampling.SHUFFLED_EPOCHS;
        Checkpoints checkpoints = Checkpoints.in(folder.resolve("c"));
        Built.of(Target.FLOAT64, sampling, 20, checkpoints).trainer.train(train, test, TrainingListener.NONE);
        Built longer = Built.of(Target.FLOAT64, sampling, 40, checkpoints);
        History history = longer.trainer.resume(train, test, TrainingListener.NONE);
        Built atOnce = Built.of(Target.FLOAT64, sampling, 40, Checkpoints.in(folder.resolve("d")));
        assertEquals(atOnce.trainer.train(train, test, TrainingListener.NONE), history);
        FileException refused = assertThrowsExactly(
                FileException.class,
                () -> Built.of(Target.FLOAT64, sampling, 30, checkpoints)
                        .trainer
                        .resume(train, test, TrainingListener.NONE));
        assertTrue(
                refused.getMessage()
                        .contains("has 40 iterations, the plan is of 30: expected a plan of as many or more"),
                refused.getMessage());
    }

    private static Stream<Supplier<Optimizer>> otherOptimizers() {
        return Stream.of(() -> new Sgd(0.1), () -> new Momentum(0.05));
    }

    @ParameterizedTest
    @MethodSource("otherOptimizers")
    void whatContradictsIsToldByName(Supplier<Optimizer> other) {
        Samples train = samples(Target.FLOAT64, 44, 1);
        Samples test = samples(Target.FLOAT64, 20, 2);
        Checkpoints checkpoints = Checkpoints.in(folder);
        Built.of(Target.FLOAT64, Sampling.SHUFFLED_EPOCHS, 10, checkpoints)
                .trainer
                .train(train, test, TrainingListener.NONE);
        Network net = Network.sequence(Target.FLOAT64, 3).affine(3, 2).softmaxCrossEntropy();
        Optimizer optimizer = other.get();
        Trainer trainer = new Trainer(net, optimizer, new TrainingPlan(10, 9, Sampling.SHUFFLED_EPOCHS, 6))
                .withCheckpoints(checkpoints);
        assertEquals(
                checkpoints.newest().orElseThrow()
                        + ": was saved by a training of another kind: batchSize was 8, is 9; seed was 5, is 6;"
                        + " trainingSamples was 44, is 20; testSamples was 20, is 44; optimizer was gradj.optim.Adam, is "
                        + optimizer.getClass().getName()
                        + "; earlyStopping was accuracy, is none; schedule was gradj.optim.ReduceOnPlateau, is none"
                        + ": resume with what it had, or begin anew in another folder",
                assertThrowsExactly(FileException.class, () -> trainer.resume(test, train, TrainingListener.NONE))
                        .getMessage());
    }

    @Test
    void anotherNetIsToldAndNothingChanged() {
        Samples train = samples(Target.FLOAT64, 44, 1);
        Checkpoints checkpoints = Checkpoints.in(folder);
        Network net = Network.sequence(Target.FLOAT64, 3).affine(3, 2).softmaxCrossEntropy();
        TrainingPlan plan = new TrainingPlan(10, 8, Sampling.SHUFFLED_EPOCHS, 5);
        new Trainer(net, new Sgd(0.1), plan).withCheckpoints(checkpoints).train(train, train, TrainingListener.NONE);
        Network wider =
                Network.sequence(Target.FLOAT64, 3).affine(3, 4).affine(4, 2).softmaxCrossEntropy();
        double[] before = wider.parameters().get(0).value().toDoubleArray();
        Trainer trainer = new Trainer(wider, new Sgd(0.1), plan).withCheckpoints(checkpoints);
        assertEquals(
                checkpoints.newest().orElseThrow()
                        + ": is of another net: 0.W is float64 [3, 2], expected float64 [3, 4]; 0.b is float64 [2], expected"
                        + " float64 [4]; 1.W [4, 2] is missing; 1.b [2] is missing",
                assertThrowsExactly(FileException.class, () -> trainer.resume(train, train, TrainingListener.NONE))
                        .getMessage());
        assertArrayEquals(before, wider.parameters().get(0).value().toDoubleArray());
    }

    @Test
    void theLastOnesStayAndTheBestNetIsANetFile() throws IOException {
        Samples train = samples(Target.FLOAT32, 44, 1);
        Checkpoints checkpoints =
                Checkpoints.in(folder.resolve("a/b")).everyIterations(2).keeping(2);
        Built built = Built.of(Target.FLOAT32, Sampling.SHUFFLED_EPOCHS, 13, checkpoints);
        History history = built.trainer.train(train, train, TrainingListener.NONE);
        try (Stream<Path> files = Files.list(checkpoints.folder())) {
            assertEquals(
                    List.of(
                            "best.safetensors",
                            "checkpoint-0000000012.safetensors",
                            "checkpoint-0000000013.safetensors"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        Network best = NetworkFile.load(checkpoints.best(), Target.FLOAT32);
        double most = history.epochs().stream()
                .filter(epoch -> epoch.iteration() % 6 == 0)
                .mapToDouble(Epoch::testAccuracy)
                .max()
                .orElseThrow();
        assertEquals(most, best.accuracy(train.x(), train.t()));
        assertEquals(
                Double.toString(most),
                NetworkFile.provenance(checkpoints.best()).get("accuracy"));
    }

    /** A time that is always over: one after each iteration. */
    @Test
    void timeAloneMakesThemDue() throws IOException {
        Samples train = samples(Target.FLOAT32, 44, 1);
        Checkpoints checkpoints =
                Checkpoints.in(folder).every(Duration.ofNanos(1)).keeping(100);
        Built.of(Target.FLOAT32, Sampling.WITH_REPLACEMENT, 9, checkpoints)
                .trainer
                .train(train, train, TrainingListener.NONE);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    9,
                    files.filter(file -> file.toString().contains("checkpoint-"))
                            .count());
        }
    }

    @Test
    void aFolderOfAnotherTrainingIsNotOverwritten() {
        Samples train = samples(Target.FLOAT32, 44, 1);
        Checkpoints checkpoints = Checkpoints.in(folder.resolve("c"));
        Built built = Built.of(Target.FLOAT32, Sampling.SHUFFLED_EPOCHS, 2, checkpoints);
        assertEquals(
                checkpoints.folder() + ": expected a folder with checkpoints, found none: begin with train",
                assertThrowsExactly(
                                FileException.class, () -> built.trainer.resume(train, train, TrainingListener.NONE))
                        .getMessage());
        built.trainer.train(train, train, TrainingListener.NONE);
        assertEquals(
                checkpoints.folder() + ": holds the checkpoints of a training already, the newest"
                        + " checkpoint-0000000002.safetensors: resume it, or name another folder",
                assertThrowsExactly(FileException.class, () -> built.trainer.train(train, train, TrainingListener.NONE))
                        .getMessage());
    }

    @ParameterizedTest
    @EnumSource(Sampling.class)
    void aBrokenFileIsToldAndNothingChanged(Sampling sampling) throws IOException {
        Samples train = samples(Target.FLOAT32, 44, 1);
        Checkpoints checkpoints = Checkpoints.in(folder);
        Built.of(Target.FLOAT32, sampling, 2, checkpoints).trainer.train(train, train, TrainingListener.NONE);
        Path newest = checkpoints.newest().orElseThrow();
        byte[] whole = Files.readAllBytes(newest);
        Files.write(newest, java.util.Arrays.copyOf(whole, whole.length - 5));
        Built next = Built.of(Target.FLOAT32, sampling, 4, checkpoints);
        double[] before = next.net.parameters().get(0).value().toDoubleArray();
        assertThrowsExactly(FileException.class, () -> next.trainer.resume(train, train, TrainingListener.NONE));
        NetworkFile.save(next.net, newest);
        String message = assertThrowsExactly(
                        FileException.class, () -> next.trainer.resume(train, train, TrainingListener.NONE))
                .getMessage();
        assertEquals(
                newest + ": expected a checkpoint, found another safetensors file: name the folder of a training",
                message);
        for (Parameter parameter : next.net.parameters().subList(0, 1)) {
            assertArrayEquals(before, parameter.value().toDoubleArray());
        }
        assertFalse(Files.exists(folder.resolve("checkpoint-0000000004.safetensors")));
    }
}
