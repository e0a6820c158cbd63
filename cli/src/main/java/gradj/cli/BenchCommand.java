package gradj.cli;

import gradj.cli.bench.BenchmarkException;
import gradj.cli.bench.BenchmarkSuite;
import gradj.cli.bench.Comparison;
import gradj.cli.bench.Pictures;
import gradj.cli.bench.Results;
import gradj.cli.bench.ResultsFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gradj bench}: measures every backend, keeps and draws the results, and compares two runs. */
@Command(
        name = "bench",
        description = "Measure every backend, keep and draw the results; or compare the results of two runs.",
        footer = {
            "",
            "The whole suite takes hours; leave the machine alone meanwhile.",
            "Exit code: 0, or 1 when --compare finds something that got slower than the factor."
        },
        sortOptions = false,
        sortSynopsis = false)
final class BenchCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--quick", description = "Measure a selection in less than two minutes: a first look.")
    private boolean quick;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FOLDER",
            converter = OptionValues.FileName.class,
            description = "Where results, pictures and tables go (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("results");

    @Option(
            names = "--draw",
            paramLabel = "FILE",
            converter = OptionValues.FileName.class,
            description = "Measure nothing: draw pictures and tables from the results of an earlier run.")
    private @Nullable Path draw;

    @Option(
            names = "--compare",
            arity = "2",
            paramLabel = "FILE",
            converter = OptionValues.FileName.class,
            description = {
                "Measure nothing: tell what got slower from the first run's results to the second's.",
                "The speed of the machine, measured in each run, is divided out."
            })
    private @Nullable List<Path> compare;

    @Option(
            names = "--factor",
            paramLabel = "X",
            converter = OptionValues.Factor.class,
            description = "What takes X times as long is slower (default: ${DEFAULT-VALUE}).")
    private double factor = 1.2;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Override
    public Integer call() {
        if ((quick ? 1 : 0) + (draw == null ? 0 : 1) + (compare == null ? 0 : 1) > 1) {
            throw new ParameterException(spec.commandLine(), "choose one of --quick, --draw and --compare");
        }
        try {
            return compare == null ? measureOrDraw() : compare(compare.get(0), compare.get(1));
        } catch (BenchmarkException problem) {
            throw new InputException(String.valueOf(problem.getMessage()));
        }
    }

    private int compare(Path before, Path after) {
        Comparison comparison = Comparison.of(ResultsFile.read(before), ResultsFile.read(after));
        spec.commandLine().getOut().print(comparison.report(factor));
        return comparison.slowerThan(factor).isEmpty() ? Main.FINE : Main.CHECK_FAILED;
    }

    private int measureOrDraw() {
        Results drawn = draw == null ? null : ResultsFile.read(draw);
        OutputFolder folder = OutputFolder.prepare(out, Pictures.names().toArray(new String[0]));
        if (drawn == null) {
            drawn = measured();
            print(folder.write(drawn.fileName() + ".json", ResultsFile.bytes(drawn)));
        }
        Pictures.of(drawn).forEach((name, bytes) -> print(folder.write(name, bytes)));
        return Main.FINE;
    }

    private Results measured() {
        RunOptions.requireThreads();
        LogLines.toStderr();
        PrintWriter err = spec.commandLine().getErr();
        return ServiceLoader.load(BenchmarkSuite.class)
                .findFirst()
                .orElseThrow(() -> new InputException("the benchmarks are not on the class path: start this command by"
                        + " ./gradj, or with the class path benchmarks/target/benchmarks.jar"))
                .measure(quick, err)
                .withPercentOfPeak();
    }

    private void print(Path file) {
        spec.commandLine().getOut().println(file);
    }
}
