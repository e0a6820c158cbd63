package gradj.benchmarks;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/** A line for each benchmark, and why those without a result have none; what else JMH prints is not shown. */
final class Progress implements OutputFormat {
    private static final Pattern THROWN = Pattern.compile("(?m)^(?:Caused by: )?[\\w.$]+(?:Exception|Error): (.*)$");

    private final PrintWriter out;
    private final int total;
    private final List<String> refused = new ArrayList<>();
    private final StringBuilder printed = new StringBuilder();
    private int done;
    private @Nullable String running;

    /** Prints to {@code out}; {@code total} benchmarks will come. */
    Progress(PrintWriter out, int total) {
        this.out = out;
        this.total = total;
    }

    /** The benchmarks that did not run, with the reason. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    @Override
    public void startBenchmark(BenchmarkParams params) {
        endWithoutResult();
        running = Scores.name(params) + " " + Scores.parameters(params);
        printed.setLength(0);
        done++;
    }

    @Override
    public void endBenchmark(@Nullable BenchmarkResult result) {
        if (result != null) {
            Result<?> primary = result.getPrimaryResult();
            String format = primary.getScore() < 1000 ? "%.4g %s" : "%,.0f %s";
            show(String.format(Locale.ROOT, format, primary.getScore(), primary.getScoreUnit()));
            running = null;
        }
    }

    @Override
    public void endRun(Collection<RunResult> results) {
        endWithoutResult();
    }

    private void endWithoutResult() {
        if (running != null) {
            String reason = reason();
            show("refused: " + reason);
            refused.add(running + ": " + reason);
            running = null;
        }
    }

    /** The innermost exception's message. */
    private String reason() {
        String reason = "no result";
        Matcher thrown = THROWN.matcher(printed);
        while (thrown.find()) {
            reason = thrown.group(1);
        }
        return reason;
    }

    private void show(String outcome) {
        out.printf("[%d/%d] %s: %s%n", done, total, running, outcome);
        out.flush();
    }

    @Override
    public void print(String text) {
        printed.append(text);
    }

    @Override
    public void println(String text) {
        printed.append(text).append('\n');
    }

    @Override
    public void verbosePrintln(String text) {
        println(text);
    }

    @Override
    public void write(int character) {
        printed.append((char) character);
    }

    @Override
    public void write(byte[] text) {
        printed.append(new String(text, StandardCharsets.UTF_8));
    }

    @Override
    public void startRun() {
        // the first benchmark says enough
    }

    @Override
    public void iteration(BenchmarkParams benchmark, IterationParams params, int iteration) {
        // a line each would be too many
    }

    @Override
    public void iterationResult(
            BenchmarkParams benchmark, IterationParams params, int iteration, IterationResult data) {
        // a line each would be too many
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
