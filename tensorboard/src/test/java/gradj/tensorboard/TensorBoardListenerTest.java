package gradj.tensorboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.JavaBackend;
import gradj.data.Dataset;
import gradj.data.Digits;
import gradj.data.Split;
import gradj.io.FileException;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.optim.Optimizer;
import gradj.optim.Schedule;
import gradj.optim.Sgd;
import gradj.spi.DType;
import gradj.tensor.Tensors;
import gradj.tensorboard.EventFiles.Point;
import gradj.train.Checkpoints;
import gradj.train.DivergedException;
import gradj.train.Epoch;
import gradj.train.History;
import gradj.train.Metric;
import gradj.train.Mistake;
import gradj.train.Sampling;
import gradj.train.Trainer;
import gradj.train.TrainingListener;
import gradj.train.TrainingPlan;
import java.awt.image.Raster;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.framework.HistogramProto;

/** 60 digits in batches of 10 are 6 iterations an epoch. */
class TensorBoardListenerTest {
    private static final Tensors TENSORS = new Tensors(new JavaBackend(1), DType.FLOAT32);
    private static final Split DIGITS = Digits.draw(1, 60, 40);
    private static final Dataset TRAIN = Dataset.of(DIGITS.train(), TENSORS);
    private static final Dataset TEST = Dataset.of(DIGITS.test(), TENSORS);

    @TempDir
    Path folder;

    private static Network net() {
        return Network.sequence(TENSORS, 1).affine(784, 8).relu().affine(8, 10).softmaxCrossEntropy();
    }

    private static Trainer trainer(Network net, int iterations) {
        return trainer(net, iterations, new Sgd(0.5));
    }

    private static Trainer trainer(Network net, int iterations, Optimizer optimizer) {
        return new Trainer(net, optimizer, new TrainingPlan(iterations, 10, Sampling.SHUFFLED_EPOCHS, 3));
    }

    static TensorBoardListener board(Path run) {
        return TensorBoardListener.in(run)
                .withTable("options", Map.of("--seed", 1))
                .withMistakes(TEST, 28);
    }

    @Test
    void curvesAreThoseOfTheHistory() throws IOException {
        Metric odd = Metric.of("odd", true, (scores, targets) -> Double.NaN);
        Trainer trainer = trainer(net(), 20)
                .withMetrics(Metric.accuracy(), Metric.logLoss(), odd)
                .withSchedule(Schedule.cosine(4));
        History history;
        try (TensorBoardListener board = TensorBoardListener.in(folder).namingTest("validation")) {
            history = trainer.train(TRAIN, TEST, board);
        }
        Map<String, List<Point>> run = EventFiles.run(folder);

        Map<Long, Float> losses = new LinkedHashMap<>();
        IntStream.range(0, 20)
                .forEach(i -> losses.put(i + 1L, history.losses().get(i).floatValue()));
        assertEquals(losses, EventFiles.scalars(run, "loss/batch"));
        assertEquals(List.of(6L, 12L, 18L, 20L), EventFiles.steps(run, "loss/train"));
        for (Epoch epoch : history.epochs()) {
            long step = epoch.iteration();
            assertEquals(
                    (Float) (float) epoch.loss(),
                    EventFiles.scalars(run, "loss/train").get(step));
            for (String metric : List.of("accuracy", "logLoss", "odd")) {
                assertEquals(
                        (Float) epoch.train().get(metric).floatValue(),
                        EventFiles.scalars(run, metric + "/train").get(step));
                assertEquals(
                        (Float) epoch.test().get(metric).floatValue(),
                        EventFiles.scalars(run, metric + "/validation").get(step));
            }
        }
        Map<Long, Float> rates = EventFiles.scalars(run, "learning rate");
        assertEquals(List.of(1L, 7L, 13L, 19L), List.copyOf(rates.keySet()));
        Schedule cosine = Schedule.cosine(4);
        int epoch = 0;
        for (float rate : rates.values()) {
            assertEquals((float) cosine.learningRate(0.5, epoch++, List.of()), rate);
        }
    }

