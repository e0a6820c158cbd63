package gradj.graph.picture;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to draw, and not where: vertices in an order of computation, arrows between them. All text is final but
 * for escaping and the sign of minus.
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
     * @param name that of the table, which every vertex has
     * @param title the beginning of the tooltip: what it is, and its name
     * @param gradient the whole of it
     * @param hasSum whether several arrows bring parts of the gradient back, so that their sum is shown too
     * @param local what an operation computes; of all others null
     */
    record Vertex(
            Role role,
            String text,
            String name,
            String title,
            TensorText value,
            TensorText gradient,
            boolean hasSum,
            @Nullable LocalComputation local) {
        boolean isComputed() {
            return role == Role.OPERATION || role == Role.FOLDED;
        }

        boolean isAside() {
            return role == Role.ASIDE || role == Role.NUMBER;
        }

        /** The sum of the gradients that several arrows bring back, in lines; empty where there is one. */
        List<String> sum() {
            if (!hasSum || gradient.isNone()) {
                return List.of();
            }
            List<String> lines = new ArrayList<>(gradient.lines());
            lines.set(0, "sum " + lines.get(0));
            return lines;
        }

        /** All that a picture tells of it, in full. */
        String tooltip(boolean withGradient) {
            return title
                    + (value.isNone() ? "" : "\nvalue: " + value.inFull())
                    + (withGradient && !gradient.isNone() ? "\ngradient: " + gradient.inFull() : "");
        }

        Vertex with(Role otherRole, String otherText) {
            return new Vertex(otherRole, otherText, name, title, value, gradient, hasSum, local);
        }

        Vertex withoutGradient() {
            return new Vertex(role, text, name, title, value, TensorText.NONE, false, local);
        }

        /** A number is known by its value: without it, that becomes its name. */
        Vertex withoutValue() {
            boolean isNumber = role == Role.NUMBER;
            String shown = isNumber ? ShortNumber.withMinus(text) : text;
            return new Vertex(
                    isNumber ? Role.ASIDE : role, shown, name, title, TensorText.NONE, gradient, hasSum, local);
        }
    }

    /**
     * @param from position of the vertex whose value it carries
     * @param to position of the vertex that uses it
     * @param name of what it carries, for the tooltip
     * @param isNameShown whether the name stands above the arrow, since it stands nowhere else
     * @param value what goes forward
     * @param gradient what comes back, if anything does
     */
    record Arrow(int from, int to, String name, boolean isNameShown, TensorText value, TensorText gradient) {
        /** What stands above the arrow: the value, as in {@code t = 5} where the name is shown. */
        List<String> above() {
            if (!isNameShown) {
                return value.lines();
            }
            String label = TextWidth.shorten(name, Measure.LONGEST_NAME);
            if (value.lines().size() == 1) {
                return List.of(label + " = " + value.lines().get(0));
            }
            List<String> lines = new ArrayList<>(List.of(label));
            lines.addAll(value.lines());
            return lines;
        }

        /** All that a picture tells of it, in full. */
        String tooltip(boolean withGradient) {
            return name
                    + (value.isNone() ? "" : " = " + value.inFull())
                    + (withGradient && !gradient.isNone() ? "\ngradient passed back: " + gradient.inFull() : "");
        }

        Arrow between(int otherFrom, int otherTo) {
            return new Arrow(otherFrom, otherTo, name, isNameShown, value, gradient);
        }
    }

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

    /** Less these vertices, and the arrows from and to them. */
    Diagram without(boolean[] isGone) {
        int[] place = new int[isGone.length];
        List<Vertex> left = new ArrayList<>();
        for (int v = 0; v < isGone.length; v++) {
            place[v] = left.size();
            if (!isGone[v]) {
                left.add(vertices.get(v));
            }
        }
        return new Diagram(
                List.copyOf(left),
                arrows.stream()
                        .filter(arrow -> !isGone[arrow.from] && !isGone[arrow.to])
                        .map(arrow -> arrow.between(place[arrow.from], place[arrow.to]))
                        .toList());
    }

    Diagram withoutGradients() {
        return new Diagram(
                vertices.stream().map(Vertex::withoutGradient).toList(),
                arrows.stream()
                        .map(a -> new Arrow(a.from, a.to, a.name, a.isNameShown, a.value, TensorText.NONE))
                        .toList());
    }

    Diagram withoutValues() {
        return new Diagram(
                vertices.stream().map(Vertex::withoutValue).toList(),
                arrows.stream()
                        .map(a -> new Arrow(a.from, a.to, a.name, a.isNameShown, TensorText.NONE, a.gradient))
                        .toList());
    }
}
