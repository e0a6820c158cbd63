package gradj.benchmarks;

import gradj.backend.BackendReport;
import gradj.backend.Backends;
import gradj.cli.bench.BenchmarkException;
import gradj.cli.bench.BenchmarkSuite;
import gradj.cli.bench.Machine;
import gradj.cli.bench.Results;
import gradj.cli.bench.Results.MeasuredBackend;
import gradj.cli.bench.Score;
import gradj.spi.DType;
import gradj.spi.DeviceInfo;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** The benchmarks of this module, run by JMH in JVMs of their own. */
public final class JmhSuite implements BenchmarkSuite {
    /** It says what is right, and is never used for its speed. */
    private static final String REFERENCE = "reference";

    @Override
    public Results measureQuickly(List<String> backends, PrintWriter progress) {
        List<BackendReport> reports = reports(backends);
        return measure(Plan.quick(measurable(reports)), true, reports, progress);
    }

    @Override
    public Results measure(List<String> backends, int forks, PrintWriter progress) {
        List<BackendReport> reports = reports(backends);
        return measure(Plan.full(measurable(reports), forks), false, reports, progress);
    }

    private static List<BackendReport> reports(List<String> backends) {
        Backends.askAll();
        return Backends.report().stream()
                .filter(report -> backends.isEmpty()
                        || backends.contains(report.candidate().name()))
                .toList();
    }

    /** The backends that can run here, by the dtypes that they compute in. */
    private static Function<DType, List<String>> measurable(List<BackendReport> reports) {
        return dtype -> reports.stream()
                .filter(report -> report.dtypes().contains(dtype))
                .map(report -> report.candidate().name())
                .filter(name -> !name.equals(REFERENCE))
                .toList();
    }

    /** Measures by a plan, group after group. */
    static Results measure(Plan plan, boolean quick, List<BackendReport> reports, PrintWriter out) {
        String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        List<MeasuredBackend> backends =
                reports.stream().map(JmhSuite::measured).toList();
        backends.stream()
                .filter(backend -> !backend.skipped().isEmpty())
                .forEach(backend -> out.println("skipped: " + backend.name() + ": " + backend.skipped()));
        Progress progress = new Progress(
                out, plan.groups().stream().mapToInt(Group::combinations).sum());
        List<Score> scores = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        Set<String> flags = new LinkedHashSet<>();
        for (Group group : plan.groups()) {
            if (group.combinations() == 0) {
                continue; // no backend computes in this dtype
            }
            if (plan.leavesOut(group, ManagementFactory.getRuntimeMXBean().getUptime() / 1000, scores)) {
                leftOut.add(group.toString());
                continue;
            }
            for (RunResult result : run(plan, group, progress)) {
                scores.add(Scores.of(result));
                flags.addAll(result.getParams().getJvmArgs());
            }
        }
        if (!leftOut.isEmpty()) {
            out.println("left out, for want of time: " + leftOut.size());
        }
        out.flush();
        return new Results(
                Results.FORMAT,
                date,
                quick,
                Machine.here(folder(), List.copyOf(flags)),
                backends,
                List.copyOf(scores),
                progress.refused(),
                List.copyOf(leftOut));
    }

    private static Iterable<RunResult> run(Plan plan, Group group, Progress progress) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\." + group.benchmark().replace(".", "\\.") + "$")
                .threads(group.threads())
                .addProfiler(GCProfiler.class);
        group.parameters().forEach((name, values) -> options.param(name, values.toArray(new String[0])));
        plan.apply(group, options);
        try {
            return new Runner(options.build(), progress).run();
        } catch (RunnerException problem) { // another JMH is running, for one
            throw new BenchmarkException("benchmarks cannot run: " + problem.getMessage());
        }
    }

    private static MeasuredBackend measured(BackendReport report) {
        String name = report.candidate().name();
        if (name.equals(REFERENCE)) {
            return new MeasuredBackend(name, "", "it says what is right and is not made for speed");
        }
        Optional<DeviceInfo> device = report.device();
        if (device.isEmpty()) {
            return new MeasuredBackend(
                    name, "", report.candidate().availability().toString());
        }
        DeviceInfo info = device.get();
        String threads = info.threads() == 0 ? "" : ", threads: " + info.threads();
        String simd = info.simd().isEmpty() ? "" : ", SIMD: " + info.simd();
        return new MeasuredBackend(name, info.description() + threads + simd, "");
    }

    /** Where this class lies: inside the sources, when it was built there. */
    private static Path folder() {
        try {
            Path file = Path.of(JmhSuite.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path folder = file.getParent();
            return folder == null ? Path.of(".") : folder;
        } catch (URISyntaxException cannotBe) { // a class path's own address
            throw new IllegalStateException(cannotBe);
        }
    }
}
