package gradj.cli;

import gradj.cli.bench.ChartStyle;
import java.awt.Color;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A point for each sample, what is predicted over what is true: on the diagonal where the two are equal. */
final class PredictedOverTruePicture {
    private static final int SIDE = 600;

    /** More points would hide each other: of more, every so many. */
    private static final int MOST_POINTS = 5000;

    /** Fewer points are opaque; of more, those that lie over each other are darker. */
    private static final int FEW_POINTS = 200;

    private static final Color DIAGONAL = new Color(0x55, 0x55, 0x55);

    private PredictedOverTruePicture() {}

    /**
     * Draws the points; no screen is needed.
     *
     * @param label the name of what is predicted, with its unit if that is known
     * @return the bytes of a PNG file
     */
    static byte[] png(double[] truth, double[] predicted, String label, String title) {
        System.setProperty("java.awt.headless", "true");
        String name = Terminal.safe(label);
        int every = (truth.length + MOST_POINTS - 1) / MOST_POINTS;
        XYChart chart = new XYChartBuilder()
                .width(SIDE)
                .height(SIDE)
                .title(title)
                .xAxisTitle("true " + name + (every == 1 ? "" : " (a point of every " + every + " samples)"))
                .yAxisTitle("predicted " + name)
                .build();
        double[] range = range(truth, predicted);
        XYStyler style = ChartStyle.apply(chart);
        style.setXAxisMin(range[0]).setXAxisMax(range[1]).setYAxisMin(range[0]).setYAxisMax(range[1]);
        style.setPlotGridVerticalLinesVisible(true).setMarkerSize(6).setLegendVisible(false);
        XYSeries points = chart.addSeries("samples", some(truth, every), some(predicted, every));
        points.setLineStyle(SeriesLines.NONE);
        points.setMarker(SeriesMarkers.CIRCLE);
        Color blue = ChartStyle.BLUE;
        points.setMarkerColor(
                new Color(blue.getRed(), blue.getGreen(), blue.getBlue(), truth.length <= FEW_POINTS ? 255 : 90));
        XYSeries diagonal = chart.addSeries("equal", range, range);
        diagonal.setLineColor(DIAGONAL).setLineWidth(1.5f);
        diagonal.setMarker(SeriesMarkers.NONE);
        return ChartStyle.png(SIDE, SIDE, graphics -> chart.paint(graphics, SIDE, SIDE));
    }

    private static double[] some(double[] values, int every) {
        double[] some = new double[(values.length + every - 1) / every];
        Arrays.setAll(some, i -> values[i * every]);
        return some;
    }

    /** Of both axes the same, with room around the outermost points; of one value alone something around it. */
    private static double[] range(double[] truth, double[] predicted) {
        double least = DoubleStream.concat(Arrays.stream(truth), Arrays.stream(predicted))
                .min()
                .orElse(0);
        double most = DoubleStream.concat(Arrays.stream(truth), Arrays.stream(predicted))
                .max()
                .orElse(1);
        double room = most > least ? 0.04 * (most - least) : Math.max(1e-6, 0.5 * Math.abs(most));
        return new double[] {least - room, most + room};
    }
}
