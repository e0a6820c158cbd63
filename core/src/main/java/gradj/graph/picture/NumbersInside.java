package gradj.graph.picture;

import gradj.graph.picture.Diagram.Role;
import gradj.graph.picture.Diagram.Vertex;
import java.util.ArrayList;
import java.util.List;

/** Moves numbers into the operations that they belong to: "× 2" in one circle, in place of "×" with a 2 beside it. */
final class NumbersInside {
    private static final List<String> SIGNS = List.of("+", "−", "×", "/");

    private NumbersInside() {}

    /** Of operations with a sign the second operand, where it is a number and nothing else uses it. */
    static Diagram of(Diagram diagram) {
        List<List<Integer>> in = diagram.arrowsIn();
        List<List<Integer>> out = diagram.arrowsOut();
        List<Vertex> vertices = new ArrayList<>(diagram.vertices());
        boolean[] isGone = new boolean[vertices.size()];
        for (int v = 0; v < isGone.length; v++) {
            if (in.get(v).size() == 2 && SIGNS.contains(vertices.get(v).text())) {
                int second = diagram.arrows().get(in.get(v).get(1)).from();
                Vertex number = vertices.get(second);
                if (number.role() == Role.NUMBER && out.get(second).size() == 1) {
                    String text = vertices.get(v).text() + " " + ShortNumber.withMinus(number.text());
                    vertices.set(v, vertices.get(v).with(Role.OPERATION, text));
                    isGone[second] = true;
                }
            }
        }
        return new Diagram(vertices, diagram.arrows()).without(isGone);
    }

    /** Whether an operation's text is a sign and a number. */
    static boolean holds(String text) {
        return text.length() > 2 && text.charAt(1) == ' ' && SIGNS.contains(text.substring(0, 1));
    }
}
