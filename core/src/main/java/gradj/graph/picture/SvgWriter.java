package gradj.graph.picture;

import static gradj.graph.picture.Measure.BACKWARD;
import static gradj.graph.picture.Measure.FONT;
import static gradj.graph.picture.Measure.GRADIENT_GAP;
import static gradj.graph.picture.Measure.LINE;
import static gradj.graph.picture.Measure.VALUE_GAP;
import static gradj.graph.picture.ShortNumber.withMinus;

import gradj.graph.picture.Diagram.Arrow;
import gradj.graph.picture.Diagram.Role;
import gradj.graph.picture.Diagram.Vertex;
import gradj.graph.picture.Layout.Box;
import gradj.graph.picture.Layout.Path;
import gradj.graph.picture.Layout.Piece;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a diagram that has a layout as SVG. Colours are attributes, good on the light paper that the picture brings with
 * it; where style sheets are known, and the reader prefers dark, others take their place.
 */
final class SvgWriter {
    private static final double HEAD = 8;
    private static final double CAPTION = 34;
    private static final String DARK = """
            @media (prefers-color-scheme: dark) {
              .paper { fill: #0d1117 } .ink { stroke: #d0d7de } .text, .head { fill: #e6edf3 }
              .node { fill: #1c2430; stroke: #d0d7de } .now { fill: #6b4e00; stroke: #ffd866 }
              .back { stroke: #ff9d57 } .gradient { fill: #ff9d57 }
            }
            """;

    /** Of a page that marks what computes; in a picture of one step the colour is an attribute. */
    private static final String NOW = ".now { fill: #ffe58f }\n";

    /** Where everything stands. */
    record Plan(LongArrows.Cut cut, Layout layout) {}

    private final StringBuilder svg = new StringBuilder();
    private final Diagram diagram;
    private final Layout layout;
    private final Frame view;

    /** Of all steps in one: those in which each vertex computes, from 1; null where one view is drawn. */
    private final @Nullable Map<Integer, String> stepsOfVertices;

    private SvgWriter(Plan plan, Frame view, @Nullable Map<Integer, String> stepsOfVertices) {
        this.diagram = plan.cut.diagram();
        this.layout = plan.layout;
        this.view = plan.cut.view(view);
        this.stepsOfVertices = stepsOfVertices;
    }

    /** The picture; {@code widestCaption} is that of the series it belongs to, so that all have one size. */
    static String write(String title, Plan plan, Frame view, String widestCaption) {
        return new SvgWriter(plan, view, null)
                .write(title, TextWidth.of(withMinus(widestCaption), FONT), withMinus(view.caption()));
    }

    /** All steps in one, as {@link GraphPicture#stepsSvg} tells. */
    static String writeSteps(String title, Plan plan, List<Frame> steps) {
        Map<Integer, String> stepsOfVertices = new HashMap<>();
        for (Frame step : steps) {
            stepsOfVertices.merge(step.current(), Integer.toString(step.step() + 1), (one, next) -> one + " " + next);
        }
        return new SvgWriter(plan, steps.get(steps.size() - 1), stepsOfVertices).write(title, 0, "");
    }

