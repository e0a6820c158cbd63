package gradj.cli;

import gradj.cli.LearningOptions.Learning;
import gradj.data.Batches;
import gradj.nn.Network;
import gradj.spi.DType;
import gradj.tensor.Tensors;
import gradj.train.Epoch;
import gradj.train.Evaluation;
import gradj.train.History;
import gradj.train.Metric;
import gradj.train.Trainer;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gradj train}: trains a net on images, by default the book's two-layer net, or on a table, and tells how good it is. */
@Command(
        name = "train",
        description = {
            "Train a net: affine layers with ReLU between them, on images, or on a table (a CSV file).",
            "Without options it is the book's two-layer net, by stochastic gradient descent."
        },
        footer = {
            "",
            "A table is read as it is: its delimiter, names, numbers and categories are told apart by what stands there",
            "(gradj data FILE shows it). Numbers are standardised and categories become one number each, by the rows to",
            "train on; with --save, that travels with the net, so that gradj predict takes raw rows.",
            "",
            "Example: gradj train --data iris.csv --label species --hidden 10,10 --save iris.safetensors"
        },
        sortOptions = false,
        sortSynopsis = false)
final class TrainCommand implements Callable<Integer> {
    static final String CSV = "history.csv";
    static final String CURVE = "learning-curve.png";

    private static final String[] FILES = {
        CSV, CURVE, TestReport.MATRIX, TestReport.WRONG, TestReport.PAIRS, TrainingReport.FILE
    };

    /** The options that a resumed training must have as they were, beside those that depend on the samples. */
    static final List<String> CONDITIONS = List.of(
            "--data",
            "--image-size",
            "--label",
            "--test",
            "--validation",
            "--without",
            "--categories",
            "--scale",
            "--missing",
            "--unseen-as-zeros",
            "--charset",
            "--delimiter",
            "--no-header",
            "--decimal-comma",
            "--seed",
            "--hidden",
            "--loss",
            "--schedule",
            "--early-stop",
            "--dtype");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final RunOptions run = new RunOptions();

    @Mixin
    private final SampleOptions samples = new SampleOptions();

