package gradj.graph.picture;

import gradj.graph.picture.Diagram.Arrow;
import gradj.graph.picture.Diagram.Role;
import gradj.graph.picture.Diagram.Vertex;
import java.util.List;

/** The sizes of what is drawn, in pixels. */
final class Measure {
    static final double FONT = 15;
    static final double SMALL_FONT = 13;
    static final double LINE = 17;

    /** From a line to the foot of the text above it. */
    static final double VALUE_GAP = 6;

    /** From a forward line to the backward arrow under it. */
    static final double BACKWARD = 7;

    /** From the backward arrow to the foot of the first line of text below it. */
    static final double GRADIENT_GAP = 16;

    static final double RADIUS = 19;
    /** Between a name and its arrow. */
    static final double NAME_GAP = 5;

    static final int LONGEST_NAME = 32;

    private static final double CORNER = 12;
    private static final double SHORTEST_ARROW = 44;

    private Measure() {}

    static String label(Vertex vertex) {
        return vertex.role() == Role.NUMBER ? "" : TextWidth.shorten(vertex.text(), LONGEST_NAME);
    }

    static double fontOf(Vertex vertex) {
        return vertex.role() == Role.OPERATION
                        && vertex.text().codePointCount(0, vertex.text().length()) > 1
                ? SMALL_FONT
                : vertex.isComputed() && vertex.role() == Role.OPERATION ? FONT + 5 : FONT;
    }

    /** The width of a circle, of a box with round ends where the sign is a long one, or of a name. */
    static double bodyWidth(Vertex vertex) {
        double text = TextWidth.of(label(vertex), fontOf(vertex));
        return vertex.isComputed() ? Math.max(2 * RADIUS, text + CORNER) : text == 0 ? 0 : text + 2 * NAME_GAP;
    }

    /** The width of all that belongs to a vertex. */
    static double width(Vertex vertex) {
        return Math.max(bodyWidth(vertex), widest(vertex.sum()) + 2 * NAME_GAP);
    }

    static double above(Vertex vertex) {
        return vertex.isComputed() ? RADIUS : LINE / 2;
    }

    static double below(Vertex vertex) {
        return above(vertex) + vertex.sum().size() * LINE + (vertex.sum().isEmpty() ? 0 : 4);
    }

    static double width(Arrow arrow) {
        return Math.max(
                SHORTEST_ARROW,
                Math.max(widest(arrow.above()), widest(arrow.gradient().lines())) + 6);
    }

    static double above(Arrow arrow) {
        return VALUE_GAP + arrow.above().size() * LINE;
    }

    static double below(Arrow arrow) {
        return arrow.gradient().isNone()
                ? 4
                : BACKWARD + GRADIENT_GAP + (arrow.gradient().lines().size() - 1) * LINE + 5;
    }

    private static double widest(List<String> lines) {
        return lines.stream()
                .mapToDouble(line -> TextWidth.of(ShortNumber.withMinus(line), FONT))
                .max()
                .orElse(0);
    }
}
