package gradj.cli;

import gradj.backend.BackendUnavailableException;
import gradj.backend.Backends;
import gradj.backend.Candidate;
import gradj.spi.DType;
import gradj.spi.DeviceInfo;
import gradj.spi.TensorBackend;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gradj backends}: what can compute here, how fast, and what mends the rest. */
@Command(name = "backends", description = "List the backends: available or why not, device, threads, SIMD, speed.")
final class BackendsCommand implements Callable<Integer> {
    private static final String ROW = "%-10s %-16s %7s  %-26s %s%n";

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
        out.printf(ROW, "backend", "device", "threads", "SIMD", "dot, float32");
        for (Candidate candidate : Backends.candidates()) {
            if (candidate.availability().isAvailable()) {
                out.print(row(candidate.name()));
            } else {
                out.printf("%-10s %s%n", candidate.name(), candidate.availability());
            }
            out.flush();
        }
        out.println(chosen());
        return Main.FINE;
    }

    private static String row(String name) {
        try {
            TensorBackend backend = Backends.get(name);
            DeviceInfo device = backend.device();
            return String.format(
                    Locale.ROOT,
                    ROW,
                    name,
                    device.description(),
                    device.threads() == 0 ? "-" : device.threads(),
                    device.simd().isEmpty() ? "-" : device.simd(),
                    backend.supports(DType.FLOAT32) ? speed(backend) : "-");
        } catch (BackendUnavailableException failed) {
            Throwable reason = failed.getCause() == null ? failed : failed.getCause();
            return "%-10s not available: it failed to start: %s%n".formatted(name, reason.getMessage());
        }
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
