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
    private final Measure measure;
    private final String watched;

    private LearningCurve(Epoch untrained, History history, int iterationsPerEpoch, Measure measure, String watched) {
        this.untrained = untrained;
        this.history = history;
        this.measure = measure;
        this.watched = watched;
        // Within one epoch, a fraction of it would say little.
        boolean isShort = history.epochs().size() == 1;
        this.unit = isShort ? "iteration" : "epoch";
        this.iterationsPerUnit = isShort ? 1 : iterationsPerEpoch;
    }

    /**
     * Draws a training's history; no screen is needed.
     *
     * @param untrained what was measured before the first iteration, as epoch 0
     * @param watched the samples that are no training samples: {@code test} or {@code validation}
     * @return the bytes of a PNG file
     */
    static byte[] png(Epoch untrained, History history, int iterationsPerEpoch, Measure measure, String watched) {
        System.setProperty("java.awt.headless", "true");
        return new LearningCurve(untrained, history, iterationsPerEpoch, measure, watched).draw();
    }

    private byte[] draw() {
        return ChartStyle.png(2 * PANEL_WIDTH, HEIGHT, graphics -> {
            measured().paint(graphics, PANEL_WIDTH, HEIGHT);
            graphics.translate(PANEL_WIDTH, 0);
            loss().paint(graphics, PANEL_WIDTH, HEIGHT);
        });
    }

    private XYChart measured() {
        Epoch last = history.last();
        XYChart chart = panel(measure.title());
        chart.getStyler()
                .setYAxisDecimalPattern(measure.isAccuracy() ? "0.00" : "0.###")
                .setYAxisMin(measure.isAccuracy() ? axisStart() : 0.0);
        if (measure.isAccuracy()) {
            chart.getStyler().setYAxisMax(1.0);
        }
        List<Epoch> epochs = points();
        addSeries(chart, label("train", measure.train(last)), epochs, this::end, measure::train, ChartStyle.BLUE);
        addSeries(chart, label(watched, measure.test(last)), epochs, this::end, measure::test, ChartStyle.ORANGE);
        return chart;
    }

    /** What these lines join: the untrained net, then the net at the end of each epoch. */
    private List<Epoch> points() {
        return Stream.concat(Stream.of(untrained), history.epochs().stream()).toList();
    }

    /** The tenth at or below the smallest accuracy. */
    private double axisStart() {
        double smallest = points().stream()
                .mapToDouble(epoch -> Math.min(measure.train(epoch), measure.test(epoch)))
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

    private String label(String name, double value) {
        return String.format(Locale.ROOT, measure.isAccuracy() ? "%s %.4f" : "%s %.5g", name, value);
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
