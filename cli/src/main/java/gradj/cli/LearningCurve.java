package gradj.cli;

import gradj.train.Epoch;
import gradj.train.History;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The picture of a training: accuracy and loss side by side, over epochs. */
final class LearningCurve {
    private static final int PANEL_WIDTH = 560;
    private static final int HEIGHT = 400;

    /** Pixels a unit, so that the picture is sharp on a dense screen. */
    private static final int SCALE = 2;

    /** As many points of the mini-batches' losses as the panel can show apart. */
    private static final int MOST_POINTS = 500;

    /** More epochs than these have no markers: they would run together. */
    private static final int MOST_MARKERS = 50;

    /** A blue and an orange that the colour-blind tell apart too (Okabe and Ito), and a pale blue beneath. */
    private static final Color BLUE = new Color(0x00, 0x72, 0xB2);

    private static final Color ORANGE = new Color(0xD5, 0x5E, 0x00);
    private static final Color PALE = new Color(0xB8, 0xD4, 0xE8);
    private static final Color GRID = new Color(0xE6, 0xE6, 0xE6);
    private static final Color TEXT = new Color(0x33, 0x33, 0x33);

    private final History history;
    private final String unit;
    private final double iterationsPerUnit;

    private LearningCurve(History history, int iterationsPerEpoch) {
        this.history = history;
        // Within one epoch, a fraction of it would say little.
        boolean isShort = history.epochs().size() == 1;
        this.unit = isShort ? "iteration" : "epoch";
        this.iterationsPerUnit = isShort ? 1 : iterationsPerEpoch;
    }

    /**
     * Draws a training's history; no screen is needed.
     *
     * @return the bytes of a PNG file
     */
    static byte[] png(History history, int iterationsPerEpoch) {
        System.setProperty("java.awt.headless", "true");
        return new LearningCurve(history, iterationsPerEpoch).draw();
    }

    private byte[] draw() {
        BufferedImage image = new BufferedImage(2 * PANEL_WIDTH * SCALE, HEIGHT * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(SCALE, SCALE);
        accuracy().paint(graphics, PANEL_WIDTH, HEIGHT);
        graphics.translate(PANEL_WIDTH, 0);
        loss().paint(graphics, PANEL_WIDTH, HEIGHT);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException cannotBe) { // nothing but memory is written to
            throw new UncheckedIOException(cannotBe);
        }
        return bytes.toByteArray();
    }

    private XYChart accuracy() {
        Epoch last = history.last();
        XYChart chart = panel("Accuracy");
        chart.getStyler()
                .setYAxisDecimalPattern("0.00")
                .setYAxisMin(axisStart())
                .setYAxisMax(1.0);
        addSeries(chart, label("train", last.trainAccuracy()), this::end, Epoch::trainAccuracy, BLUE);
        addSeries(chart, label("test", last.testAccuracy()), this::end, Epoch::testAccuracy, ORANGE);
        return chart;
    }

    /** The tenth at or below the smallest accuracy. */
    private double axisStart() {
        double smallest = history.epochs().stream()
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
        addSeries(chart, "mean of an epoch", this::middle, Epoch::loss, BLUE);
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
            XYChart chart, String name, ToDoubleFunction<Epoch> x, ToDoubleFunction<Epoch> y, Color color) {
        List<Epoch> epochs = history.epochs();
        XYSeries series = chart.addSeries(
                name,
                epochs.stream().mapToDouble(x).toArray(),
                epochs.stream().mapToDouble(y).toArray());
        series.setLineColor(color).setLineStyle(new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        series.setMarkerColor(color)
                .setMarker(epochs.size() <= MOST_MARKERS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
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
        XYStyler style = chart.getStyler();
        style.setChartBackgroundColor(Color.WHITE)
                .setChartFontColor(TEXT)
                .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15))
                .setChartTitleBoxVisible(false)
                .setPlotBorderVisible(false)
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setLegendBorderColor(Color.WHITE)
                .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13))
                .setMarkerSize(5)
                .setLocale(Locale.ROOT);
        style.setXAxisMin(0.0)
                .setXAxisTickMarkSpacingHint(60)
                .setXAxisDecimalPattern("0.##")
                .setYAxisTitleVisible(false)
                .setPlotGridLinesColor(GRID)
                .setPlotGridLinesStroke(new BasicStroke(1))
                .setPlotGridVerticalLinesVisible(false)
                .setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12))
                .setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        return chart;
    }
}
