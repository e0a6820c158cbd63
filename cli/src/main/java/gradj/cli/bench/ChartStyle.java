package gradj.cli.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The look that gradj's pictures share: white, few lines, colours that the colour-blind tell apart (Okabe and Ito). */
public final class ChartStyle {
    public static final Color BLUE = new Color(0x00, 0x72, 0xB2);
    public static final Color ORANGE = new Color(0xD5, 0x5E, 0x00);
    private static final Color GREEN = new Color(0x00, 0x9E, 0x73);
    private static final Color PINK = new Color(0xCC, 0x79, 0xA7);
    private static final Color OTHER = new Color(0xB8, 0x86, 0x0B);
    static final Color GRAY = new Color(0x80, 0x80, 0x80);
    static final Color TEXT = new Color(0x33, 0x33, 0x33);
    private static final Color GRID = new Color(0xE6, 0xE6, 0xE6);

    /** Pixels a unit, so that a picture is sharp on a dense screen. */
    private static final int SCALE = 2;

    /** A backend has the same colour in every picture. */
    private static final Map<String, Color> BACKENDS =
            Map.of("vector", BLUE, "java", ORANGE, "jblas", GREEN, "opencl", PINK);

    private ChartStyle() {}

    static Color ofBackend(String name) {
        return BACKENDS.getOrDefault(name, OTHER);
    }

    static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    /** Gives a chart colours, fonts and a pale grid. */
    public static XYStyler apply(XYChart chart) {
        XYStyler style = chart.getStyler();
        style.setChartBackgroundColor(Color.WHITE)
                .setChartFontColor(TEXT)
                .setChartTitleFont(font(Font.BOLD, 15))
                .setChartTitleBoxVisible(false)
                .setPlotBorderVisible(false)
                .setLegendBorderColor(Color.WHITE)
                .setLegendPosition(LegendPosition.OutsideE)
                .setLegendFont(font(Font.PLAIN, 13))
                .setMarkerSize(5)
                .setLocale(Locale.ROOT);
        style.setPlotGridLinesColor(GRID)
                .setPlotGridLinesStroke(new BasicStroke(1))
                .setPlotGridVerticalLinesVisible(false)
                .setAxisTickLabelsFont(font(Font.PLAIN, 12))
                .setAxisTitleFont(font(Font.PLAIN, 13));
        return style;
    }

    /** Adds a line of two units' width; points are marked where {@code marked}. */
    public static void line(XYChart chart, String name, double[] x, double[] y, Color color, boolean marked) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setLineColor(color).setLineStyle(new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        series.setMarkerColor(color).setMarker(marked ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    }

    /** Adds a dashed line. */
    static void dashedLine(XYChart chart, String name, double[] x, double[] y, Color color, boolean marked) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setLineColor(color)
                .setLineStyle(
                        new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0));
        series.setMarkerColor(color).setMarker(marked ? SeriesMarkers.DIAMOND : SeriesMarkers.NONE);
    }

    /**
     * Draws; no screen is needed.
     *
     * @param width in units of two pixels, as is the height
     * @return the bytes of a PNG file
     */
    public static byte[] png(int width, int height, Consumer<Graphics2D> drawing) {
        BufferedImage image = new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(SCALE, SCALE);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        drawing.accept(graphics);
        graphics.dispose();
        return png(image);
    }

    /** An image as the bytes of a PNG file. */
    public static byte[] png(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException cannotBe) { // nothing but memory is written to
            throw new UncheckedIOException(cannotBe);
        }
        return bytes.toByteArray();
    }
}
