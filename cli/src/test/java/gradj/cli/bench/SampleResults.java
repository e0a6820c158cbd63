package gradj.cli.bench;

import gradj.cli.bench.Results.MeasuredBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Results with round numbers. */
public final class SampleResults {
    private final List<Score> scores = new ArrayList<>();

    /** Adds the peak of float32 products. */
    SampleResults peak(double gflops) {
        return add("PeakBenchmark.float32", Map.of("threads", "2"), 1, Score.CALLS, Map.of(Score.FLOPS, gflops));
    }

    /** Adds the speed of copies that touch so many bytes in each of two threads. */
    SampleResults copy(long bytes, double gigabytes) {
        Map<String, String> parameters = Map.of("bytes", String.valueOf(bytes), "threads", "2");
        return add("CopyBenchmark.copy", parameters, 1, Score.CALLS, Map.of(Score.BYTES, gigabytes));
    }

    /** Adds a product of n x n matrices that takes so long. */
    SampleResults dot(String backend, int n, double microseconds) {
        Map<String, String> parameters = sized(backend, n + "x" + n + "x" + n);
        double gflops = 2.0 * n * n * n / microseconds / 1e3;
        return add("DotBenchmark.dot", parameters, 1000 / microseconds, Score.CALLS, Map.of(Score.FLOPS, gflops));
    }

    /** Adds a sum of n x n matrices that takes so long. */
    SampleResults plus(String backend, int n, double microseconds) {
        Map<String, String> parameters = sized(backend, n + "x" + n);
        double gigabytes = 12.0 * n * n / microseconds / 1e3;
        return add(
                "ElementwiseBenchmark.plus",
                parameters,
                1000 / microseconds,
                Score.CALLS,
                Map.of(Score.BYTES, gigabytes));
    }

    /** Adds a gradient of a batch of three. */
    SampleResults gradient(String method, String backend, int hidden, double microseconds) {
        Map<String, String> parameters =
                Map.of("backend", backend, "dtype", "FLOAT64", "hidden", String.valueOf(hidden), "batch", "3");
        return add("GradientBenchmark." + method, parameters, microseconds, Score.TIME, Map.of());
    }

    private static Map<String, String> sized(String backend, String size) {
        return Map.of("backend", backend, "dtype", "FLOAT32", "size", size);
    }

    private SampleResults add(
            String benchmark, Map<String, String> parameters, double value, String unit, Map<String, Double> rates) {
        scores.add(new Score(
                benchmark, new TreeMap<>(parameters), value, unit, null, List.of(value), new TreeMap<>(rates), null));
        return this;
    }

    Results results() {
        return new Results(
                Results.FORMAT,
                "2026-11-22T10:15:30Z",
                false,
                new Machine("AMD EPYC 9B14", 2, "Linux 6.1 amd64", "17.0.15", List.of("-Xmx1g"), "0123456789ab"),
                List.of(
                        new MeasuredBackend("java", "CPU, threads: 2", ""),
                        new MeasuredBackend("opencl", "", "not available: no device (install a driver)")),
                List.copyOf(scores),
                List.of("DotBenchmark.dot {backend=wrong}: dot is wrong"),
                List.of());
    }

    /** One of everything that is drawn. */
    public static Results complete() {
        SampleResults sample = new SampleResults().peak(200).copy(262144, 40).copy(67108864, 10);
        for (int n : new int[] {16, 64, 256, 1024}) {
            sample.dot("java", n, 1 + Math.pow(n, 3) / 2e4)
                    .dot("vector", n, 3 + Math.pow(n, 3) / 8e4)
                    .plus("java", n, 1 + n * n / 4e3)
                    .plus("vector", n, 1.1 + n * n / 5e3);
        }
        for (int hidden : new int[] {1, 5, 10, 50}) {
            double slower = 1;
            for (String backend : new String[] {"java", "vector", "jblas", "opencl"}) {
                sample.gradient("backprop", backend, hidden, slower * (5 + hidden))
                        .gradient("numerical", backend, hidden, slower * 2000 * hidden * (5 + hidden));
                slower *= 1.7;
            }
        }
        return sample.results().withPercentOfPeak();
    }
}
