package gradj.cli.bench;

import java.io.PrintWriter;
import java.util.List;

/**
 * What measures, found by {@link java.util.ServiceLoader}: the module {@code benchmarks}, which is on the class path for
 * the command {@code bench} alone, so that no other command carries JMH.
 */
public interface BenchmarkSuite {
    /** JVMs one after the other in which each benchmark of the whole suite is measured, as a rule. */
    int FORKS = 5;

    /**
     * Measures a selection in less than two minutes.
     *
     * @param backends those to measure; all that can run here when empty
     * @param progress gets a line for each result
     * @throws BenchmarkException if measuring cannot start
     */
    Results measureQuickly(List<String> backends, PrintWriter progress);

    /**
     * Measures everything, which takes hours.
     *
     * @param backends those to measure; all that can run here when empty
     * @param forks JVMs one after the other, in each of which every benchmark is measured
     * @param progress gets a line for each result
     * @throws BenchmarkException if measuring cannot start
     */
    Results measure(List<String> backends, int forks, PrintWriter progress);
}
