package gradj.cli;

import gradj.nn.TwoLayerNet;
import gradj.optim.Sgd;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.Tensors;
import gradj.train.Epoch;
import gradj.train.History;
import gradj.train.Sampling;
import gradj.train.Trainer;
import gradj.train.TrainingPlan;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gradj train}: trains the book's two-layer net on images and tells how well it reads them. */
@Command(
        name = "train",
        description = "Train a two-layer net (affine, ReLU, affine, softmax with loss) by stochastic gradient descent.",
        sortOptions = false,
        sortSynopsis = false)
final class TrainCommand implements Callable<Integer> {
    static final String CSV = "history.csv";
    static final String CURVE = "learning-curve.png";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final RunOptions run = new RunOptions();

    @Option(
            names = "--hidden",
            paramLabel = "N",
            converter = OptionValues.Count.class,
            description = "Neurons of the hidden layer (default: ${DEFAULT-VALUE}).")
    private int hidden = 50;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            converter = OptionValues.Count.class,
            description = "Steps of gradient descent (default: ${DEFAULT-VALUE}).")
    private int iterations = 10_000;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            converter = OptionValues.Count.class,
            description = "Images a step learns from (default: ${DEFAULT-VALUE}).")
    private int batchSize = 100;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            converter = OptionValues.Positive.class,
            description = "How far a step follows the gradient (default: ${DEFAULT-VALUE}).")
    private double learningRate = 0.1;

    @Option(
            names = "--dtype",
            paramLabel = "float32|float64",
            converter = OptionValues.DTypeName.class,
            description = "Precision (default: ${DEFAULT-VALUE}).")
    private DType dtype = DType.FLOAT32;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            converter = OptionValues.FileName.class,
            description = {
                "Write " + CSV + " and " + CURVE + " there (default: write nothing).",
                "Those of an earlier run are replaced, which is told on stderr before."
            })
    private @Nullable Path outFolder;

    @Mixin
    private final NetFiles netFiles = new NetFiles();

    @Mixin
    private final CheckpointOptions checkpoints = new CheckpointOptions();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        OutputFolder folder = outFolder == null ? null : OutputFolder.prepare("--out", outFolder, CSV, CURVE);
        if (folder != null && !folder.existing().isEmpty()) {
            err.println("gradj: --out " + outFolder + ": this run will replace an earlier one's "
                    + String.join(" and ", folder.existing()));
            err.flush();
        }
        netFiles.prepare(err);
        checkpoints.prepare(spec);
        Tensors tensors = run.tensors(dtype);
        TrainingData data = TrainingData.load(run.data, tensors, netFiles.isAsked() || checkpoints.isAsked());
        TwoLayerNet net = net(data, tensors);
        out.println(HeadLine.of(data.description(), net, run.seed, tensors));
        Epoch untrained = folder == null ? null : untrained(net, data);

        TrainingPlan plan = new TrainingPlan(iterations, batchSize, Sampling.WITH_REPLACEMENT, run.seed);
        Trainer trainer = new Trainer(net, new Sgd(learningRate), plan);
        Provenance provenance = provenance(data, tensors);
        // From here on, Ctrl-C ends the training, but not before its results are written.
        try (Interruption interruption = Interruption.hold()) {
            long start = System.nanoTime();
            History history;
            try (TrainingDisplay display =
                    new TrainingDisplay(out, err, iterations, Terminal.showsStderr(), folder == null)) {
                history = checkpoints.run(
                        trainer,
                        conditions(data, tensors),
                        data.train(),
                        data.test(),
                        display.andThen(netFiles.listener(net, provenance, checkpoints.resumed())));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            interruption.endWork();
            int done = history.losses().size();
            out.printf(Locale.ROOT, "%s in %.2f s%n", Plural.of(done, "iteration"), seconds);
            try {
                writeResults(net, provenance, untrained, history, plan, data, folder, out);
            } finally { // what cannot be written is told, but not lost
                if (run.json) {
                    out.println(json(history, tensors, seconds));
                }
                if (interruption.came()) {
                    err.println(
                            "gradj: interrupted: stopped after " + done + " of " + Plural.of(iterations, "iteration"));
                    err.flush();
                }
            }
            return interruption.came() ? Main.INTERRUPTED : Main.FINE;
        }
    }

    private TwoLayerNet net(TrainingData data, Tensors tensors) {
        int inputs = data.train().features();
        try {
            // Refused here in one line; inside the training it would be a bug.
            Shape.of(batchSize, inputs);
            Shape.of(batchSize, hidden);
            return new TwoLayerNet(
                    tensors, inputs, hidden, data.train().classes(), TwoLayerNet.WEIGHT_INIT_STD, run.seed);
        } catch (IllegalArgumentException problem) {
            throw new InputException("--batch-size " + batchSize + " with --hidden " + hidden + " is too large: "
                    + problem.getMessage());
        }
    }

    /** Where the learning curve begins; the table of epochs does not have it, for it is none. */
    private static Epoch untrained(TwoLayerNet net, TrainingData data) {
        double trainAccuracy = net.accuracy(data.train().x(), data.train().t());
        double testAccuracy = net.accuracy(data.test().x(), data.test().t());
        return new Epoch(0, 0, Double.NaN, trainAccuracy, testAccuracy); // and its loss is not drawn
    }

    /** What the net has learned matters most: the picture of how it did so comes after it. */
    private void writeResults(
            TwoLayerNet net,
            Provenance provenance,
            @Nullable Epoch untrained,
            History history,
            TrainingPlan plan,
            TrainingData data,
            @Nullable OutputFolder folder,
            PrintWriter out) {
        try {
            netFiles.end(net, provenance.at(history.last()), out);
        } finally {
            if (folder != null && untrained != null) {
                write(untrained, history, plan.iterationsPerEpoch(data.train().size()), folder, out);
            }
        }
    }

    private Provenance provenance(TrainingData data, Tensors tensors) {
        return new Provenance()
                .putAll(data.provenance())
                .put("seed", run.seed)
                .put("hidden", hidden)
                .put("plannedIterations", iterations)
                .put("batchSize", batchSize)
                .put("optimizer", "Sgd")
                .put("learningRate", learningRate)
                .putMachine(tensors);
    }

    /** What a resumed training must have as it was: each by the option that says it, and the data by their hashes. */
    private Map<String, String> conditions(TrainingData data, Tensors tensors) {
        Map<String, String> conditions = new LinkedHashMap<>(data.provenance());
        conditions.remove("data");
        conditions.put("--data", run.data.name());
        conditions.put("--seed", Long.toString(run.seed));
        conditions.put("--hidden", Integer.toString(hidden));
        conditions.put("--batch-size", Integer.toString(batchSize));
        conditions.put("--learning-rate", Double.toString(learningRate));
        conditions.put("--dtype", dtype.toString());
        conditions.put("--backend", tensors.backend().name());
        return conditions;
    }

    private static void write(
            Epoch untrained, History history, int iterationsPerEpoch, OutputFolder folder, PrintWriter out) {
        Path csv = folder.write(CSV, HistoryCsv.of(history).getBytes(StandardCharsets.UTF_8));
        try {
            Path curve = folder.write(CURVE, LearningCurve.png(untrained, history, iterationsPerEpoch));
            out.println("written: " + csv + ", " + curve);
        } catch (LinkageError
                | InternalError noGraphics) { // what a Java without graphics or a system without fonts throws
            throw new InputException("written: " + csv + "; " + CURVE + " cannot be drawn here (" + noGraphics
                    + "): it takes a Java with java.desktop, fontconfig and a font");
        }
    }

    private Json json(History history, Tensors tensors, double seconds) {
        Json json = new Json()
                .put("backend", tensors.backend().name())
                .put("dtype", dtype.toString())
                .put("data", run.data.name())
                .put("hidden", hidden)
                .put("batchSize", batchSize)
                .put("learningRate", learningRate)
                .put("seed", run.seed)
                .put("plannedIterations", iterations)
                .put("iterations", history.losses().size())
                .put("interrupted", history.interrupted())
                .put("seconds", seconds)
                .put("trainAccuracy", history.last().trainAccuracy())
                .put("testAccuracy", history.last().testAccuracy())
                .put("finalLoss", history.finalLoss());
        netFiles.addTo(json);
        return outFolder == null ? json : json.put("out", outFolder.toString());
    }
}
