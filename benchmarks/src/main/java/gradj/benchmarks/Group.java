package gradj.benchmarks;

import gradj.cli.bench.Score;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One benchmark with all combinations of some values of its parameters.
 *
 * @param benchmark class and method, as in {@code DotBenchmark.dot}
 * @param parameters the values of each
 * @param threads that call it at once; more than 1 for the rulers only
 */
record Group(String benchmark, Map<String, List<String>> parameters, int threads) {
    /** In microseconds; as a rule the next larger size then takes many times as long. */
    private static final double SLOW = 500_000;

    /** As many measurements as this is. */
    int combinations() {
        return parameters.values().stream().mapToInt(List::size).reduce(1, (a, b) -> a * b);
    }

    /** One group for each backend; a ruler remains as it is. */
    Stream<Group> byBackend() {
        if (!parameters.containsKey("backend")) {
            return Stream.of(this);
        }
        return parameters.getOrDefault("backend", List.of()).stream().map(backend -> {
            Map<String, List<String>> single = new TreeMap<>(parameters);
            single.put("backend", List.of(backend));
            return new Group(benchmark, single, threads);
        });
    }

    /** Whether a smaller size of the same benchmark on the same backend took a second a call, or nearly. */
    boolean isAsSlowAs(Score smaller) {
        return smaller.benchmark().equals(benchmark)
                && parameters.getOrDefault("backend", List.of()).contains(smaller.backend())
                && smaller.microseconds() > SLOW;
    }

    @Override
    public String toString() {
        return benchmark + " " + parameters;
    }
}
