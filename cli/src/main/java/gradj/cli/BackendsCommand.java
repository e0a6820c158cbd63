package gradj.cli;

import gradj.backend.BackendReport;
import gradj.backend.BackendUnavailableException;
import gradj.backend.Backends;
import gradj.backend.Candidate;
import gradj.spi.DType;
import gradj.spi.DeviceInfo;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gradj backends}: what can compute here, how fast, and what fixes the rest. */
@Command(name = "backends", description = "List the backends: available or why not, device, threads, SIMD, speed.")
final class BackendsCommand implements Callable<Integer> {
    private static final String ROW = "%-10s %-15s %-12s %7s  %-26s %-16s %s%n";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--json", description = "The last line of the output is a JSON object.")
    private boolean json;

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
        List<Json> rows = new ArrayList<>();
        Backends.askAll();
        for (BackendReport report : Backends.report()) {
            DotSpeed speed = report.dtypes().contains(DType.FLOAT32)
                    ? DotSpeed.of(Backends.get(report.candidate().name()))
                    : null;
            out.print(row(report, speed));
            out.flush();
            rows.add(json(report, speed));
        }
        out.println(chosen());
        if (json) {
            out.println(new Json().put("backends", rows).put("chosen", chosenName()));
        }
        return Main.FINE;
    }

    private static String row(BackendReport report, @Nullable DotSpeed speed) {
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
                        speed == null ? "-" : speed)
                + more;
    }

    private static Json json(BackendReport report, @Nullable DotSpeed speed) {
        Candidate candidate = report.candidate();
        Json json = new Json()
                .put("name", candidate.name())
                .put("version", candidate.version())
                .put("available", report.device().isPresent());
        if (report.device().isEmpty()) {
            return json.put("reason", candidate.availability().toString());
        }
        DeviceInfo device = report.device().get();
        json.put("device", device.description())
                .put("threads", device.threads())
                .put("simd", device.simd())
                .put("dtypes", report.dtypes().stream().map(DType::toString).toList());
        return speed == null
                ? json
                : json.put("dotSize", speed.n())
                        .put("dotGflops", speed.gflops())
                        .put("dotWarm", speed.isWarm());
    }

    /** Empty where there is none. */
    private static String chosenName() {
        try {
            return Backends.get().name();
        } catch (BackendUnavailableException none) {
            return "";
        }
    }

    private static String chosen() {
        try {
            return "used without --backend: " + Backends.get().name();
        } catch (BackendUnavailableException problem) {
            return "used without --backend: none: " + problem.getMessage();
        }
    }
}