    @Mixin
    private final LearningOptions learning = new LearningOptions();

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
                "Write " + CSV + " and " + CURVE + " there (default: write nothing), and what the net makes of the",
                "test samples: " + TestReport.MATRIX + ", of images " + TestReport.WRONG + ", of numbers",
                TestReport.PAIRS + "; and all of it as one page, " + TrainingReport.FILE + ".",
                "Those of an earlier run are replaced, which is told on stderr before."
            })
    private @Nullable Path outFolder;

    @Mixin
    private final NetFiles netFiles = new NetFiles();

    @Mixin
    private final CheckpointOptions checkpoints = new CheckpointOptions();

    @Mixin
    private final TensorBoardOptions tensorBoard = new TensorBoardOptions();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        OutputFolder folder = outFolder == null ? null : OutputFolder.prepare("--out", outFolder, FILES);
        if (folder != null && !folder.existing().isEmpty()) {
            err.println("gradj: --out " + outFolder + ": this run will replace an earlier one's "
                    + Plural.list(folder.existing()));
            err.flush();
        }
        netFiles.prepare(err);
        checkpoints.prepare(spec);
        tensorBoard.prepare(checkpoints.resumed() != null);
        learning.requireFitting(samples.isValidated());
        Tensors tensors = run.tensors(dtype);
        TrainingData data = TrainingData.load(
                run.source(),
                samples,
                learning.loss(),
                tensors,
                run.seed,
                netFiles.isAsked() || checkpoints.isAsked() || folder != null);
        Learning how = learning.resolve(data, run.seed);
        Network net = how.net(data, tensors);
        String headLine = HeadLine.of(data.description(), net, run.seed, tensors);
        out.println(headLine);
        Epoch untrained = folder == null ? null : untrained(net, data);

        Trainer trainer = how.trainer(net, data);
        Provenance provenance = provenance(data, how, tensors);
        Map<String, String> conditions = conditions(data, how, tensors);
        // From here on, Ctrl-C ends the training, but not before its results are written.
        try (Interruption interruption = Interruption.hold()) {
            long start = System.nanoTime();
            History history;
            try (TrainingDisplay display =
                            new TrainingDisplay(out, err, how, data, Terminal.showsStderr(), folder == null);
                    tensorBoard) {
                history = checkpoints.run(
                        trainer,
                        conditions,
                        data.train(),
                        data.watched(),
                        display.andThen(netFiles.listener(net, data, provenance, checkpoints.resumed()))
                                .andThen(tensorBoard.listener(
                                        data, conditions, how.plan().iterations())));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            interruption.endWork();
            int done = history.losses().size();
            out.printf(Locale.ROOT, "%s in %.2f s%n", Plural.of(done, "iteration"), seconds);
            if (done < how.plan().iterations() && !history.interrupted()) {
                out.println("stopped early: the " + data.watchedPart() + " samples got no better; the net is as it was"
                        + " at its best");
            }
            Map<String, Double> tested = tested(net, data);
            printTested(tested, data, out);
            TestReport report = new TestReport(net, data);
            try {
                TrainingReport page = untrained == null
                        ? null
                        : page(
                                untrained,
                                history,
                                seconds,
                                net,
                                data,
                                tested,
                                report,
                                headLine,
                                how,
                                provenance,
                                tensors);
                writeResults(net, provenance, history, data, page, folder, out);
                tensorBoard.end(out);
            } finally { // what cannot be written is told, but not lost
                if (run.json) {
                    out.println(json(history, data, how, tested, report, tensors, seconds));
                }
                if (interruption.came()) {
                    err.println("gradj: interrupted: stopped after " + done + " of "
                            + Plural.of(how.plan().iterations(), "iteration"));
                    err.flush();
                }
            }
            return interruption.came() ? Main.INTERRUPTED : Main.FINE;
        }
    }

    /** Where the learning curve begins; the table of epochs does not have it, for it is none. */
    private static Epoch untrained(Network net, TrainingData data) {
        List<Metric> metrics = List.of(data.metrics());
        return new Epoch(
                0,
                0,
                Double.NaN, // its loss is not drawn
                Evaluation.of(net, metrics, data.train()),
                Evaluation.of(net, metrics, data.watched()));
    }

    /** The test samples, which have not been looked at; nothing if they were watched. */
    private static Map<String, Double> tested(Network net, TrainingData data) {
        Batches test = data.test();
        return test == null ? Map.of() : Evaluation.of(net, List.of(data.metrics()), test);
    }

    private static void printTested(Map<String, Double> tested, TrainingData data, PrintWriter out) {
        for (Metric metric : tested.isEmpty() ? new Metric[0] : data.metrics()) {
            Measure measure = new Measure(metric, data.sample());
            out.println("test: " + measure.sentence(measure.of(tested), "test"));
        }
    }

    /** What the net has learned matters most: the pictures of how it did so come after it. */
    private void writeResults(
            Network net,
            Provenance provenance,
            History history,
            TrainingData data,
            @Nullable TrainingReport page,
            @Nullable OutputFolder folder,
            PrintWriter out) {
        try {
            netFiles.end(net, data, provenance, history.last(), out);
        } finally {
            if (folder != null && page != null) {
                write(page, folder, out);
            }
        }
    }

    private Provenance provenance(TrainingData data, Learning how, Tensors tensors) {
        return new Provenance(data.watchedPart())
                .putAll(data.provenance())
                .put("seed", run.seed)
                .put("hidden", how.hidden())
                .put("plannedIterations", how.plan().iterations())
                .put("batchSize", how.plan().batchSize())
                .put("optimizer", how.optimizer())
                .put("learningRate", how.learningRate())
                .put("weightDecay", how.weightDecay())
                .put("schedule", how.schedule())
                .putMachine(tensors);
    }

    /** What a resumed training must have as it was: each by the option that says it, and the data by their hashes. */
    private Map<String, String> conditions(TrainingData data, Learning how, Tensors tensors) {
        Map<String, String> conditions = new LinkedHashMap<>(data.provenance());
        conditions.remove("data");
        CONDITIONS.forEach(name -> {
            Object value = spec.findOption(name).getValue();
            if (value != null) {
                conditions.put(name, OptionValues.text(value));
            }
        });
        conditions.put("--batch-size", Integer.toString(how.plan().batchSize()));
        conditions.put("--optimizer", how.optimizer().toString());
        conditions.put("--learning-rate", Double.toString(how.learningRate()));
        conditions.put("--weight-decay", Double.toString(how.weightDecay()));
        conditions.put("--backend", tensors.backend().name());
        if (how.schedule().dependsOnEpochs()) {
            conditions.put("epochs of the schedule", Integer.toString(how.epochs()));
        }
        return conditions;
    }

    private TrainingReport page(
            Epoch untrained,
            History history,
            double seconds,
            Network net,
            TrainingData data,
            Map<String, Double> tested,
            TestReport report,
            String headLine,
            Learning how,
            Provenance provenance,
            Tensors tensors) {
        return new TrainingReport(
                untrained,
                history,
                how.plan(),
                seconds,
                net,
                data,
                tested,
                report,
                headLine,
                TrainingReport.facts(conditions(data, how, tensors), provenance.at(history.last())),
                TrainingReport.command(spec.commandLine().getParseResult().originalArgs()),
                checkpoints.resumed() != null);
    }

    private static void write(TrainingReport page, OutputFolder folder, PrintWriter out) {
        Path csv = folder.write(CSV, page.csv().getBytes(StandardCharsets.UTF_8));
        try {
            Path curve = folder.write(CURVE, page.curve());
            List<Path> pictures = new ArrayList<>(page.test().write(folder));
            pictures.add(folder.write(TrainingReport.FILE, page.html().getBytes(StandardCharsets.UTF_8)));
            out.println("written: " + csv + ", " + curve
                    + pictures.stream().map(picture -> ", " + picture).collect(Collectors.joining()));
        } catch (LinkageError
                | InternalError noGraphics) { // what a Java without graphics or a system without fonts throws
            throw new InputException("written: " + csv + "; " + CURVE + " cannot be drawn here (" + noGraphics
                    + "): it takes a Java with java.desktop, fontconfig and a font");
        }
    }

    private Json json(
            History history,
            TrainingData data,
            Learning how,
            Map<String, Double> tested,
            TestReport report,
            Tensors tensors,
            double seconds) {
        List<Integer> hidden = how.hidden().sizes();
        Json json = new Json()
                .put("backend", tensors.backend().name())
                .put("dtype", dtype.toString())
                .put("data", run.data.name())
                .put("hidden", hidden.size() == 1 ? hidden.get(0) : hidden)
                .put("loss", data.loss().toString())
                .put("optimizer", how.optimizer().toString())
                .put("batchSize", how.plan().batchSize())
                .put("learningRate", how.learningRate())
                .put("seed", run.seed)
                .put("plannedIterations", how.plan().iterations())
                .put("iterations", history.losses().size())
                .put("interrupted", history.interrupted())
                .put("seconds", seconds);
        Epoch last = history.last();
        last.train().forEach((metric, value) -> json.put(Measure.key("train", metric), value));
        last.test().forEach((metric, value) -> json.put(Measure.key(data.watchedPart(), metric), value));
        tested.forEach((metric, value) -> json.put(Measure.key("test", metric), value));
        json.put("finalLoss", history.finalLoss());
        report.addTo(json);
        netFiles.addTo(json, data);
        tensorBoard.addTo(json);
        return outFolder == null ? json : json.put("out", outFolder.toString());
    }
}
