package gradj.vector;

import java.util.Arrays;

/** Measures several ways to the same result against each other. */
final class SideBySide {
    private SideBySide() {}

    /**
     * Microseconds that each task takes in its quickest round; each in turn, so that what else the machine does meets all of
     * them alike.
     */
    static double[] best(Runnable[] tasks, long warmUpNanos, int rounds, long roundNanos) {
        int[] repeats = new int[tasks.length];
        for (int i = 0; i < tasks.length; i++) {
            run(tasks[i], warmUpNanos);
            repeats[i] = run(tasks[i], roundNanos);
        }
        double[] best = new double[tasks.length];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < tasks.length; i++) {
                long start = System.nanoTime();
                for (int j = 0; j < repeats[i]; j++) {
                    tasks[i].run();
                }
                best[i] = Math.min(best[i], (System.nanoTime() - start) / 1e3 / repeats[i]);
            }
        }
        return best;
    }

    /** How often a task runs in this time; once at least. */
    private static int run(Runnable task, long nanos) {
        long start = System.nanoTime();
        int count = 0;
        do {
            task.run();
            count++;
        } while (System.nanoTime() - start < nanos);
        return count;
    }
}
