package gradj.cli.bench;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** The picture of products of square matrices: how much of the processor each backend uses, over the size. */
final class DotPicture {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 520;
    private static final String DTYPE = "FLOAT32";

    private DotPicture() {}

    /** A PNG file; nothing if the results have no such products. */
    static Optional<byte[]> png(Results results) {
        List<Score> products = results.scores().stream()
                .filter(score -> score.benchmark().equals("DotBenchmark.dot")
                        && score.parameter("dtype").equals(DTYPE)
                        && score.length().isPresent()
                        && score.rates().containsKey(Score.FLOPS))
                .sorted(Comparator.comparingInt(DotPicture::length))
                .toList();
        return products.isEmpty() ? Optional.empty() : Optional.of(draw(products, new Rulers(results).peak(DTYPE)));
    }

    private static byte[] draw(List<Score> products, OptionalDouble peak) {
        XYChart chart = new XYChartBuilder()
                .title("Product of two n x n matrices, float32")
                .xAxisTitle("n, rows and columns of each matrix")
                .yAxisTitle("GFLOP/s: billions of floating-point operations a second")
                .build();
        // The logarithm is taken here: XChart marks powers of ten only, and these are powers of two.
        ChartStyle.apply(chart)
                .setYAxisLogarithmic(true)
                .setYAxisLogarithmicDecadeOnly(true)
                .setXAxisTickMarkSpacingHint(60)
                .setYAxisTickLabelsFormattingFunction(
                        y -> BigDecimal.valueOf(y).stripTrailingZeros().toPlainString())
                .setXAxisTickLabelsFormattingFunction(
                        x -> x == Math.rint(x) ? String.valueOf(1L << x.longValue()) : "");
        double smallest = log2(length(products.get(0)));
        double largest = log2(length(products.get(products.size() - 1)));
        peak.ifPresent(limit -> ChartStyle.dashedLine(
                chart,
                String.format(Locale.ROOT, "peak: %.0f GFLOP/s", limit),
                new double[] {smallest, largest},
                new double[] {limit, limit},
                ChartStyle.GRAY,
                false));
        Map<String, List<Score>> byBackend = products.stream()
                .collect(Collectors.groupingBy(Score::backend, LinkedHashMap::new, Collectors.toList()));
        byBackend.forEach((backend, scores) -> ChartStyle.line(
                chart,
                backend,
                scores.stream().mapToDouble(score -> log2(length(score))).toArray(),
                scores.stream()
                        .mapToDouble(score -> score.rates().getOrDefault(Score.FLOPS, 0.0))
                        .toArray(),
                ChartStyle.ofBackend(backend),
                true));
        return ChartStyle.png(WIDTH, HEIGHT, graphics -> chart.paint(graphics, WIDTH, HEIGHT));
    }

    private static int length(Score score) {
        return score.length().orElseThrow();
    }

    private static double log2(int n) {
        return Math.log(n) / Math.log(2);
    }
}
