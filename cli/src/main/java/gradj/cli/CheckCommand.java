package gradj.cli;

import gradj.cli.BackendGradients.Agreement;
import gradj.data.Batch;
import gradj.data.Dataset;
import gradj.data.LabeledImages;
import gradj.data.table.CsvOptions;
import gradj.data.table.Preparation;
import gradj.data.table.Table;
import gradj.gradcheck.GradientCheck;
import gradj.gradcheck.GradientReport;
import gradj.gradcheck.ParameterReport;
import gradj.nn.Network;
import gradj.nn.TwoLayerNet;
import gradj.spi.DType;
import gradj.tensor.Tensors;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradj check}: holds backpropagation against numerical differentiation, element by element, in float64. */
@Command(
        name = "check",
        description = {
            "Check the gradients of a two-layer net on images, or of a saved net on images or on a table:",
            "backpropagation against numerical differentiation."
        },
        footer = {"", "Exit code: 0 when every gradient is right, 1 when one is wrong or could not be checked."},
        sortOptions = false,
        sortSynopsis = false)
final class CheckCommand implements Callable<Integer> {
    private static final int HIDDEN = 50;

    /** Makes the net that is checked. */
    interface NetFactory {
        /** A net of {@code inputs} pixels and {@code classes} scores. */
        Network make(Tensors tensors, int inputs, int classes, long seed);
    }

