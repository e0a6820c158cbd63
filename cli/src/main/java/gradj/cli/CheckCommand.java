package gradj.cli;

import gradj.data.Dataset;
import gradj.data.LabeledImages;
import gradj.gradcheck.GradientCheck;
import gradj.gradcheck.GradientReport;
import gradj.gradcheck.ParameterReport;
import gradj.nn.Network;
import gradj.nn.TwoLayerNet;
import gradj.spi.DType;
import gradj.tensor.Tensors;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gradj check}: holds backpropagation against numerical differentiation, element by element, in float64. */
@Command(
        name = "check",
        description = "Check the gradients of a two-layer net: backpropagation against numerical differentiation.",
        footer = {"", "Exit code: 0 when every gradient is right, 1 when one is wrong."},
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

    @Mixin
    private final RunOptions run = new RunOptions();

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            converter = OptionValues.Count.class,
            description = "Images in the loss that is differentiated (default: ${DEFAULT-VALUE}).")
    private int batchSize = 3;

    @Option(
            names = "--sample",
            paramLabel = "N",
            converter = OptionValues.Count.class,
            description = "Check at most N elements of each parameter, drawn by the seed (default: all).")
    private @Nullable Integer sample;

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
        Tensors tensors = run.tensors(DType.FLOAT64);
        LabeledImages images = run.data.firstTraining(batchSize);
        Dataset batch = Dataset.of(images, tensors);
        Network net = nets.make(tensors, batch.features(), batch.classes(), run.seed);
        String data = run.data.name() + ": the first " + images.count() + " images to train on";
        out.println(HeadLine.of(data, net, run.seed, tensors));
        out.flush();

        long start = System.nanoTime();
        GradientCheck check = sample == null ? GradientCheck.everyElement() : GradientCheck.sample(sample, run.seed);
        GradientReport report = check.check(net.lossOf(batch.x(), batch.t()));
        double seconds = (System.nanoTime() - start) / 1e9;
        out.print(report);
        out.println(verdict(report, seconds));
        if (run.json) {
            out.println(json(report, tensors, seconds));
        }
        return report.passed() ? Main.FINE : Main.CHECK_FAILED;
    }

    private static String verdict(GradientReport report, double seconds) {
        int checked = sum(report, ParameterReport::checked);
        int failures = sum(report, ParameterReport::failures);
        String kinks = report.kinks() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%d element%s at a ReLU kink left out: a step of h crosses 0, where ReLU has no derivative%n",
                        report.kinks(),
                        report.kinks() == 1 ? "" : "s");
        String verdict = report.passed()
                ? String.format(Locale.ROOT, "PASSED: all %d elements agree within %.1e", checked, report.tolerance())
                : String.format(
                        Locale.ROOT,
                        "FAILED: %d of %d elements differ by more than %.1e",
                        failures,
                        checked,
                        report.tolerance());
        return kinks + verdict + String.format(Locale.ROOT, " (h %.0e, %.2f s)", report.step(), seconds);
    }

    private static int sum(GradientReport report, ToIntFunction<ParameterReport> number) {
        return report.parameters().stream().mapToInt(number).sum();
    }

    private Json json(GradientReport report, Tensors tensors, double seconds) {
        return new Json()
                .put("backend", tensors.backend().name())
                .put("dtype", tensors.dtype().toString())
                .put("batchSize", batchSize)
                .put("step", report.step())
                .put("tolerance", report.tolerance())
                .put("passed", report.passed())
                .put("kinks", report.kinks())
                .put("seconds", seconds)
                .put(
                        "parameters",
                        report.parameters().stream().map(CheckCommand::json).toList());
    }

    private static Json json(ParameterReport parameter) {
        return new Json()
                .put("name", parameter.name())
                .put("shape", Arrays.stream(parameter.shape().toArray()).boxed().toList())
                .put("checked", parameter.checked())
                .put("kinks", parameter.kinks())
                .put("failures", parameter.failures())
                .put("meanAbsoluteDifference", parameter.meanAbsoluteDifference())
                .put("largestRelativeError", parameter.largestRelativeError());
    }
}
