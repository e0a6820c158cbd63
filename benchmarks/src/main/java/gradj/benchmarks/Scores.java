package gradj.benchmarks;

import gradj.cli.bench.Score;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** What JMH found, as gradj keeps it: medians, because a shared machine's outliers are all on one side. */
final class Scores {
    /** JMH's names of what stands beside the time, and the units they are kept by. */
    private static final Map<String, String> RATES = Map.of("gflops", Score.FLOPS, "gigabytes", Score.BYTES);

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private Scores() {}

    /** Of one benchmark with one set of parameters. */
    static Score of(RunResult result) {
        List<Double> forks =
                result.getBenchmarkResults().stream().map(Scores::medianOfFork).toList();
        double value = median(forks);
        Result<?> primary = result.getPrimaryResult();
        Map<String, Double> rates = new LinkedHashMap<>();
        result.getSecondaryResults().forEach((name, secondary) -> {
            String unit = RATES.get(name);
            if (unit != null) {
                // JMH's means divide to the work of a call, the same in all of them.
                rates.put(unit, value * secondary.getScore() / primary.getScore());
            } else if (name.equals(ALLOCATED)) {
                rates.put(Score.ALLOCATED, secondary.getScore());
            }
        });
        double error = primary.getScoreError();
        return new Score(
                name(result.getParams()),
                parameters(result.getParams()),
                value,
                primary.getScoreUnit(),
                Double.isFinite(error) ? error : null,
                forks,
                rates,
                null);
    }

    private static double medianOfFork(BenchmarkResult fork) {
        return median(fork.getIterationResults().stream()
                .map(iteration -> iteration.getPrimaryResult().getScore())
                .toList());
    }

    static double median(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : Arrays.stream(sorted, middle - 1, middle + 1).sum() / 2;
    }

    /** Class and method, without the package. */
    static String name(BenchmarkParams params) {
        String[] parts = params.getBenchmark().split("\\.", -1);
        return parts[parts.length - 2] + "." + parts[parts.length - 1];
    }

    /** The parameters; a ruler's has its threads among them. */
    static Map<String, String> parameters(BenchmarkParams params) {
        Map<String, String> parameters = new LinkedHashMap<>();
        params.getParamsKeys().forEach(name -> parameters.put(name, params.getParam(name)));
        if (!parameters.containsKey("backend")) {
            parameters.put("threads", String.valueOf(params.getThreads()));
        }
        return parameters;
    }
}
