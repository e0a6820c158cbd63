package gradj.jblas;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures several ways to the same result against each other. */
final class SideBySide {
    private SideBySide() {}

    record Candidate(String name, Runnable task) {}

    private static final class Times {
        final List<Double> micros = new ArrayList<>();

        double best() {
            return micros.stream().mapToDouble(x -> x).min().orElseThrow();
        }

        double median() {
            double[] sorted = micros.stream().mapToDouble(x -> x).sorted().toArray();
            return sorted[sorted.length / 2];
        }
    }

    /** Each candidate in turn, many rounds: what else the machine does meets all of them alike. */
    static void report(String what, double flops, List<Candidate> candidates, int rounds) {
        if (!what.contains(System.getProperty("gradj.speed", ""))) {
            return;
        }
        List<Times> times = new ArrayList<>();
        int[] repeats = new int[candidates.size()];
        for (int i = 0; i < repeats.length; i++) {
            times.add(new Times());
            Runnable task = candidates.get(i).task();
            long start = System.nanoTime();
            int count = 0;
            while (System.nanoTime() - start < 200_000_000 || count == 0) { // warm up
                task.run();
                count++;
            }
            repeats[i] = Math.max(1, count / 100);
        }
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < repeats.length; i++) {
                Runnable task = candidates.get(i).task();
                boolean slow = repeats[i] == 1
                        && !times.get(i).micros.isEmpty()
                        && times.get(i).best() > 500_000;
                if (slow && round > 1) {
                    continue;
                }
                long start = System.nanoTime();
                for (int j = 0; j < repeats[i]; j++) {
                    task.run();
                }
                times.get(i).micros.add((System.nanoTime() - start) / 1e3 / repeats[i]);
            }
        }
        StringBuilder line = new StringBuilder(what).append(':');
        for (int i = 0; i < repeats.length; i++) {
            Times taken = times.get(i);
            line.append(String.format(
                    Locale.ROOT,
                    "  %s %.3g us best, %.3g median",
                    candidates.get(i).name(),
                    taken.best(),
                    taken.median()));
            if (flops > 0) {
                line.append(String.format(
                        Locale.ROOT,
                        " (%.3g, %.3g GFLOP/s)",
                        flops / taken.best() / 1e3,
                        flops / taken.median() / 1e3));
            }
            if (i > 0) {
                line.append(String.format(
                        Locale.ROOT, " x%.2f", taken.median() / times.get(0).median()));
            }
        }
        System.out.println(line);
    }
}
