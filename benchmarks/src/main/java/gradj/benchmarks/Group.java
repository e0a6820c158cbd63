package gradj.benchmarks;

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

    @Override
    public String toString() {
        return benchmark + " " + parameters;
    }
}
