package gradj.cli;

import gradj.backend.Backends;
import gradj.cli.bench.BenchmarkException;
import gradj.cli.bench.BenchmarkSuite;
import gradj.cli.bench.ColdResults;
import gradj.cli.bench.Comparison;
import gradj.cli.bench.Pictures;
import gradj.cli.bench.Results;
import gradj.cli.bench.ResultsFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    private static final double FACTOR = 1.2;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--quick", description = "Measure a selection in less than two minutes: a first look.")
    private boolean quick;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "Measure this one only; may be repeated (default: every one that can run here).")
    private List<String> backends = List.of();

    @Option(
            names = "--forks",
            paramLabel = "N",
            converter = OptionValues.Count.class,
            description = "JVMs that measure each benchmark of the whole suite, one after the other (default: "
                    + BenchmarkSuite.FORKS + ").")
    private @Nullable Integer forks;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FOLDER",
            converter = OptionValues.FileName.class,
            description = {
                "Where results, pictures and tables go (default: ${DEFAULT-VALUE}).",
                "Results of an earlier run stay, its pictures and tables are replaced: --draw makes them anew."
            })
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
            description = "With --compare: what takes X times as long is slower (default: " + FACTOR + ").")
    private @Nullable Double factor;

    @Mixin
    private final ColdOptions cold = new ColdOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Override
    public Integer call() {
        if ((quick ? 1 : 0) + (draw == null ? 0 : 1) + (compare == null ? 0 : 1) + (cold.isAsked() ? 1 : 0) > 1) {
            throw new ParameterException(spec.commandLine(), "choose one of --quick, --draw, --compare and --cold");
        }
        cold.requireFitting();
        if (factor != null && compare == null) {
            throw new ParameterException(spec.commandLine(), "--factor belongs to --compare");
        }
        if (cold.isAsked() && !backends.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--backend: with --cold, name it in --work");
        }
        if (forks != null && (quick || draw != null || compare != null || cold.isAsked())) {
            throw new ParameterException(spec.commandLine(), "--forks belongs to the whole suite");
        }
        backends.forEach(Backends::get); // one that cannot run is told before anything is measured
        try {
            if (cold.isAsked()) {
                return measureCold();
            }
            return compare == null ? measureOrDraw() : compare(compare.get(0), compare.get(1));
        } catch (BenchmarkException problem) {
            throw new InputException(String.valueOf(problem.getMessage()));
        }
    }

    private int measureCold() {
        OutputFolder folder = OutputFolder.prepare("--out", out);
        PrintWriter lines = spec.commandLine().getOut();
        ColdResults results = cold.measure(lines);
        print(folder.writeNew(results.fileName(), ".json", results.bytes()));
        cold.printJson(results, lines);
        return Main.FINE;
    }

    private int compare(Path before, Path after) {
        double limit = factor == null ? FACTOR : factor;
        Comparison comparison = Comparison.of(ResultsFile.read(before), ResultsFile.read(after));
        spec.commandLine().getOut().print(comparison.report(limit));
        return comparison.slowerThan(limit).isEmpty() ? Main.FINE : Main.CHECK_FAILED;
    }

    private int measureOrDraw() {
        Results drawn = draw == null ? null : ResultsFile.read(draw);
        OutputFolder folder =
                OutputFolder.prepare("--out", out, Pictures.names().toArray(new String[0]));
        if (drawn == null) {
            drawn = measured();
            print(folder.writeNew(drawn.fileName(), ".json", ResultsFile.bytes(drawn)));
        }
        pictures(drawn).forEach((name, bytes) -> print(folder.write(name, bytes)));
        return Main.FINE;
    }

    /** What a file holds may be right one by one, and make no picture together. */
    private Map<String, byte[]> pictures(Results drawn) {
        try {
            return Pictures.of(drawn);
        } catch (RuntimeException problem) {
            if (draw == null) {
                throw problem;
            }
            throw new InputException(draw + ": these results cannot be drawn: " + problem);
        }
    }

    private Results measured() {
        RunOptions.requireThreads();
        LogLines.toStderr();
        PrintWriter err = spec.commandLine().getErr();
        BenchmarkSuite suite = ServiceLoader.load(BenchmarkSuite.class)
                .findFirst()
                .orElseThrow(() -> new InputException("the benchmarks are not on the class path: start this command by"
                        + " ./gradj, or with the class path benchmarks/target/benchmarks.jar"));
        Results results = quick
                ? suite.measureQuickly(backends, err)
                : suite.measure(backends, forks == null ? BenchmarkSuite.FORKS : forks, err);
        return results.withPercentOfPeak();
    }

    private void print(Path file) {
        spec.commandLine().getOut().println(file);
    }
}