    /** Of all points of a long training three digits are kept. */
    @Test
    void lossesAreSampled() {
        assertEquals(
                999,
                IntStream.rangeClosed(1, 999)
                        .filter(TensorBoardListener::isShown)
                        .count());
        assertEquals(
                900,
                IntStream.range(1000, 10_000)
                        .filter(TensorBoardListener::isShown)
                        .count());
        assertEquals(
                900,
                IntStream.range(10_000, 100_000)
                        .filter(TensorBoardListener::isShown)
                        .count());
        assertTrue(TensorBoardListener.isShown(1000) && TensorBoardListener.isShown(2_140_000_000));
    }

    /** A metric that is called loss is the one that is shown. */
    @Test
    void aMetricMayBeCalledLoss() throws IOException {
        Trainer trainer = trainer(net(), 6).withMetrics(Metric.of("loss", false, (scores, targets) -> 4));
        try (TensorBoardListener board = TensorBoardListener.in(folder)) {
            trainer.train(TRAIN, TEST, board);
        }
        Map<String, List<Point>> run = EventFiles.run(folder);
        assertEquals(Map.of(6L, 4f), EventFiles.scalars(run, "loss/train"));
        assertEquals(Map.of(6L, 4f), EventFiles.scalars(run, "loss/test"));
    }

    @Test
    void histogramsAreThoseOfParametersAndGradients() throws IOException {
        Network net = net();
        Map<String, double[]> begun = values(net);
        Map<Integer, Map<String, double[]>> gradients = new LinkedHashMap<>();
        TrainingListener keeping = new TrainingListener() {
            @Override
            public void onGradients(int iteration, List<Parameter> parameters) {
                Map<String, double[]> kept = new LinkedHashMap<>();
                parameters.forEach(each -> kept.put(each.name(), each.gradient().toDoubleArray()));
                gradients.put(iteration, kept);
            }
        };
        try (TensorBoardListener board = TensorBoardListener.in(folder)) {
            trainer(net, 14).train(TRAIN, TEST, keeping.andThen(board));
        }
        Map<String, List<Point>> run = EventFiles.run(folder);
        for (Parameter each : net.parameters()) {
            String name = each.name();
            assertEquals(List.of(0L, 6L, 12L, 14L), EventFiles.steps(run, "weights/" + name));
            assertEquals(List.of(1L, 7L, 13L), EventFiles.steps(run, "gradients/" + name));
            assertHistogram(begun.get(name), run.get("weights/" + name).get(0));
            assertHistogram(values(net).get(name), run.get("weights/" + name).get(3));
            for (Point point : run.get("gradients/" + name)) {
                assertHistogram(gradients.get((int) point.step()).get(name), point);
            }
        }
        assertTrue(run.containsKey("weights/0.W"), run.keySet().toString());
        assertEquals(1, run.get("weights/0.b").get(0).value().getHisto().getBucketCount(), "all zero");
    }

    private static Map<String, double[]> values(Network net) {
        Map<String, double[]> values = new LinkedHashMap<>();
        net.parameters().forEach(each -> values.put(each.name(), each.value().toDoubleArray()));
        return values;
    }

    private static void assertHistogram(double[] expected, Point point) {
        HistogramProto found = point.value().getHisto();
        assertEquals(Arrays.stream(expected).min().getAsDouble(), found.getMin());
        assertEquals(Arrays.stream(expected).max().getAsDouble(), found.getMax());
        assertEquals(expected.length, found.getNum());
        assertEquals(Arrays.stream(expected).sum(), found.getSum(), 1e-9);
        assertEquals(
                expected.length,
                found.getBucketList().stream().mapToDouble(each -> each).sum());
    }

