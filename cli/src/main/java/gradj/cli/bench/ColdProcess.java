package gradj.cli.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one process took from its start to its end.
 *
 * @param wallSeconds as a clock on the wall tells them
 * @param cpuSeconds of all its threads and child processes, in user and system mode
 * @param peakMegabytes the most memory (resident set) that one of its processes had, in units of 10^6 bytes; null where the
 *     system does not tell
 */
record ColdProcess(
        double wallSeconds, double cpuSeconds, @Nullable Double peakMegabytes) {
    /** The shell's own count of what it waited for: whole processes, of any kind, on any system. */
    private static final String TIMED = "\"$@\"; code=$?; times >\"$0\"; exit $code";

    private static final Pattern TIME = Pattern.compile("(\\d+)m(\\d+[.,]?\\d*)s");

    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s*(\\d+) kB");

    /** A peak that is never shorter than this is seen, for the system remembers it as long as the process lives. */
    private static final int MILLISECONDS = 10;

    private static final int LONGEST_LINE = 300;

    /**
     * Runs a command to its end, with nothing to read and its output thrown away.
     *
     * @throws BenchmarkException if it cannot be started or fails, with the last line that it said
     */
    static ColdProcess run(ColdEntrant entrant) {
        try {
            Path folder = Files.createTempDirectory("gradj-cold");
            try {
                return run(entrant, folder);
            } finally {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(folder);
            }
        } catch (IOException problem) {
            throw new BenchmarkException(entrant.text() + ": cannot be timed: " + problem.getMessage());
        }
    }

    private static ColdProcess run(ColdEntrant entrant, Path folder) throws IOException {
        Path times = folder.resolve("times");
        Path said = folder.resolve("said");
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", TIMED, times.toString()));
        command.addAll(entrant.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        long start = System.nanoTime();
        Process process = builder.start();
        Thread stopped = new Thread(() -> end(process));
        Runtime.getRuntime().addShutdownHook(stopped); // Ctrl-C ends what was started here, too
        try {
            long peak = 0;
            while (!process.waitFor(MILLISECONDS, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, peak(process.pid()));
            }
            double wall = (System.nanoTime() - start) / 1e9;
            if (process.exitValue() != 0) {
                throw new BenchmarkException(
                        entrant.text() + " ended with " + process.exitValue() + ": " + lastLine(said));
            }
            return new ColdProcess(wall, cpuSeconds(Files.readString(times)), peak == 0 ? null : peak * 1024 / 1e6);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException(entrant.text() + ": interrupted");
        } finally {
            end(process);
            removeHook(stopped);
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // it runs already
        }
    }

    /**
     * Of what {@code times} of a POSIX shell prints, the second line: user and system time of the processes that it waited for, as
     * in {@code 0m1.23s 0m0.45s}.
     */
    static double cpuSeconds(String times) {
        List<String> lines = times.strip().lines().toList();
        Matcher time = TIME.matcher(lines.isEmpty() ? "" : lines.get(lines.size() - 1));
        double seconds = 0;
        while (time.find()) {
            seconds += 60 * Integer.parseInt(time.group(1))
                    + Double.parseDouble(time.group(2).replace(',', '.'));
        }
        return seconds;
    }

    /** The peak of a process or of one below it, in units of 1024 bytes; 0 where the system does not tell, or it has ended. */
    private static long peak(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        long peak = 0;
        try {
            Matcher told = PEAK.matcher(Files.readString(process.resolve("status")));
            peak = told.find() ? Long.parseLong(told.group(1)) : 0;
            String children = Files.readString(process.resolve("task/" + pid + "/children"));
            for (StringTokenizer each = new StringTokenizer(children); each.hasMoreTokens(); ) {
                peak = Math.max(peak, peak(Long.parseLong(each.nextToken())));
            }
        } catch (IOException notLinuxOrGone) {
            // what is known by now
        }
        return peak;
    }

    private static String lastLine(Path said) throws IOException {
        String text = new String(Files.readAllBytes(said), StandardCharsets.UTF_8);
        String last = text.strip().lines().reduce((before, line) -> line).orElse("it said nothing");
        return last.substring(0, Math.min(LONGEST_LINE, last.length()));
    }
}
