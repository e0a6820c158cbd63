package gradj.cli.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whole processes, timed in turn: each round starts all of them once, every second one in the opposite order, so that a
 * machine that gets slower meanwhile does so for all.
 *
 * @param date when it began, as in {@code 2026-11-22T10:15:30Z}
 * @param machine what they ran on; its JDK is that of this process
 * @param rounds how often each ran, after one run that is not counted
 * @param works what was done
 */
public record ColdResults(String date, Machine machine, int rounds, List<Work> works) {
    /** So many rounds by default. */
    public static final int ROUNDS = 9;

    /** What one work took all those who did it; first of them is this build. */
    public record Work(String name, List<Entry> entries) {}

    /**
     * What one of them took.
     *
     * @param wallSeconds from start to end, in each round
     * @param cpuSeconds user and system time, in each round
     * @param peakMegabytes the largest resident set, 10^6 bytes, in each round; empty where the system does not tell
     * @param wall how the first entry's seconds compare to these; null for the first itself, as in the two that follow
     * @param cpu the same of CPU seconds
     * @param peak the same of peaks
     */
    public record Entry(
            String name,
            List<String> command,
            List<Double> wallSeconds,
            List<Double> cpuSeconds,
            List<Double> peakMegabytes,
            @Nullable Ratio wall,
            @Nullable Ratio cpu,
            @Nullable Ratio peak) {}

    /**
     * This build's value divided by another's, round by round.
     *
     * @param median of the rounds
     * @param lower a quarter of the rounds are at or below this
     * @param upper a quarter of the rounds are at or above this
     */
    public record Ratio(double median, double lower, double upper) {
        static Ratio of(List<Double> ours, List<Double> theirs) {
            double[] ratios = new double[ours.size()];
            Arrays.setAll(ratios, i -> ours.get(i) / theirs.get(i));
            return new Ratio(quantile(ratios, 0.5), quantile(ratios, 0.25), quantile(ratios, 0.75));
        }

        String text() {
            return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", median, lower, upper);
        }
    }

    /** Between the two values that are nearest. */
    static double quantile(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = part * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    private static double median(List<Double> values) {
        return quantile(values.stream().mapToDouble(Double::doubleValue).toArray(), 0.5);
    }

    /**
     * Times them.
     *
     * @throws BenchmarkException if one of them cannot be started, or fails
     */
    public static Work measure(String name, List<ColdEntrant> entrants, int rounds) {
        List<List<ColdProcess>> runs = new ArrayList<>();
        entrants.forEach(entrant -> runs.add(new ArrayList<>()));
        entrants.forEach(ColdProcess::run); // reads files into the system's memory, and builds what is not built
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < entrants.size(); i++) {
                int turn = round % 2 == 0 ? i : entrants.size() - 1 - i;
                runs.get(turn).add(ColdProcess.run(entrants.get(turn)));
            }
        }
        return work(name, entrants, runs);
    }

    /** What the runs of each, round by round, come to. */
    static Work work(String name, List<ColdEntrant> entrants, List<List<ColdProcess>> runs) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < entrants.size(); i++) {
            List<Double> walls = values(runs.get(i), ColdProcess::wallSeconds);
            List<Double> cpus = values(runs.get(i), ColdProcess::cpuSeconds);
            List<Double> peaks = values(runs.get(i), ColdProcess::peakMegabytes);
            boolean isFirst = i == 0;
            boolean tellsPeaks = !isFirst
                    && peaks.size() == walls.size()
                    && entries.get(0).peakMegabytes().size() == walls.size();
            entries.add(new Entry(
                    entrants.get(i).name(),
                    entrants.get(i).command(),
                    walls,
                    cpus,
                    peaks,
                    isFirst ? null : Ratio.of(entries.get(0).wallSeconds(), walls),
                    isFirst ? null : Ratio.of(entries.get(0).cpuSeconds(), cpus),
                    tellsPeaks ? Ratio.of(entries.get(0).peakMegabytes(), peaks) : null));
        }
        return new Work(name, List.copyOf(entries));
    }

    private static List<Double> values(List<ColdProcess> runs, Function<ColdProcess, @Nullable Double> value) {
        return runs.stream().map(value).filter(Objects::nonNull).toList();
    }

    /** Medians, and the ratios of pairs with their quartiles, of one work. */
    public static String report(Work work) {
        StringBuilder text = new StringBuilder(work.name()).append(System.lineSeparator());
        for (Entry entry : work.entries()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  wall %7.3f s  CPU %7.3f s  peak %5s MB  %s%n",
                    median(entry.wallSeconds()),
                    median(entry.cpuSeconds()),
                    entry.peakMegabytes().isEmpty()
                            ? "?"
                            : String.format(Locale.ROOT, "%.0f", median(entry.peakMegabytes())),
                    entry.name()));
            if (entry.wall() != null && entry.cpu() != null) {
                text.append(String.format(
                        Locale.ROOT,
                        "  this build / that one: wall %s, CPU %s%s%n",
                        entry.wall().text(),
                        entry.cpu().text(),
                        entry.peak() == null ? "" : ", peak " + entry.peak().text()));
            }
        }
        return text.toString();
    }

    /** The day and machine, as the name of a file without its ending. */
    public String fileName() {
        return date.substring(0, 10) + "-" + machine.shortName() + "-cold";
    }

    /** As a file. */
    public byte[] bytes() {
        Gson gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
        return (gson.toJson(this) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** As JSON in one line. */
    public String line() {
        return new GsonBuilder().disableHtmlEscaping().create().toJson(this);
    }
}