    @Test
    void theMostWrongImagesAreShownAndNamed() throws IOException {
        Network net = net();
        try (TensorBoardListener board = TensorBoardListener.in(folder)
                .withMistakes(TEST, 28, "zero", "one", "two", "three", "four", "5", "6", "7", "8", "nine_")) {
            trainer(net, 12).train(TRAIN, TEST, board);
        }
        Map<String, List<Point>> run = EventFiles.run(folder);
        assertEquals(List.of(0L, 6L, 12L), EventFiles.steps(run, "mistakes/test"));
        assertEquals(List.of(0L, 6L, 12L), EventFiles.steps(run, "mistakes/test/table"));
        List<Mistake> mistakes = Mistake.mostWrong(net, TEST, 25);
        assertTrue(mistakes.size() > 5, mistakes.toString());

        Raster picture = ImageIO.read(new ByteArrayInputStream(run.get("mistakes/test")
                        .get(2)
                        .value()
                        .getImage()
                        .getEncodedImageString()
                        .toByteArray()))
                .getData();
        assertEquals(5 * 56 + 4 * 2, picture.getWidth());
        for (int place = 0; place < 25; place++) {
            for (int pixel = 0; pixel < 784; pixel++) {
                int expected = place < mistakes.size()
                        ? DIGITS.test().pixel(mistakes.get(place).sample(), pixel / 28, pixel % 28)
                        : 0;
                int x = place % 5 * 58 + 2 * (pixel % 28);
                int y = place / 5 * 58 + 2 * (pixel / 28);
                assertEquals(expected, picture.getSample(x, y, 0));
                assertEquals(expected, picture.getSample(x + 1, y + 1, 0));
            }
        }
        String table = text(run.get("mistakes/test/table").get(2));
        List<String> lines = table.lines().toList();
        assertEquals(2 + mistakes.size(), lines.size());
        List<String> names = List.of("zero", "one", "two", "three", "four", "5", "6", "7", "8", "nine\\_");
        Mistake sixth = mistakes.get(5);
        assertEquals(
                String.format(
                        "| 2, 1 | %d | %s | %s | %.1f %% |",
                        sixth.sample(),
                        names.get(sixth.truth()),
                        names.get(sixth.predicted()),
                        100 * sixth.probability()),
                lines.get(7));
    }

    private static String text(Point point) {
        return point.value().getTensor().getStringVal(0).toStringUtf8();
    }

    @Test
    void optionsAreATable() throws IOException {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("--data", "my_digits");
        options.put("--learning-rate", 0.5);
        try (TensorBoardListener board = TensorBoardListener.in(folder).withTable("options", options)) {
            trainer(net(), 1).train(TRAIN, TEST, board);
        }
        assertEquals(
                "| name | value |\n|---|---|\n| --data | my\\_digits |\n| --learning-rate | 0.5 |",
                text(EventFiles.run(folder).get("options").get(0)));
    }

    /** A training of which not one epoch is done: what there is of it can be seen. */
    @Test
    void aTrainingThatDivergesIsShownUntilThen() throws IOException {
        Network net = net();
        TrainingListener spoiling = new TrainingListener() {
            @Override
            public void onIteration(int iteration, double loss) {
                if (iteration == 3) {
                    double[] broken = new double[80];
                    broken[7] = Double.NaN;
                    Parameter weights = net.parameters().get(2);
                    weights.assign(TENSORS.of(weights.value().shape(), broken));
                }
            }
        };
        try (TensorBoardListener board = board(folder)) {
            assertThrowsExactly(
                    DivergedException.class, () -> trainer(net, 20).train(TRAIN, TEST, board.andThen(spoiling)));
        }
        Map<String, List<Point>> run = EventFiles.run(folder);
        assertEquals(List.of(1L, 2L, 3L), EventFiles.steps(run, "loss/batch"));
        assertEquals(List.of(0L), EventFiles.steps(run, "weights/0.W"));
        assertEquals(List.of(), EventFiles.steps(run, "loss/train"));
    }

    /** One that tells no learning rate is none the worse for it. */
    @Test
    void anOptimizerOfTheUsersOwnMayHaveNoRate() throws IOException {
        Optimizer signs = parameters -> parameters.forEach(each -> each.addScaled(-0.01, each.gradient()));
        try (TensorBoardListener board = TensorBoardListener.in(folder)) {
            trainer(net(), 6, signs).train(TRAIN, TEST, board);
        }
        Map<String, List<Point>> run = EventFiles.run(folder);
        assertEquals(List.of(), EventFiles.steps(run, "learning rate"));
        assertEquals(List.of(1L), EventFiles.steps(run, "gradients/0.W"));
    }

    @Test
    void whatCannotBeShownIsRefusedBeforeTheFirstStep() {
        assertEquals(
                "mistakes: expected images of 30 columns, got samples of 784 pixels",
                assertThrowsExactly(
                                IllegalArgumentException.class,
                                () -> TensorBoardListener.in(folder).withMistakes(TEST, 30))
                        .getMessage());
        Network net = net();
        Map<String, double[]> begun = values(net);
        EventWriter.create(folder).close();
        try (TensorBoardListener board = board(folder)) {
            assertThrowsExactly(FileException.class, () -> trainer(net, 6).train(TRAIN, TEST, board));
        }
        try (TensorBoardListener board = board(folder.resolve("new"))) {
            trainer(net(), 6).train(TRAIN, TEST, board);
            assertThrowsExactly(
                    IllegalStateException.class, () -> trainer(net, 6).train(TRAIN, TEST, board));
        }
        values(net).forEach((name, value) -> assertTrue(Arrays.equals(begun.get(name), value), name));
    }