    private final NetFactory nets;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "NET",
            converter = OptionValues.FileName.class,
            description = "A saved net; without it the book's, with first weights drawn by the seed.")
    private @Nullable Path file;

    @Mixin
    private final RunOptions run = new RunOptions();

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            converter = OptionValues.Count.class,
            description = "Samples in the loss that is differentiated (default: ${DEFAULT-VALUE}).")
    private int batchSize = 3;

    @Option(
            names = "--sample",
            paramLabel = "N",
            converter = OptionValues.Count.class,
            description = "Check at most N elements of each parameter, drawn by the seed (default: all).")
    private @Nullable Integer sample;

    @Option(
            names = "--directions",
            paramLabel = "N",
            converter = OptionValues.Count.class,
            description = "Compare N random directions of each parameter instead of its elements: for large nets.")
    private @Nullable Integer directions;

    @Option(
            names = "--step",
            paramLabel = "H",
            converter = OptionValues.Positive.class,
            description =
                    "The h of the difference quotient (default: 1e-4, and where the inputs' scale wants it another).")
    private @Nullable Double step;

    @Option(
            names = "--extrapolate",
            description = "Take the error of h^2 away by Richardson's extrapolation, for twice the time.")
    private boolean extrapolate;

    @Option(names = "--kinks", description = "List the elements that were left out at a kink.")
    private boolean listsKinks;

    @Option(
            names = "--all-backends",
            description = "Hold the gradients of every available backend, in float32 too, against the numerical one.")
    private boolean allBackends;

    @Option(
            names = "-o",
            paramLabel = "FILE.png|svg",
            converter = PictureFile.OfChart.class,
            description = "Write a picture of the differences, a heat map for each parameter.")
    private @Nullable PictureFile picture;

    /** Checks the book's net. */
    CheckCommand() {
        this((tensors, inputs, classes, seed) ->
                new TwoLayerNet(tensors, inputs, HIDDEN, classes, TwoLayerNet.WEIGHT_INIT_STD, seed));
    }

    CheckCommand(NetFactory nets) {
        this.nets = nets;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        requireFittingOptions();
        Tensors tensors = run.tensors(DType.FLOAT64);
        SavedNet loaded = file == null ? null : SavedNet.loadInto(file, tensors);
        if (loaded != null && RowPredictions.takes(loaded) && !run.data.isTable()) {
            throw new InputException(file + " learned from a table: name one with rows to check on, --data FILE.csv");
        }
        Samples samples = run.data.isTable() ? rows(loaded) : images();
        Batch batch = samples.of().apply(tensors);
        NetFactory factory = loaded == null
                ? nets
                : (other, inputs, classes, seed) -> loaded.net().copy(other);
        int inputs = batch.x().shape().length(-1);
        int classes = batch.t().shape().length(-1);
        Network net = factory.make(tensors, inputs, classes, run.seed);
        if (loaded != null) {
            requireFit(loaded.net(), batch);
        }
        String data = run.data.name() + ": " + samples.description();
        out.println(HeadLine.of(data, net, run.seed, tensors));
        out.flush();

        long start = System.nanoTime();
        GradientReport report = check().check(net.lossOf(batch.x(), batch.t()));
        double seconds = (System.nanoTime() - start) / 1e9;
        out.print(report);
        if (listsKinks) {
            report.parameters().stream()
                    .filter(parameter -> parameter.kinks() > 0)
                    .forEach(parameter -> out.println("at a kink: " + String.join(", ", parameter.kinkElements())));
        }
        out.println(verdict(report, seconds));

        List<Agreement> agreements = List.of();
        if (allBackends) {
            agreements = BackendGradients.compare(
                    report, samples.of(), other -> factory.make(other, inputs, classes, run.seed));
            out.println();
            out.println(BackendGradients.HEADINGS);
            agreements.forEach(agreement -> out.println(agreement.line()));
        }
        if (picture != null) {
            boolean isSvg = picture.format().equals(PictureFile.SVG);
            out.println("picture: " + picture.write(DifferenceMap.draw(report, "Gradient check, " + data, isSvg)));
        }
        boolean passed = report.passed() && agreements.stream().allMatch(Agreement::passed);
        if (run.json) {
            out.println(json(report, tensors, seconds, agreements));
        }
        return passed ? Main.FINE : Main.CHECK_FAILED;
    }

    /** What is checked on, for the tensors of any backend. */
    private record Samples(String description, Function<Tensors, Batch> of) {}

    private Samples images() {
        LabeledImages images = run.source().firstTraining(batchSize);
        String description = "the first " + Plural.of(images.count(), "image") + " to train on";
        return new Samples(description, tensors -> Dataset.of(images, tensors));
    }

    /** The first rows of a table, prepared as the net's file says. */
    private Samples rows(@Nullable SavedNet net) {
        if (net == null || !RowPredictions.takes(net)) {
            throw new InputException("--data " + run.data.name() + ": a table needs a net that says how its rows are"
                    + " prepared: name one that gradj train --data FILE.csv --save has saved");
        }
        Path table = run.data.file();
        Preparation preparation = RowPredictions.preparation(net);
        return TableProblems.told(table, () -> {
            Table all = Table.read(table, CsvOptions.guessed().preparedBy(preparation));
            if (batchSize > all.size()) {
                throw new InputException(
                        "--batch-size " + batchSize + ": " + table + " has " + Plural.of(all.size(), "row"));
            }
            Table first = all.rows(IntStream.range(0, batchSize).toArray());
            return new Samples(
                    "the first " + Plural.of(batchSize, "row"), tensors -> preparation.samples(first, tensors));
        });
    }

    private void requireFit(Network net, Batch batch) {
        try {
            net.loss(batch.x(), batch.t());
        } catch (IllegalArgumentException problem) {
            throw new InputException(file + " does not fit the " + (run.data.isTable() ? "rows" : "images") + " of "
                    + run.data.name() + ": " + problem.getMessage());
        }
    }

    private void requireFittingOptions() {
        if (sample != null && directions != null) {
            throw new InputException("--sample and --directions: expected one of them, got both");
        }
        if (allBackends && directions != null) {
            throw new InputException("--all-backends compares elements: use it with --sample, not with --directions");
        }
        if (picture != null) {
            picture.prepare();
        }
    }

    private GradientCheck check() {
        GradientCheck check = GradientCheck.everyElement();
        if (sample != null) {
            check = GradientCheck.sample(sample, run.seed);
        } else if (directions != null) {
            check = GradientCheck.directions(directions, run.seed);
        }
        if (step != null) {
            check = check.withStep(step);
        }
        return extrapolate ? check.withExtrapolation() : check;
    }

    private String verdict(GradientReport report, double seconds) {
        int checked = sum(report, ParameterReport::checked);
        int failures = sum(report, ParameterReport::failures);
        String what = directions == null ? "element" : "comparison";
        String kinks = report.kinks() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%s at a ReLU kink left out: a step of h / 100 crosses 0, where ReLU has no derivative%n",
                        Plural.of(report.kinks(), what));
        String verdict;
        if (report.passed()) {
            verdict = String.format(
                    Locale.ROOT,
                    "PASSED: %s within %.1e",
                    checked == 1 ? "the one " + what + " agrees" : "all " + checked + " " + what + "s agree",
                    report.tolerance());
        } else if (failures > 0) {
            verdict = String.format(
                    Locale.ROOT,
                    "FAILED: %d of %s differ%s by more than the numerical gradient can be off",
                    failures,
                    Plural.of(checked, what),
                    failures == 1 ? "s" : "");
        } else {
            int tooLarge = sum(report, ParameterReport::stepsTooLarge);
            verdict = "FAILED: not every gradient could be proved right"
                    + (tooLarge == 0
                            ? ""
                            : ": for " + tooLarge + " of " + Plural.of(checked + tooLarge, what)
                                    + " the step is too large to prove much");
        }
        return kinks + verdict + String.format(Locale.ROOT, " (h %.0e, %.2f s)", report.step(), seconds);
    }

    private static int sum(GradientReport report, ToIntFunction<ParameterReport> number) {
        return report.parameters().stream().mapToInt(number).sum();
    }

    private Json json(GradientReport report, Tensors tensors, double seconds, List<Agreement> agreements) {
        Json json = new Json()
                .put("backend", tensors.backend().name())
                .put("dtype", tensors.dtype().toString())
                .put("data", run.data.name());
        if (file == null) {
            json.put("hidden", HIDDEN);
        } else {
            json.put("net", file.toString());
        }
        json.put("batchSize", batchSize)
                .put("seed", run.seed)
                .put("extrapolate", extrapolate)
                .put("seconds", seconds);
        if (sample != null) {
            json.put("sample", sample);
        }
        if (directions != null) {
            json.put("directions", directions);
        }
        CheckJson.addTo(json, report);
        return allBackends
                ? json.put("backends", agreements.stream().map(Agreement::json).toList())
                : json;
    }
}
