package gradj.cli.bench;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** The picture of the notes' claim: the time of a gradient by either method, over the number of parameters. */
final class GradientPicture {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 520;
    private static final String BACKPROP = "GradientBenchmark.backprop";
    private static final String NUMERICAL = "GradientBenchmark.numerical";

    private GradientPicture() {}

    /** A PNG file; nothing if the results have no numerical gradients. */
    static Optional<byte[]> png(Results results) {
        // The batch at which the most numerical gradients were measured, the largest of those.
        Optional<String> batch = results.scores().stream()
                .filter(score -> score.benchmark().equals(NUMERICAL))
                .collect(Collectors.groupingBy(
                        score -> score.parameter("batch"), LinkedHashMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(images -> Integer.valueOf(images.getKey())))
                .map(Map.Entry::getKey);
        return batch.map(images -> draw(results, images));
    }

    private static byte[] draw(Results results, String batch) {
        XYChart chart = new XYChartBuilder()
                .title("Gradient by backpropagation and by numerical differentiation")
                .xAxisTitle("parameters of the net (784 inputs, 1 to 50 hidden neurons, 10 classes; batch of " + batch
                        + ", float64)")
                .yAxisTitle("time of one gradient")
                .build();
        ChartStyle.apply(chart)
                .setXAxisLogarithmic(true)
                .setYAxisLogarithmic(true)
                .setYAxisLogarithmicDecadeOnly(true)
                .setXAxisTickLabelsFormattingFunction(x -> String.format(Locale.ROOT, "%,.0f", x))
                .setYAxisTickLabelsFormattingFunction(GradientPicture::time);
        for (String method : List.of(NUMERICAL, BACKPROP)) {
            Map<String, List<Score>> byBackend = results.scores().stream()
                    .filter(score -> score.benchmark().equals(method)
                            && score.parameter("batch").equals(batch)
                            && score.parameter("dtype").equals("FLOAT64"))
                    .sorted(Comparator.comparingInt(GradientPicture::parameters))
                    .collect(Collectors.groupingBy(Score::backend, LinkedHashMap::new, Collectors.toList()));
            byBackend.forEach((backend, scores) -> {
                double[] x =
                        scores.stream().mapToDouble(GradientPicture::parameters).toArray();
                double[] y = scores.stream().mapToDouble(Score::microseconds).toArray();
                if (method.equals(NUMERICAL)) {
                    ChartStyle.dashedLine(chart, backend + ", numerical", x, y, ChartStyle.ofBackend(backend), true);
                } else {
                    ChartStyle.line(chart, backend + ", backpropagation", x, y, ChartStyle.ofBackend(backend), true);
                }
            });
        }
        return ChartStyle.png(WIDTH, HEIGHT, graphics -> chart.paint(graphics, WIDTH, HEIGHT));
    }

    /** W1 [784, H], b1 [H], W2 [H, 10] and b2 [10]. */
    private static int parameters(Score score) {
        int hidden = score.length().orElseThrow();
        return 784 * hidden + hidden + 10 * hidden + 10;
    }

    private static String time(double microseconds) {
        if (microseconds < 999) {
            return String.format(Locale.ROOT, "%.0f us", microseconds);
        }
        return microseconds < 999_000
                ? String.format(Locale.ROOT, "%.0f ms", microseconds / 1e3)
                : String.format(Locale.ROOT, "%.0f s", microseconds / 1e6);
    }
}