    /** The training ends here as by a kill: nothing more is written, and nothing closed. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static TrainingListener killedAfter(int iteration) {
        return new TrainingListener() {
            @Override
            public void onIteration(int done, double loss) {
                if (done == iteration) {
                    throw new Killed();
                }
            }

            @Override
            public void onEpoch(Epoch epoch) {
                if (epoch.iteration() == iteration) {
                    throw new Killed();
                }
            }
        };
    }

    private static Trainer saving(int iterations, Path checkpoints) {
        return saving(iterations, checkpoints, 5);
    }

    private static Trainer saving(int iterations, Path checkpoints, int every) {
        return trainer(net(), iterations)
                .withCheckpoints(Checkpoints.in(checkpoints).everyIterations(every));
    }

    /** Killed before, at and behind the ends of epochs and checkpoints, with the last record whole or cut; then killed again. */
    @Test
    void aKilledTrainingGoesOnAsIfItHadNotBeen() throws IOException {
        Path whole = folder.resolve("whole");
        try (TensorBoardListener board = board(whole)) {
            trainer(net(), 20).train(TRAIN, TEST, board);
        }
        Map<String, List<String>> expected = withoutTimes(whole);
        for (int killed : new int[] {6, 10, 12, 13, 17, 18}) {
            int at = killed;
            int cut = new int[] {0, 1, 25}[killed % 3];
            Path run = folder.resolve("run-" + killed);
            Path checkpoints = folder.resolve("checkpoints-" + killed);
            assertThrowsExactly(
                    Killed.class,
                    () -> saving(20, checkpoints).train(TRAIN, TEST, board(run).andThen(killedAfter(at))));
            Path first = EventFiles.in(run).get(0);
            byte[] bytes = Files.readAllBytes(first);
            Files.write(first, Arrays.copyOf(bytes, bytes.length - cut));
            assertThrowsExactly(
                    Killed.class,
                    () -> saving(20, checkpoints).resume(TRAIN, TEST, board(run).andThen(killedAfter(at + 1))));
            try (TensorBoardListener board = board(run)) {
                saving(20, checkpoints).resume(TRAIN, TEST, board);
            }
            assertEquals(3, EventFiles.in(run).size());
            assertEquals(expected, withoutTimes(run), "killed after " + killed + ", cut by " + cut);
        }
    }

    /** Killed while the values of an epoch are written: the rest of them follow. */
    @Test
    void anEpochOfWhichAPartWasWrittenBecomesWhole() throws IOException {
        Path whole = folder.resolve("whole");
        try (TensorBoardListener board = board(whole)) {
            trainer(net(), 14).train(TRAIN, TEST, board);
        }
        Map<String, List<String>> expected = withoutTimes(whole);
        Path kept = folder.resolve("kept");
        Path keptCheckpoints = folder.resolve("kept-checkpoints");
        assertThrowsExactly(
                Killed.class,
                () -> saving(14, keptCheckpoints).train(TRAIN, TEST, board(kept).andThen(killedAfter(14))));
        Path file = EventFiles.in(kept).get(0);
        byte[] bytes = Files.readAllBytes(file);
        List<byte[]> messages = EventFiles.messages(bytes);
        int length = 0;
        for (byte[] message : messages) {
            length += 16 + message.length;
            if (EventFiles.event(message).getStep() != 12) {
                continue;
            }
            Path run = Files.createDirectory(folder.resolve("run-" + length));
            Path checkpoints = Files.createDirectory(folder.resolve("checkpoints-" + length));
            Files.copy(
                    keptCheckpoints.resolve("checkpoint-0000000010.safetensors"),
                    checkpoints.resolve("checkpoint-0000000010.safetensors"));
            Files.write(run.resolve(file.getFileName()), Arrays.copyOf(bytes, length - 7));
            try (TensorBoardListener board = board(run)) {
                trainer(net(), 14).withCheckpoints(Checkpoints.in(checkpoints)).resume(TRAIN, TEST, board);
            }
            assertEquals(expected, withoutTimes(run), "cut at " + length);
        }
    }

