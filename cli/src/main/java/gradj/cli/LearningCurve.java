package gradj.cli;

import gradj.cli.bench.ChartStyle;
import gradj.train.Epoch;
import gradj.train.History;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The picture of a training: accuracy, from that of the untrained net on, and loss side by side, over epochs. */
final class LearningCurve {
    private static final int PANEL_WIDTH = 560;
    private static final int HEIGHT = 400;

    /** As many points of the mini-batches' losses as the panel can show apart. */
    private static final int MOST_POINTS = 500;

    /** More epochs than these have no markers: they would run together. */
    private static final int MOST_MARKERS = 50;

    private static final Color PALE = new Color(0xB8, 0xD4, 0xE8);

    private final Epoch untrained;
    private final History history;
    private final String unit;
    private final double iterationsPerUnit;

    private LearningCurve(Epoch untrained, History history, int iterationsPerEpoch) {
        this.untrained = untrained;
        this.history = history;
        // Within one epoch, a fraction of it would say little.
        boolean isShort = history.epochs().size() == 1;
        this.unit = isShort ? "iteration" : "epoch";
        this.iterationsPerUnit = isShort ? 1 : iterationsPerEpoch;
    }

    /**
     * Draws a training's history; no screen is needed.
     *
     * @param untrained the accuracies before the first iteration, as epoch 0
     * @return the bytes of a PNG file
     */
    static byte[] png(Epoch untrained, History history, int iterationsPerEpoch) {
        System.setProperty("java.awt.headless", "true");
        return new LearningCurve(untrained, history, iterationsPerEpoch).draw();
    }

    private byte[] draw() {
        return ChartStyle.png(2 * PANEL_WIDTH, HEIGHT, graphics -> {
            accuracy().paint(graphics, PANEL_WIDTH, HEIGHT);
            graphics.translate(PANEL_WIDTH, 0);
            loss().paint(graphics, PANEL_WIDTH, HEIGHT);
        });
    }

    private XYChart accuracy() {
        Epoch last = history.last();
        XYChart chart = panel("Accuracy");
        chart.getStyler()
                .setYAxisDecimalPattern("0.00")
                .setYAxisMin(axisStart())
                .setYAxisMax(1.0);
        List<Epoch> epochs = points();
        addSeries(
                chart, label("train", last.trainAccuracy()), epochs, this::end, Epoch::trainAccuracy, ChartStyle.BLUE);
        addSeries(chart, label("test", last.testAccuracy()), epochs, this::end, Epoch::testAccuracy, ChartStyle.ORANGE);
        return chart;
    }

    /** What the accuracy's lines join: the untrained net, then the net at the end of each epoch. */
    private List<Epoch> points() {
        return Stream.concat(Stream.of(untrained), history.epochs().stream()).toList();
    }

    /** The tenth at or below the smallest accuracy. */
    private double axisStart() {
        double smallest = points().stream()
                .mapToDouble(epoch -> Math.min(epoch.trainAccuracy(), epoch.testAccuracy()))
                .min()
                .orElse(0);
        return Math.floor(Math.min(smallest, 0.9) * 10) / 10;
    }

    private XYChart loss() {
        XYChart chart = panel("Loss");
        chart.getStyler().setYAxisDecimalPattern("0.0#").setYAxisMin(0.0);
        List<Double> losses = history.losses();
        int stride = (losses.size() + MOST_POINTS - 1) / MOST_POINTS;
        double[] epochs = new double[(losses.size() + stride - 1) / stride];
        double[] values = new double[epochs.length];
        Arrays.setAll(epochs, i -> (i * stride + 1) / iterationsPerUnit);
        Arrays.setAll(values, i -> losses.get(i * stride));
        XYSeries batches = chart.addSeries("mini-batch", epochs, values);
        batches.setLineColor(PALE).setLineWidth(1);
        batches.setMarker(SeriesMarkers.NONE);
        // In the middle of the epoch that it is the mean of.
        addSeries(chart, "mean of an epoch", history.epochs(), this::middle, Epoch::loss, ChartStyle.BLUE);
        return chart;
    }

    private double end(Epoch epoch) {
        return epoch.iteration() / iterationsPerUnit;
    }

    private double middle(Epoch epoch) {
        int start = epoch.number() == 1
                ? 0
                : history.epochs().get(epoch.number() - 2).iteration();
        return (start + epoch.iteration()) / 2.0 / iterationsPerUnit;
    }

    private void addSeries(
            XYChart chart,
            String name,
            List<Epoch> epochs,
            ToDoubleFunction<Epoch> x,
            ToDoubleFunction<Epoch> y,
            Color color) {
        ChartStyle.line(
                chart,
                name,
                epochs.stream().mapToDouble(x).toArray(),
                epochs.stream().mapToDouble(y).toArray(),
                color,
                epochs.size() <= MOST_MARKERS);
    }

    private static String label(String name, double accuracy) {
        return String.format(Locale.ROOT, "%s %.4f", name, accuracy);
    }

    private XYChart panel(String title) {
        XYChart chart = new XYChartBuilder()
                .width(PANEL_WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(unit)
                .build();
        ChartStyle.apply(chart)
                .setXAxisMin(0.0)
                .setXAxisTickMarkSpacingHint(60)
                .setXAxisDecimalPattern("0.##")
                .setYAxisTitleVisible(false)
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal);
        return chart;
    }
}
