package gradj.examples;

import gradj.examples.Chart.Anchor;
import gradj.examples.Chart.Colour;
import java.util.Arrays;
import java.util.stream.Stream;

/** A plane with a flag in it, and what an affine transformation makes of that. */
final class PlaneChart {
    /** A flag on a pole: its corners, one row each. */
    static final double[][] FLAG = {{0, 0}, {0, 2}, {1, 2}, {1, 1}, {0.25, 1}, {0.25, 0}};

    private final Chart chart;
    private final Panel panel;

    PlaneChart(String title) {
        chart = new Chart(title, 560, 300);
        panel = new Panel(chart, 16, 20, 524, 260, -0.5, 10.42, -0.5, 4.92)
                .line(Colour.INK, 1, new double[] {-0.5, 0}, new double[] {10.42, 0})
                .line(Colour.INK, 1, new double[] {0, -0.5}, new double[] {0, 4.92});
    }

    /** A flag's corners, and its name at a place of the plane. */
    PlaneChart flag(Colour colour, double[][] corners, String name, double nameX, double nameY) {
        panel.line(
                colour,
                2,
                Stream.concat(Arrays.stream(corners), Stream.of(corners[0])).toArray(double[][]::new));
        chart.text(Anchor.START, panel.x(nameX), panel.y(nameY), name);
        return this;
    }

    String svg() {
        return chart.svg();
    }
}
