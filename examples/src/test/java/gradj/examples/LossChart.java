package gradj.examples;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.DoubleUnaryOperator;

/** A chart of a loss over one weight as SVG, for light and dark pages, in the colours of the graphs' pictures. */
final class LossChart {
    private static final double WIDTH = 560;
    private static final double HEIGHT = 320;
    private static final double LEFT = 60;
    private static final double RIGHT = 30;
    private static final double TOP = 30;
    private static final double BOTTOM = 50;
    private static final int PIECES = 120;
    private static final int LOSSES_NAMED = 4;
    private static final String HEAD = """
            <svg xmlns="http://www.w3.org/2000/svg" role="img" width="560" height="320" viewBox="0 0 560 320" \
            font-family="Helvetica, Arial, sans-serif" font-size="15" fill="none">
            """;
    private static final String STYLE = """
            <style>
            @media (prefers-color-scheme: dark) {
              .paper { fill: #0d1117 } .ink { stroke: #d0d7de } .text { fill: #e6edf3 }
              .curve { stroke: #6cb6ff } .line { stroke: #ff9d57 } .mark { fill: #ff9d57 }
            }
            </style>
            <rect class="paper" width="560" height="320" rx="8" fill="#ffffff"/>
            """;

    private final StringBuilder svg = new StringBuilder();
    private final double largestWeight;
    private final double largestLoss;

    /** A chart of weights and losses from 0 to these, with nothing in it. */
    LossChart(String title, double largestWeight, double largestLoss) {
        this.largestWeight = largestWeight;
        this.largestLoss = largestLoss;
        svg.append(HEAD).append("<title>").append(title).append("</title>\n").append(STYLE);
        path(
                "ink",
                "#24292f",
                "M%s %sV%sH%s".formatted(number(LEFT), number(TOP), number(y(0)), number(WIDTH - RIGHT)));
        for (int weight = 0; weight <= largestWeight; weight++) {
            text("text", "#1f2328", "middle", x(weight), y(0) + 20, number(weight));
        }
        for (int i = 0; i <= LOSSES_NAMED; i++) {
            double loss = largestLoss * i / LOSSES_NAMED;
            text("text", "#1f2328", "end", LEFT - 8, y(loss) + 5, number(loss));
        }
        text("text", "#1f2328", "end", WIDTH - RIGHT, y(0) + 40, "weight");
        text("text", "#1f2328", "start", LEFT - 34, TOP - 12, "loss");
    }

    /** The loss of every weight. */
    LossChart curve(DoubleUnaryOperator loss) {
        StringBuilder points = new StringBuilder("M");
        for (int i = 0; i <= PIECES; i++) {
            double weight = largestWeight * i / PIECES;
            points.append(number(x(weight)))
                    .append(' ')
                    .append(number(y(loss.applyAsDouble(weight))))
                    .append(' ');
        }
        path("curve", "#0969da", points.toString().trim());
        return this;
    }

    /** The straight line through a point, drawn as far to its left as to its right, its name left of its end. */
    LossChart line(double weight, double loss, double slope, double reach, String name) {
        double right = weight + reach;
        double lossAtRight = loss + slope * reach;
        path(
                "line",
                "#bc4c00",
                "M%s %sL%s %s"
                        .formatted(
                                number(x(weight - reach)),
                                number(y(loss - slope * reach)),
                                number(x(right)),
                                number(y(lossAtRight))));
        text("mark", "#bc4c00", "end", x(right) - 10, y(lossAtRight) + 5, name);
        return this;
    }

    /** A dot with its name to the right. */
    LossChart point(double weight, double loss, String name) {
        svg.append("<circle class=\"mark\" cx=\"%s\" cy=\"%s\" r=\"5\" fill=\"#bc4c00\"/>\n"
                .formatted(number(x(weight)), number(y(loss))));
        text("text", "#1f2328", "start", x(weight) + 10, y(loss) - 4, name);
        return this;
    }

    String svg() {
        return svg + "</svg>\n";
    }

    private double x(double weight) {
        return LEFT + (WIDTH - LEFT - RIGHT) * weight / largestWeight;
    }

    private double y(double loss) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * loss / largestLoss;
    }

    private void path(String type, String colour, String points) {
        svg.append("<path class=\"%s\" stroke=\"%s\" stroke-width=\"2\" d=\"%s\"/>\n".formatted(type, colour, points));
    }

    private void text(String type, String colour, String anchor, double x, double y, String line) {
        svg.append("<text class=\"%s\" fill=\"%s\" text-anchor=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n"
                .formatted(type, colour, anchor, number(x), number(y), line));
    }

    private static String number(double x) {
        BigDecimal rounded = BigDecimal.valueOf(x).setScale(1, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
