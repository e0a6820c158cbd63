package gradj.cli;

import gradj.backend.BackendReport;
import gradj.backend.BackendUnavailableException;
import gradj.backend.Backends;
import gradj.backend.Candidate;
import gradj.spi.DType;
import gradj.spi.DeviceInfo;
import gradj.spi.TensorBackend;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gradj backends}: what can compute here, how fast, and what mends the rest. */
@Command(name = "backends", description = "List the backends: available or why not, device, threads, SIMD, speed.")
final class BackendsCommand implements Callable<Integer> {
    private static final String ROW = "%-10s %-15s %-12s %7s  %-26s %-16s %s%n";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Override
    public Integer call() {
        RunOptions.requireThreads();
        LogLines.toStderr();
        PrintWriter out = spec.commandLine().getOut();
        out.printf(ROW, "backend", "version", "device", "threads", "SIMD", "dtypes", "dot, float32");
        for (BackendReport report : Backends.report()) {
            out.print(row(report));
            out.flush();
        }
        out.println(chosen());
        return Main.FINE;
    }

    private static String row(BackendReport report) {
        Candidate candidate = report.candidate();
        if (report.device().isEmpty()) {
            return "%-10s %s%n".formatted(candidate.name(), candidate.availability());
        }
        DeviceInfo device = report.device().get();
        String[] description = device.description().split(": ", 2);
        String more = description.length == 1 ? "" : "%-10s %s%n".formatted("", description[1]);
        String dtypes = report.dtypes().stream().map(DType::toString).collect(Collectors.joining(" "));
        return String.format(
                        Locale.ROOT,
                        ROW,
                        candidate.name(),
                        candidate.version(),
                        description[0],
                        device.threads() == 0 ? "-" : device.threads(),
                        device.simd().isEmpty() ? "-" : device.simd(),
                        dtypes,
                        report.dtypes().contains(DType.FLOAT32) ? speed(Backends.get(candidate.name())) : "-")
                + more;
    }

    private static String speed(TensorBackend backend) {
        DotSpeed speed = DotSpeed.of(backend);
        return String.format(Locale.ROOT, "%.3g GFLOP/s (%d^3)", speed.gflops(), speed.n());
    }

    private static String chosen() {
        try {
            return "used without --backend: " + Backends.get().name();
        } catch (BackendUnavailableException problem) {
            return "used without --backend: none: " + problem.getMessage();
        }
    }
}
