package gradj.examples;

import static gradj.examples.Chart.number;

import gradj.examples.Chart.Anchor;
import gradj.examples.Chart.Colour;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * A part of a {@link Chart} with coordinates of its own.
 *
 * @param left of the part, in pixels of the chart, as the next three
 * @param fromX the coordinates at its edges
 */
record Panel(
        Chart chart,
        double left,
        double top,
        double width,
        double height,
        double fromX,
        double toX,
        double fromY,
        double toY) {
    private static final int PIECES = 120;

    double x(double x) {
        return left + width * (x - fromX) / (toX - fromX);
    }

    double y(double y) {
        return top + height * (toY - y) / (toY - fromY);
    }

    /** A line at the left and one at the bottom. */
    Panel frame() {
        chart.path(Colour.INK, 2, "M%s %sv%sh%s".formatted(number(left), number(top), number(height), number(width)));
        return this;
    }

    /** Numbers below the bottom line. */
    Panel namedX(double... values) {
        for (double value : values) {
            namedX(value, label(value));
        }
        return this;
    }

    /** A word below the bottom line. */
    Panel namedX(double x, String name) {
        chart.text(Anchor.MIDDLE, x(x), top + height + 20, name);
        return this;
    }

    /** Numbers to the left of the left line. */
    Panel namedY(double... values) {
        for (double value : values) {
            namedY(value, label(value));
        }
        return this;
    }

    /** A word to the left of the left line. */
    Panel namedY(double y, String name) {
        chart.text(Anchor.END, left - 8, y(y) + 5, name);
        return this;
    }

    private static String label(double value) {
        return number(value).replace('-', '−');
    }

    /** A word above the panel's middle. */
    Panel title(String name) {
        chart.text(Anchor.MIDDLE, left + width / 2, top - 8, name);
        return this;
    }

    /** The axes' names, below the bottom line's end and above the left line. */
    Panel axes(String nameX, String nameY) {
        chart.text(Anchor.END, left + width, top + height + 40, nameX);
        chart.text(Anchor.START, left - 34, top - 12, nameY);
        return this;
    }

    /** Straight lines from point to point, interrupted where one lies outside. */
    Panel line(Colour colour, double strokeWidth, double[]... points) {
        StringBuilder commands = new StringBuilder();
        boolean isInside = false;
        for (double[] point : points) {
            boolean wasInside = isInside;
            isInside = point[0] >= fromX && point[0] <= toX && point[1] >= fromY && point[1] <= toY;
            if (isInside) {
                commands.append(wasInside ? "L" : "M")
                        .append(number(x(point[0])))
                        .append(' ')
                        .append(number(y(point[1])));
            }
        }
        chart.path(colour, strokeWidth, commands.toString());
        return this;
    }

    /** What was measured after every so many steps. */
    Panel measured(Colour colour, int every, double... values) {
        double[][] points = new double[values.length][];
        Arrays.setAll(points, i -> new double[] {every * (i + 1), values[i]});
        return line(colour, 2, points);
    }

    /** A function from edge to edge. */
    Panel curve(Colour colour, DoubleUnaryOperator function) {
        double[][] points = new double[PIECES + 1][];
        for (int i = 0; i <= PIECES; i++) {
            double x = fromX + (toX - fromX) * i / PIECES;
            points[i] = new double[] {x, function.applyAsDouble(x)};
        }
        return line(colour, 2, points);
    }

    Panel dot(Colour colour, double x, double y, double radius) {
        chart.dot(colour, x(x), y(y), radius);
        return this;
    }

    /** Bars of these heights side by side, from edge to edge. */
    Panel bars(Colour colour, double... heights) {
        StringBuilder commands = new StringBuilder("M%s %s".formatted(number(left), number(y(0))));
        for (int i = 0; i < heights.length; i++) {
            commands.append("V%sH%s".formatted(number(y(heights[i])), number(left + width * (i + 1) / heights.length)));
        }
        chart.area(colour, commands.append("V%sZ".formatted(number(y(0)))).toString());
        return this;
    }
}
