package gradj.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * One benchmark with all combinations of some values of its parameters.
 *
 * @param benchmark class and method, as in {@code DotBenchmark.dot}
 * @param parameters the values of each
 * @param threads that call it at once; more than 1 for the rulers only
 */
record Group(String benchmark, Map<String, List<String>> parameters, int threads) {
    /** As many measurements as this is. */
    int combinations() {
        return parameters.values().stream().mapToInt(List::size).reduce(1, (a, b) -> a * b);
    }

    @Override
    public String toString() {
        return benchmark + " " + parameters;
    }
}