    private String write(String title, double captionWidth, String caption) {
        double captionHeight = captionWidth > 0 ? CAPTION : 0;
        String width = number(Math.ceil(Math.max(layout.width(), captionWidth + 40)));
        String height = number(Math.ceil(layout.height() + captionHeight));
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%s\" height=\"%s\""
                .formatted(width, height));
        svg.append(" viewBox=\"0 0 %s %s\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"%s\">\n"
                .formatted(width, height, number(FONT)));
        svg.append("<title>").append(escape(title)).append("</title>\n<style>\n");
        svg.append(stepsOfVertices == null ? "" : NOW).append(DARK).append("</style>\n");
        svg.append("<rect class=\"paper\" width=\"%s\" height=\"%s\" rx=\"8\" fill=\"#ffffff\"/>\n"
                .formatted(width, height));
        for (int i = 0; i < diagram.arrows().size(); i++) {
            if (view.showsArrow(i)) {
                arrow(i);
            }
        }
        for (int i = 0; i < diagram.vertices().size(); i++) {
            if (view.showsVertex(i)) {
                vertex(i);
            }
        }
        text("text", "start", 20, layout.height() + captionHeight / 2, FONT, caption);
        return svg.append("</svg>\n").toString();
    }

    private void arrow(int number) {
        Arrow arrow = diagram.arrows().get(number);
        Path path = layout.paths().get(number);
        Box label = layout.labels().get(number);
        boolean showsGradient = view.showsGradient(number);
        open(
                arrow.tooltip(showsGradient && stepsOfVertices == null),
                view.schedule().arrows()[number]);
        Piece last = path.last();
        svg.append("<path class=\"ink\" fill=\"none\" stroke=\"#24292f\" stroke-width=\"1.4\" d=\"M");
        svg.append(number(path.pieces().get(0).x1()))
                .append(' ')
                .append(number(path.pieces().get(0).y1()));
        for (Piece piece : path.pieces()) {
            double end = piece == last ? piece.x2() - HEAD + 1 : piece.x2();
            if (piece.y1() == piece.y2()) {
                svg.append('H').append(number(end));
            } else {
                double middle = (piece.x1() + piece.x2()) / 2;
                svg.append("C%s %s %s %s %s %s"
                        .formatted(
                                number(middle),
                                number(piece.y1()),
                                number(middle),
                                number(piece.y2()),
                                number(piece.x2()),
                                number(piece.y2())));
            }
        }
        svg.append("\"/>");
        head("head", "#24292f", last.x2(), last.y2(), -HEAD);
        double y = label.y() - VALUE_GAP - (arrow.above().size() - 1) * LINE;
        for (String line : arrow.above()) {
            text("text", "middle", label.x(), y, FONT, withMinus(line));
            y += LINE;
        }
        if (showsGradient && !arrow.gradient().isNone()) {
            openLater(arrow.tooltip(true), view.schedule().gradients()[number]);
            gradient(arrow.gradient().lines(), label);
            closeLater();
        }
        svg.append("</g>\n");
    }

    private void gradient(List<String> lines, Box label) {
        double y = label.y() + BACKWARD;
        svg.append("<path class=\"back\" fill=\"none\" stroke=\"#bc4c00\" stroke-width=\"1.8\" d=\"M%s %sH%s\"/>"
                .formatted(number(label.right() - 2), number(y), number(label.left() + HEAD)));
        head("gradient", "#bc4c00", label.left() + 1, y, HEAD);
        y += GRADIENT_GAP;
        for (String line : lines) {
            gradientText("middle", label.x(), y, line);
            y += LINE;
        }
    }

    private void vertex(int number) {
        Vertex vertex = diagram.vertices().get(number);
        Box box = layout.boxes().get(number);
        boolean showsGradient = view.isWhole(number);
        boolean isNow = number == view.current() && stepsOfVertices == null;
        open(
                vertex.tooltip(showsGradient && stepsOfVertices == null),
                view.schedule().vertices()[number]);
        if (vertex.isComputed()) {
            String dashes = vertex.role() == Role.FOLDED ? " stroke-dasharray=\"5 3\"" : "";
            svg.append("<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\" fill=\"%s\""
                    .formatted(
                            isNow ? "now" : "node",
                            number(box.left()),
                            number(box.y() - box.halfHeight()),
                            number(2 * box.halfWidth()),
                            number(2 * box.halfHeight()),
                            number(box.halfHeight()),
                            isNow ? "#ffe58f" : "#f6f8fa"));
            svg.append(" stroke=\"#24292f\" stroke-width=\"1.5\"")
                    .append(dashes)
                    .append(
                            stepsOfVertices == null
                                    ? ""
                                    : " data-now=\"" + stepsOfVertices.getOrDefault(number, "") + "\"")
                    .append("/>");
        }
        switch (vertex.role()) {
            case INPUT, ASIDE, NUMBER -> name("end", box.right() - Measure.NAME_GAP, box, vertex);
            case OUTPUT -> name("start", box.left() + Measure.NAME_GAP, box, vertex);
            case OPERATION, FOLDED -> name("middle", box.x(), box, vertex);
        }
        if (showsGradient && !vertex.sum().isEmpty()) {
            openLater(vertex.tooltip(true), view.schedule().whole()[number]);
            sum(vertex, box);
            closeLater();
        }
        svg.append("</g>\n");
    }

    private void sum(Vertex vertex, Box box) {
        double y = box.y() + box.halfHeight() + LINE;
        for (String line : vertex.sum()) {
            if (vertex.isComputed()) {
                gradientText("middle", box.x(), y, line);
            } else {
                gradientText("end", box.right() - Measure.NAME_GAP, y, line);
            }
            y += LINE;
        }
    }

    private void name(String anchor, double x, Box box, Vertex vertex) {
        double font = Measure.fontOf(vertex);
        text("text", anchor, x, box.y() + 0.35 * font, font, Measure.label(vertex));
    }

    /** A part, and the step from which on it is there, for a page that shows all. */
    private void open(String tooltip, int step) {
        String from = stepsOfVertices == null ? "" : " data-from=\"" + (step + 1) + "\"";
        svg.append("<g").append(from).append("><title>").append(escape(tooltip)).append("</title>");
    }

    /** What comes to a part later than itself: in a picture of one step it is the part's own. */
    private void openLater(String tooltip, int step) {
        if (stepsOfVertices != null) {
            open(tooltip, step);
        }
    }

    private void closeLater() {
        svg.append(stepsOfVertices == null ? "" : "</g>");
    }

    /** A triangle with its point at x, y. */
    private void head(String type, String colour, double x, double y, double length) {
        svg.append("<path class=\"%s\" fill=\"%s\" d=\"M%s %sl%s %sv%sz\"/>"
                .formatted(type, colour, number(x), number(y), number(length), number(-HEAD / 2), number(HEAD)));
    }

    private void gradientText(String anchor, double x, double y, String line) {
        svg.append("<text class=\"gradient\" fill=\"#bc4c00\" text-anchor=\"%s\" x=\"%s\" y=\"%s\">%s</text>"
                .formatted(anchor, number(x), number(y), escape(withMinus(line))));
    }

    private void text(String type, String anchor, double x, double y, double font, String line) {
        if (!line.isEmpty()) {
            String size = font == FONT ? "" : " font-size=\"" + number(font) + "\"";
            svg.append("<text class=\"%s\" fill=\"#1f2328\" text-anchor=\"%s\" x=\"%s\" y=\"%s\"%s>%s</text>"
                    .formatted(type, anchor, number(x), number(y), size, escape(line)));
        }
    }

    /** A hundredth of a pixel is enough, whatever the reader's language. */
    private static String number(double pixels) {
        BigDecimal rounded = BigDecimal.valueOf(pixels).setScale(2, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** Text as XML: what XML 1.0 forbids, such as control characters, becomes a replacement character. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(character -> {
            switch (character) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isAllowed(character) ? character : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    private static boolean isAllowed(int character) {
        boolean isControl = character < ' ' && character != '\n' && character != '\t';
        boolean isHalf = character >= 0xD800 && character <= 0xDFFF;
        return !isControl && !isHalf && character != 0xFFFE && character != 0xFFFF;
    }
}