    /** Of each tag its values: step and content. */
    static Map<String, List<String>> withoutTimes(Path run) throws IOException {
        Map<String, List<String>> values = new LinkedHashMap<>();
        EventFiles.run(run)
                .forEach((tag, points) -> values.put(
                        tag,
                        points.stream()
                                .map(point -> point.step() + " "
                                        + point.value().toByteString().hashCode())
                                .toList()));
        return values;
    }

    /** Trains with a checkpoint every 50 iterations, from the newest on if there is one, and says when the next may be killed. */
    static final class Loop {
        private Loop() {}

        /** The folder, and the number of iterations. */
        public static void main(String[] args) {
            train(Path.of(args[0]), Integer.parseInt(args[1]), new TrainingListener() {
                @Override
                public void onEpoch(Epoch epoch) {
                    System.out.println(epoch.iteration());
                }
            });
        }

        static void train(Path folder, int iterations, TrainingListener also) {
            Path checkpoints = folder.resolve("checkpoints");
            Trainer trainer = saving(iterations, checkpoints, 50);
            try (TensorBoardListener board = board(folder.resolve("run"))) {
                TrainingListener both = board.andThen(also);
                if (Checkpoints.in(checkpoints).newest().isPresent()) {
                    trainer.resume(TRAIN, TEST, both);
                } else {
                    trainer.train(TRAIN, TEST, both);
                }
            }
        }
    }

    /** A real kill, wherever it hits. */
    @Test
    void aKilledProcessGoesOnAsIfItHadNotBeen() throws Exception {
        int told = 0;
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Loop.class.getName(),
                        folder.toString(),
                        "1000000")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                told = Integer.parseInt(line);
                if (told >= 60) {
                    process.toHandle().destroyForcibly(); // unlike Process.destroyForcibly, leaves the lines readable
                }
            }
        } finally {
            process.destroyForcibly();
        }
        assertTrue(told >= 60, told + " iterations");
        Loop.train(folder, told + 70, TrainingListener.NONE);
        assertEquals(2, EventFiles.in(folder.resolve("run")).size());
        Path whole = folder.resolve("whole");
        Loop.train(whole, told + 70, TrainingListener.NONE);
        assertEquals(withoutTimes(whole.resolve("run")), withoutTimes(folder.resolve("run")));
    }

    /** In a new folder the epochs before the checkpoint are there too; a folder of another training is refused. */
    @Test
    void aResumedTrainingInAnotherFolder() throws IOException {
        Path checkpoints = folder.resolve("checkpoints");
        saving(14, checkpoints).train(TRAIN, TEST, TrainingListener.NONE);
        Path fresh = folder.resolve("fresh");
        History history;
        try (TensorBoardListener board = board(fresh)) {
            history = saving(20, checkpoints).resume(TRAIN, TEST, board);
        }
        Map<String, List<Point>> run = EventFiles.run(fresh);
        Map<Long, Float> accuracies = new LinkedHashMap<>();
        history.epochs().forEach(epoch -> accuracies.put((long) epoch.iteration(), (float) epoch.testAccuracy()));
        assertEquals(accuracies, EventFiles.scalars(run, "accuracy/test"));
        assertEquals(List.of(18L, 20L), EventFiles.steps(run, "weights/0.W"));
        assertEquals(List.of(19L), EventFiles.steps(run, "gradients/0.W"));
        assertEquals(1, run.get("options").size());

        Path another = folder.resolve("another");
        try (TensorBoardListener board = board(another)) {
            trainer(net(), 14, new Sgd(0.1)).train(TRAIN, TEST, board);
        }
        List<Path> before = EventFiles.in(another);
        try (TensorBoardListener board = board(another)) {
            String message = assertThrowsExactly(
                            FileException.class, () -> saving(30, checkpoints).resume(TRAIN, TEST, board))
                    .getMessage();
            assertTrue(
                    message.startsWith(
                            another + ": has the events of another training than the checkpoint: loss/train of step "),
                    message);
            assertTrue(message.endsWith(": name the folder of the training that goes on, or a new one"), message);
        }
        assertEquals(before, EventFiles.in(another));
    }
}
