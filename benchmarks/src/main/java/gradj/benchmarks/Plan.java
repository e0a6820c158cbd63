package gradj.benchmarks;

import gradj.backend.array.Parallel;
import gradj.cli.bench.Score;
import gradj.spi.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * What is measured, in this order: the rulers, then what matters most.
 *
 * @param groups the benchmarks
 * @param forks JVMs one after the other, in each of which a benchmark is measured
 * @param warmup of a fork, in milliseconds; 0 for warm-up and iterations as the benchmark's annotations say
 * @param iterations of a fork, when {@code warmup} is given; one takes a twentieth of the warm-up
 * @param latestStart seconds after which no further group is begun
 */
record Plan(List<Group> groups, int forks, int warmup, int iterations, int latestStart) {
    private static final String NUMERICAL = "GradientBenchmark.numerical";
    private static final List<String> SQUARES = List.of("16", "32", "64", "128", "256", "512", "1024", "2048");
    private static final List<String> MATRICES =
            List.of("16x16", "64x64", "256x256", "1024x1024", "2048x2048", "100x784", "100x50");
    private static final List<String> MATRIX_BENCHMARKS = List.of(
            "ElementwiseBenchmark.plus",
            "ElementwiseBenchmark.plusBias",
            "ElementwiseBenchmark.relu",
            "ElementwiseBenchmark.exp",
            "TransposeBenchmark.transpose",
            "ReductionBenchmark.sumOfColumns",
            "ReductionBenchmark.sumOfRows",
            "ReductionBenchmark.maxOfRows",
            "SoftmaxCrossEntropyBenchmark.loss",
            "SoftmaxCrossEntropyBenchmark.lossAndGradient");

    /** Everything; a backend is measured in the dtypes that it computes with. */
    static Plan full(Function<DType, List<String>> backends, int forks) {
        List<Group> groups = new ArrayList<>();
        for (int threads : new int[] {Parallel.configuredThreads(), 1}) {
            if (threads > 1 || groups.isEmpty()) {
                groups.add(ruler("PeakBenchmark.float32", threads));
                groups.add(ruler("PeakBenchmark.float64", threads));
            }
        }
        groups.add(copies("16384", "262144", "4194304", "67108864"));
        List<String> products =
                new ArrayList<>(SQUARES.stream().map(n -> n + "x" + n + "x" + n).toList());
        products.addAll(List.of("100x50x784", "t784x50x100"));
        groups.add(sized("DotBenchmark.dot", DType.FLOAT32, backends, products));
        groups.add(sized("DotBenchmark.dot", DType.FLOAT64, backends, products));
        List<String> hidden = List.of("1", "5", "10", "50");
        // Numerical differentiation is always float64: so is what it is compared with.
        groups.add(net("GradientBenchmark.backprop", DType.FLOAT64, backends, hidden, List.of("1", "3", "100")));
        groups.add(net(NUMERICAL, DType.FLOAT64, backends, hidden, List.of("1", "3")));
        // The large net and batch would take minutes a call.
        groups.add(net(NUMERICAL, DType.FLOAT64, backends, List.of("1", "5"), List.of("100")));
        groups.add(net("GradientBenchmark.backprop", DType.FLOAT32, backends, hidden, List.of("1", "3", "100")));
        groups.add(net("TrainingStepBenchmark.step", DType.FLOAT32, backends, List.of("50"), List.of("1", "100")));
        for (String benchmark : MATRIX_BENCHMARKS) {
            groups.add(sized(benchmark, DType.FLOAT32, backends, MATRICES));
        }
        return new Plan(List.copyOf(groups), forks, 0, 0, Integer.MAX_VALUE);
    }

    /**
     * One fork and short iterations, one benchmark after the other, so that the clock is looked at in between: 36 for four
     * backends, at 2 to 2.5 s each on 2 cores.
     */
    static Plan quick(Function<DType, List<String>> backends) {
        List<Group> groups = new ArrayList<>();
        groups.add(ruler("PeakBenchmark.float32", Parallel.configuredThreads()));
        groups.add(copies("4194304"));
        groups.add(product("512", backends));
        for (String hidden : List.of("1", "10")) {
            for (String method : List.of("GradientBenchmark.backprop", NUMERICAL)) {
                groups.add(net(method, DType.FLOAT64, backends, List.of(hidden), List.of("3")));
            }
        }
        groups.add(product("64", backends));
        groups.add(net("TrainingStepBenchmark.step", DType.FLOAT32, backends, List.of("50"), List.of("100")));
        groups.add(product("16", backends));
        groups.add(sized("ElementwiseBenchmark.plus", DType.FLOAT32, backends, List.of("1024x1024")));
        List<Group> single = groups.stream().flatMap(Group::byBackend).toList();
        return new Plan(single, 1, 1200, 4, 90);
    }

    /** Whether no time is left for a group, after so many seconds and the scores of those before. */
    boolean leavesOut(Group group, long seconds, List<Score> before) {
        boolean isQuick = latestStart < Integer.MAX_VALUE;
        return seconds > latestStart || (isQuick && before.stream().anyMatch(group::isAsSlowAs));
    }

    private static Group product(String n, Function<DType, List<String>> backends) {
        return sized("DotBenchmark.dot", DType.FLOAT32, backends, List.of(n + "x" + n + "x" + n));
    }

    private static Group ruler(String benchmark, int threads) {
        return new Group(benchmark, Map.of(), threads);
    }

    private static Group copies(String... bytes) {
        return new Group("CopyBenchmark.copy", Map.of("bytes", List.of(bytes)), Parallel.configuredThreads());
    }

    private static Group sized(
            String benchmark, DType dtype, Function<DType, List<String>> backends, List<String> sizes) {
        return new Group(benchmark, parameters(dtype, backends, Map.of("size", sizes)), 1);
    }

    private static Group net(
            String benchmark,
            DType dtype,
            Function<DType, List<String>> backends,
            List<String> hidden,
            List<String> batch) {
        return new Group(benchmark, parameters(dtype, backends, Map.of("hidden", hidden, "batch", batch)), 1);
    }

    private static Map<String, List<String>> parameters(
            DType dtype, Function<DType, List<String>> backends, Map<String, List<String>> others) {
        Map<String, List<String>> parameters = new TreeMap<>(others);
        parameters.put("backend", backends.apply(dtype));
        parameters.put("dtype", List.of(dtype.name()));
        return parameters;
    }

    /** Sets forks and times where this plan has its own; a numerical gradient may take seconds, and is called once. */
    void apply(Group group, ChainedOptionsBuilder options) {
        options.forks(forks);
        if (warmup > 0) {
            options.warmupIterations(1)
                    .warmupTime(TimeValue.milliseconds(warmup))
                    .measurementIterations(group.benchmark().equals(NUMERICAL) ? 1 : iterations)
                    .measurementTime(TimeValue.milliseconds(Math.max(1, warmup / 20)));
        }
    }
}
