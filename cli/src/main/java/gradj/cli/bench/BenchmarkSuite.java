package gradj.cli.bench;

import java.io.PrintWriter;

/**
 * What measures, found by {@link java.util.ServiceLoader}: the module {@code benchmarks}, which is on the class path for
 * the command {@code bench} alone, so that no other command carries JMH.
 */
public interface BenchmarkSuite {
    /**
     * Measures every backend that can run here, which takes hours.
     *
     * @param quick whether to measure a selection that takes less than two minutes
     * @param progress gets a line for each result
     * @throws BenchmarkException if measuring cannot start
     */
    Results measure(boolean quick, PrintWriter progress);
}
