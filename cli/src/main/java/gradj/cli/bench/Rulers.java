package gradj.cli.bench;

import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The machine's limits as one run measured them: what arithmetic or memory can do at most. */
final class Rulers {
    private static final String PEAK = "PeakBenchmark.";
    private static final String COPY = "CopyBenchmark.";

    private final Results results;

    Rulers(Results results) {
        this.results = results;
    }

    /** Whether this is a ruler itself. */
    static boolean isRuler(Score score) {
        return score.benchmark().startsWith(PEAK) || score.benchmark().startsWith(COPY);
    }

    /** The multiply-adds of all processors in GFLOP/s; nothing if they were not measured. */
    OptionalDouble peak(String dtype) {
        return rulers(PEAK)
                .filter(score -> score.benchmark().equalsIgnoreCase(PEAK + dtype))
                .mapToDouble(score -> score.rates().getOrDefault(Score.FLOPS, 0.0))
                .filter(rate -> rate > 0)
                .max();
    }

    /** The speed of a copy that touches as many bytes, in GB/s: arrays in the same cache, or in memory. */
    OptionalDouble copy(double bytes) {
        return rulers(COPY)
                .sorted(Comparator.comparingDouble((Score score) -> distance(score, bytes)))
                .limit(1)
                .mapToDouble(score -> score.rates().getOrDefault(Score.BYTES, 0.0))
                .filter(rate -> rate > 0)
                .findFirst();
    }

    /** Each thread of the ruler has arrays of its own, while the threads of an operation share its. */
    private static double distance(Score score, double bytes) {
        double touched = Double.parseDouble(score.parameter("bytes")) * Double.parseDouble(score.parameter("threads"));
        return Math.abs(Math.log(touched / bytes));
    }

    private Stream<Score> rulers(String prefix) {
        return results.scores().stream().filter(score -> score.benchmark().startsWith(prefix));
    }

    /** The limit of what limits this benchmark: memory if its rate is in bytes, else arithmetic. */
    OptionalDouble limit(Score score) {
        Double bytesRate = score.rates().get(Score.BYTES);
        // GB/s times microseconds are thousands of bytes.
        return bytesRate == null ? peak(score.parameter("dtype")) : copy(bytesRate * score.microseconds() * 1000);
    }

    /** The score with its part of the limit, if it has a rate and is no ruler. */
    Score judge(Score score) {
        Double rate = score.rates().getOrDefault(Score.FLOPS, score.rates().get(Score.BYTES));
        OptionalDouble limit = limit(score);
        Double percent = rate == null || isRuler(score) || limit.isEmpty() ? null : 100 * rate / limit.getAsDouble();
        return new Score(
                score.benchmark(),
                score.parameters(),
                score.value(),
                score.unit(),
                score.error(),
                score.forks(),
                score.rates(),
                percent);
    }
}
