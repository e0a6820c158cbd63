package gradj.cli.bench;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One benchmark, measured with one set of parameters.
 *
 * @param benchmark class and method, as in {@code DotBenchmark.dot}
 * @param parameters backend, dtype, size and what else the benchmark has
 * @param value the median of the forks
 * @param unit of the value: {@code ops/ms} or {@code us/op}
 * @param error half of JMH's 99.9 % confidence interval of the mean; null where there are too few values
 * @param forks the median of each fork, a JVM of its own
 * @param rates what follows from it, by unit: GFLOP/s, GB/s, or B/op for the bytes that a call allocates
 * @param percentOfPeak the rate as a part of the ruler's in the same run; null where no ruler fits
 */
public record Score(
        String benchmark,
        Map<String, String> parameters,
        double value,
        String unit,
        @Nullable Double error,
        List<Double> forks,
        Map<String, Double> rates,
        @Nullable Double percentOfPeak) {
    /** Floating-point operations. */
    public static final String FLOPS = "GFLOP/s";

    /** Bytes read and written. */
    public static final String BYTES = "GB/s";

    /** Bytes allocated by a call. */
    public static final String ALLOCATED = "B/op";

    /** Calls by time. */
    public static final String CALLS = "ops/ms";

    /** Time of a call. */
    public static final String TIME = "us/op";

    /** A parameter's value, empty where the benchmark does not have it. */
    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** The backend that computed; empty for a ruler. */
    public String backend() {
        return parameter("backend");
    }

    /** The time of one call in microseconds. */
    public double microseconds() {
        return unit.equals(CALLS) ? 1000 / value : value;
    }

    /** What is measured, but for the backend: equal names can be compared. */
    String work() {
        return name("backend");
    }

    /** What is measured, but for backend and size. */
    String operation() {
        return name("backend", "size", "hidden");
    }

    /** Benchmark and parameters, as in {@code DotBenchmark.dot backend=java dtype=FLOAT32 size=16x16x16}. */
    String name(String... without) {
        List<String> absent = List.of(without);
        return parameters.entrySet().stream()
                .filter(parameter -> !absent.contains(parameter.getKey()))
                .map(parameter -> " " + parameter.getKey() + "=" + parameter.getValue())
                .sorted()
                .collect(Collectors.joining("", benchmark, ""));
    }

    /** n of square matrices, or the hidden neurons of a net; nothing for other shapes. */
    OptionalInt length() {
        String[] lengths = (parameter("hidden").isEmpty() ? parameter("size") : parameter("hidden")).split("x", -1);
        boolean isSquare = List.of(lengths).stream().allMatch(lengths[0]::equals);
        return isSquare && lengths[0].matches("[1-9][0-9]{0,8}")
                ? OptionalInt.of(Integer.parseInt(lengths[0]))
                : OptionalInt.empty();
    }
}
