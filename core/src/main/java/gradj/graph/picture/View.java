package gradj.graph.picture;

import gradj.graph.picture.Diagram.Arrow;
import gradj.graph.picture.Diagram.Role;
import gradj.graph.picture.Diagram.Vertex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What of a diagram is shown: everything, or what was computed up to one step.
 *
 * @param vertices shown, by their positions
 * @param arrows shown, with their values
 * @param gradients arrows shown with their gradients
 * @param whole vertices whose gradient is complete: all arrows have brought their parts
 * @param current the vertex that computes in this step, or -1
 * @param caption what it computes; empty where everything is shown
 */
record View(BitSet vertices, BitSet arrows, BitSet gradients, BitSet whole, int current, String caption) {
    static View everything(Diagram diagram) {
        return new View(
                all(diagram.vertices().size()),
                all(diagram.arrows().size()),
                all(diagram.arrows().size()),
                all(diagram.vertices().size()),
                -1,
                "");
    }

    private static BitSet all(int count) {
        BitSet set = new BitSet();
        set.set(0, count);
        return set;
    }

    /** Whether a vertex is not there yet, but a value on its way to it is. */
    boolean isAwaited(int vertex, List<Integer> arrowsIn) {
        return !vertices.get(vertex) && arrowsIn.stream().anyMatch(arrows::get);
    }

    /** One local computation after the other: each forward, then, where there are gradients, each backward. */
    static List<View> steps(Diagram diagram, boolean forward, boolean backward) {
        List<View> steps = new ArrayList<>();
        if (forward) {
            addForwardSteps(diagram, steps);
        }
        if (backward) {
            addBackwardSteps(diagram, steps);
        }
        return numbered(steps);
    }

    private static void addForwardSteps(Diagram diagram, List<View> steps) {
        List<List<Integer>> in = diagram.arrowsIn();
        List<List<Integer>> out = diagram.arrowsOut();
        BitSet vertices = new BitSet();
        BitSet arrows = new BitSet();
        for (int v = 0; v < in.size(); v++) {
            if (diagram.vertices().get(v).isComputed()) {
                vertices.set(v);
                for (int arrow : in.get(v)) {
                    vertices.set(diagram.arrows().get(arrow).from());
                    arrows.set(arrow);
                }
                for (int arrow : out.get(v)) {
                    arrows.set(arrow);
                    int user = diagram.arrows().get(arrow).to();
                    if (diagram.vertices().get(user).role() == Role.OUTPUT) {
                        vertices.set(user);
                    }
                }
                String caption = "forward: " + forward(diagram, v, in.get(v), out.get(v));
                steps.add(new View(copy(vertices), copy(arrows), new BitSet(), new BitSet(), v, caption));
            }
        }
    }

    private static void addBackwardSteps(Diagram diagram, List<View> steps) {
        List<List<Integer>> in = diagram.arrowsIn();
        List<List<Integer>> out = diagram.arrowsOut();
        View complete = everything(diagram);
        BitSet gradients = new BitSet();
        gradients.set(diagram.arrows().size() - 1); // dout, where backward starts
        for (int v = in.size() - 1; v >= 0; v--) {
            boolean passesGradients = diagram.vertices().get(v).isComputed()
                    && in.get(v).stream()
                            .anyMatch(arrow ->
                                    !diagram.arrows().get(arrow).gradient().isNone());
            if (passesGradients) {
                in.get(v).forEach(gradients::set);
                String caption = "backward: " + backward(diagram, v, in.get(v), out.get(v));
                BitSet whole = whole(gradients, in, out);
                steps.add(new View(complete.vertices, complete.arrows, copy(gradients), whole, v, caption));
            }
        }
    }

    /** The vertices all of whose arrows out brought a gradient back; the result, which has none, got it by the one in. */
    private static BitSet whole(BitSet gradients, List<List<Integer>> in, List<List<Integer>> out) {
        BitSet whole = new BitSet();
        for (int v = 0; v < out.size(); v++) {
            List<Integer> arrows = out.get(v).isEmpty() ? in.get(v) : out.get(v);
            whole.set(v, arrows.stream().allMatch(gradients::get));
        }
        return whole;
    }

    private static List<View> numbered(List<View> steps) {
        List<View> numbered = new ArrayList<>();
        for (View step : steps) {
            String caption = "Step " + (numbered.size() + 1) + " of " + steps.size() + ", " + step.caption;
            numbered.add(new View(step.vertices, step.arrows, step.gradients, step.whole, step.current, caption));
        }
        return numbered;
    }

    private static BitSet copy(BitSet set) {
        return BitSet.valueOf(set.toLongArray());
    }

    private static String forward(Diagram diagram, int v, List<Integer> in, List<Integer> out) {
        String[] inputs = in.stream()
                .map(a -> text(diagram.arrows().get(a).value().lines()))
                .toArray(String[]::new);
        String sign = diagram.vertices().get(v).text();
        String y = " = " + text(diagram.arrows().get(out.get(0)).value().lines());
        return switch (sign) {
            case "+", "−", "×", "/" -> infix(sign, inputs) + y;
            case "( )²" -> "(" + inputs[0] + ")²" + y;
            default -> sign + " of " + String.join(" and ", inputs) + y;
        };
    }

    /** Negative numbers behind a sign stand in parentheses; a single input is what 1 is divided by. */
    private static String infix(String sign, String[] inputs) {
        StringBuilder text = new StringBuilder(inputs.length == 1 ? "1" : inputs[0]);
        for (String input : Arrays.asList(inputs).subList(inputs.length == 1 ? 0 : 1, inputs.length)) {
            text.append(' ').append(sign).append(' ').append(input.startsWith("-") ? "(" + input + ")" : input);
        }
        return text.toString();
    }

    private static String backward(Diagram diagram, int v, List<Integer> in, List<Integer> out) {
        Vertex vertex = diagram.vertices().get(v);
        List<String> sum = vertex.sum().isEmpty()
                ? diagram.arrows().get(out.get(0)).gradient().lines()
                : vertex.sum();
        List<String> passed = in.stream()
                .map(diagram.arrows()::get)
                .map(Arrow::gradient)
                .filter(gradient -> !gradient.isNone())
                .map(gradient -> text(gradient.lines()))
                .toList();
        return vertex.text() + " gets " + text(sum) + ", passes back " + String.join(" and ", passed);
    }

    private static String text(List<String> lines) {
        return String.join(" ", lines);
    }
}
