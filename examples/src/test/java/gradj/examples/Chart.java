package gradj.examples;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** A drawing of lines, dots and words as SVG, for light and dark pages, in the colours of the graphs' pictures. */
final class Chart {
    /** A colour on white, and the one that stands for it on a dark page. */
    enum Colour {
        INK("#24292f", "#d0d7de"),
        BLUE("#0969da", "#6cb6ff"),
        ORANGE("#bc4c00", "#ff9d57"),
        GREEN("#1a7f37", "#56d364"),
        PURPLE("#8250df", "#d2a8ff"),
        PINK("#bf3989", "#ff9bce"),
        PALE("#c4cad1", "#444c56");

        private final String light;
        private final String dark;

        Colour(String light, String dark) {
            this.light = light;
            this.dark = dark;
        }

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where a word's place is: at its start, middle or end. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    private static final int LEGEND_LINE = 22;
    private final StringBuilder svg = new StringBuilder();

    /** An empty drawing of this size in pixels. */
    Chart(String title, int width, int height) {
        StringBuilder dark = new StringBuilder();
        for (Colour colour : Colour.values()) {
            dark.append("  .%1$s { stroke: %2$s } .%1$s-fill { fill: %2$s }\n".formatted(colour.label(), colour.dark));
        }
        svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" role="img" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
                font-family="Helvetica, Arial, sans-serif" font-size="15" fill="none">
                <title>%3$s</title>
                <style>
                @media (prefers-color-scheme: dark) {
                  .paper { fill: #0d1117 } .text { fill: #e6edf3 }
                %4$s}
                </style>
                <rect class="paper" width="%1$d" height="%2$d" rx="8" fill="#ffffff"/>
                """.formatted(width, height, title, dark));
    }

    /** A path of SVG's commands. */
    Chart path(Colour colour, double strokeWidth, String commands) {
        svg.append("<path class=\"%s\" stroke=\"%s\" stroke-width=\"%s\" stroke-linejoin=\"round\" d=\"%s\"/>\n"
                .formatted(colour.label(), colour.light, number(strokeWidth), commands));
        return this;
    }

    /** A filled area. */
    Chart area(Colour colour, String commands) {
        svg.append(
                "<path class=\"%s-fill\" fill=\"%s\" d=\"%s\"/>\n".formatted(colour.label(), colour.light, commands));
        return this;
    }

    Chart dot(Colour colour, double x, double y, double radius) {
        svg.append("<circle class=\"%s-fill\" fill=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\"/>\n"
                .formatted(colour.label(), colour.light, number(x), number(y), number(radius)));
        return this;
    }

    Chart text(Anchor anchor, double x, double y, String line) {
        return text("text", "#1f2328", anchor, x, y, line);
    }

    /** A word in the colour of what it names. */
    Chart text(Colour colour, Anchor anchor, double x, double y, String line) {
        return text(colour.label() + "-fill", colour.light, anchor, x, y, line);
    }

    private Chart text(String type, String fill, Anchor anchor, double x, double y, String line) {
        String where = anchor.name().toLowerCase(Locale.ROOT);
        svg.append("<text class=\"%s\" fill=\"%s\" text-anchor=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n"
                .formatted(type, fill, where, number(x), number(y), line));
        return this;
    }

    /** What a colour means: a short line of it, and a word to its right. */
    Chart legend(Colour colour, double x, double y, String name) {
        path(colour, 3, "M%s %sh%d".formatted(number(x), number(y - 5), LEGEND_LINE));
        return text(Anchor.START, x + LEGEND_LINE + 7, y, name);
    }

    String svg() {
        return svg + "</svg>\n";
    }

    /** One digit behind the point at most. */
    static String number(double x) {
        BigDecimal rounded = BigDecimal.valueOf(x).setScale(1, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
