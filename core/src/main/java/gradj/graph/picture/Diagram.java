package gradj.graph.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * What there is to draw, and not where: vertices in an order of computation, arrows between them. All text is final but
 * for escaping.
 */
record Diagram(List<Vertex> vertices, List<Arrow> arrows) {
    enum Role {
        /** A name at the left end. */
        INPUT,
        /** A name beside what uses it: a constant or a parameter. */
        ASIDE,
        /** A constant that is its own name: the value above its arrow says it all. */
        NUMBER,
        /** A circle with a sign. */
        OPERATION,
        /** Many operations in one box. */
        FOLDED,
        /** The name of the result at the right end, or nothing. */
        OUTPUT
    }

    /**
     * @param text name or sign
     * @param sum the sum of the gradients that several arrows bring back; empty where there is one
     * @param tooltip everything in full
     */
    record Vertex(Role role, String text, List<String> sum, String tooltip) {
        boolean isComputed() {
            return role == Role.OPERATION || role == Role.FOLDED;
        }

        boolean isAside() {
            return role == Role.ASIDE || role == Role.NUMBER;
        }
    }

    /**
     * @param from position of the vertex whose value it carries
     * @param to position of the vertex that uses it
     * @param value what goes forward, in lines
     * @param gradient what comes back, in lines; empty where nothing does
     */
    record Arrow(int from, int to, List<String> value, List<String> gradient, String tooltip) {}

    /** The arrows into each vertex, by their positions, in the order of the operation's inputs. */
    List<List<Integer>> arrowsIn() {
        return group(true);
    }

    /** The arrows out of each vertex, by their positions. */
    List<List<Integer>> arrowsOut() {
        return group(false);
    }

    private List<List<Integer>> group(boolean byTarget) {
        List<List<Integer>> groups = new ArrayList<>();
        vertices.forEach(vertex -> groups.add(new ArrayList<>()));
        for (int i = 0; i < arrows.size(); i++) {
            groups.get(byTarget ? arrows.get(i).to : arrows.get(i).from).add(i);
        }
        return groups;
    }

    Diagram withoutGradients() {
        return new Diagram(
                vertices.stream()
                        .map(v -> new Vertex(v.role, v.text, List.of(), v.tooltip))
                        .toList(),
                arrows.stream()
                        .map(a -> new Arrow(a.from, a.to, a.value, List.of(), a.tooltip))
                        .toList());
    }

    Diagram withoutValues() {
        return new Diagram(
                vertices,
                arrows.stream()
                        .map(a -> new Arrow(a.from, a.to, List.of(), a.gradient, a.tooltip))
                        .toList());
    }
}
