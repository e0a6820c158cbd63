package gradj.examples;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** A plane with a flag in it, and what an affine transformation makes of that, as SVG for light and dark pages. */
final class PlaneChart {
    private static final double UNIT = 48;
    private static final double WIDTH = 560;
    private static final double HEIGHT = 300;
    private static final double LEFT = 40;
    private static final double BOTTOM = 44;

    /** A flag on a pole: its corners, one row each. */
    static final double[][] FLAG = {{0, 0}, {0, 2}, {1, 2}, {1, 1}, {0.25, 1}, {0.25, 0}};

    private static final String HEAD = """
            <svg xmlns="http://www.w3.org/2000/svg" role="img" width="560" height="300" viewBox="0 0 560 300" \
            font-family="Helvetica, Arial, sans-serif" font-size="15" stroke-width="2">
            """;
    private static final String STYLE = """
            <style>
            @media (prefers-color-scheme: dark) {
              .paper { fill: #0d1117 } .ink { stroke: #d0d7de } .text { fill: #e6edf3 }
              .before { stroke: #d0d7de } .between { stroke: #6cb6ff } .after { stroke: #ff9d57 }
            }
            </style>
            <rect class="paper" width="560" height="300" rx="8" fill="#ffffff"/>
            """;

    private final StringBuilder svg = new StringBuilder();

    PlaneChart(String title) {
        svg.append(HEAD).append("<title>").append(title).append("</title>\n").append(STYLE);
        svg.append("<path class=\"ink\" stroke=\"#24292f\" stroke-width=\"1\" d=\"M%s %sH%sM%s %sV%s\"/>\n"
                .formatted(
                        number(x(-0.5)), number(y(0)), number(WIDTH - 20), number(x(0)), number(y(-0.5)), number(20)));
    }

    /** A flag's corners, and its name at a place of the plane. */
    PlaneChart flag(String type, String colour, double[][] corners, String name, double nameX, double nameY) {
        StringBuilder points = new StringBuilder();
        for (double[] corner : corners) {
            points.append(points.length() == 0 ? "M" : "L")
                    .append(number(x(corner[0])))
                    .append(' ')
                    .append(number(y(corner[1])));
        }
        svg.append("<path class=\"%s\" stroke=\"%s\" fill=\"none\" d=\"%sZ\"/>\n".formatted(type, colour, points));
        svg.append("<text class=\"text\" fill=\"#1f2328\" x=\"%s\" y=\"%s\">%s</text>\n"
                .formatted(number(x(nameX)), number(y(nameY)), name));
        return this;
    }

    String svg() {
        return svg + "</svg>\n";
    }

    private static double x(double x) {
        return LEFT + UNIT * x;
    }

    private static double y(double y) {
        return HEIGHT - BOTTOM - UNIT * y;
    }

    private static String number(double x) {
        BigDecimal rounded = BigDecimal.valueOf(x).setScale(1, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
