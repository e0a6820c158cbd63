package gradj.graph.picture;

import gradj.graph.picture.Diagram.Arrow;
import gradj.graph.picture.Diagram.Role;
import gradj.graph.picture.Diagram.Vertex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a diagram is shown: everything, or what was computed up to one step.
 *
 * @param schedule when each part comes; the same object for all steps of a series
 * @param step counted from 0
 * @param current the vertex that computes in this step, or -1
 * @param caption what it computes; empty where everything is shown
 * @param computation the same as data; null where everything is shown
 */
record Frame(
        Schedule schedule,
        int step,
        int current,
        String caption,
        @Nullable LocalComputation computation) {
    private static final int NEVER = Integer.MAX_VALUE;

    /**
     * The step from which on each part of a diagram is shown, or NEVER.
     *
     * @param vertices by their positions
     * @param arrows with their values
     * @param gradients of the arrows
     * @param whole vertices whose gradient is complete: all arrows have brought their parts
     */
    record Schedule(int[] vertices, int[] arrows, int[] gradients, int[] whole) {
        static Schedule filled(Diagram diagram, int step) {
            int[] vertices = new int[diagram.vertices().size()];
            int[] arrows = new int[diagram.arrows().size()];
            Arrays.fill(vertices, step);
            Arrays.fill(arrows, step);
            return new Schedule(vertices, arrows, arrows.clone(), vertices.clone());
        }
    }

    static Frame everything(Diagram diagram) {
        return new Frame(Schedule.filled(diagram, 0), 0, -1, "", null);
    }

    boolean showsVertex(int vertex) {
        return schedule.vertices[vertex] <= step;
    }

    boolean showsArrow(int arrow) {
        return schedule.arrows[arrow] <= step;
    }

    boolean showsGradient(int arrow) {
        return schedule.gradients[arrow] <= step;
    }

    boolean isWhole(int vertex) {
        return schedule.whole[vertex] <= step;
    }

    /** Whether a vertex is not there yet, but a value on its way to it is. */
    boolean isAwaited(int vertex, List<Integer> arrowsIn) {
        return !showsVertex(vertex) && arrowsIn.stream().anyMatch(this::showsArrow);
    }

    Frame withSchedule(Schedule other) {
        return new Frame(other, step, current, caption, computation);
    }

    /** One local computation after the other: each forward, then, where there are gradients, each backward. */
    static List<Frame> steps(Diagram diagram, boolean forward, boolean backward) {
        Schedule schedule = Schedule.filled(diagram, NEVER);
        List<Frame> steps = new ArrayList<>();
        if (forward) {
            addForwardSteps(diagram, schedule, steps);
        }
        if (backward) {
            addBackwardSteps(diagram, schedule, steps);
        }
        return numbered(steps);
    }

    private static void addForwardSteps(Diagram diagram, Schedule schedule, List<Frame> steps) {
        List<List<Integer>> in = diagram.arrowsIn();
        List<List<Integer>> out = diagram.arrowsOut();
        for (int v = 0; v < in.size(); v++) {
            if (diagram.vertices().get(v).isComputed()) {
                int step = steps.size();
                schedule.vertices[v] = step;
                for (int arrow : in.get(v)) {
                    showFrom(
                            step, schedule.vertices, diagram.arrows().get(arrow).from());
                    showFrom(step, schedule.arrows, arrow);
                }
                for (int arrow : out.get(v)) {
                    schedule.arrows[arrow] = step;
                    int user = diagram.arrows().get(arrow).to();
                    if (diagram.vertices().get(user).role() == Role.OUTPUT) {
                        schedule.vertices[user] = step;
                    }
                }
                String caption = "forward: " + forward(diagram, v, in.get(v), out.get(v));
                steps.add(new Frame(schedule, step, v, caption, local(diagram, v, false)));
            }
        }
    }

    private static void addBackwardSteps(Diagram diagram, Schedule schedule, List<Frame> steps) {
        List<List<Integer>> in = diagram.arrowsIn();
        List<List<Integer>> out = diagram.arrowsOut();
        int first = steps.size();
        Arrays.setAll(schedule.vertices, v -> Math.min(first, schedule.vertices[v]));
        Arrays.setAll(schedule.arrows, a -> Math.min(first, schedule.arrows[a]));
        schedule.gradients[diagram.arrows().size() - 1] = first; // dout, where backward starts
        for (int v = in.size() - 1; v >= 0; v--) {
            boolean passesGradients = diagram.vertices().get(v).isComputed()
                    && in.get(v).stream()
                            .anyMatch(arrow ->
                                    !diagram.arrows().get(arrow).gradient().isNone());
            if (passesGradients) {
                int step = steps.size();
                in.get(v).forEach(arrow -> showFrom(step, schedule.gradients, arrow));
                String caption = "backward: " + backward(diagram, v, in.get(v), out.get(v));
                steps.add(new Frame(schedule, step, v, caption, local(diagram, v, true)));
            }
        }
        // Whole is what all arrows out brought a gradient back to; the result, which has none, got it by the one in.
        Arrays.setAll(
                schedule.whole,
                v -> (out.get(v).isEmpty() ? in.get(v) : out.get(v))
                        .stream().mapToInt(a -> schedule.gradients[a]).max().orElse(first));
    }

    private static @Nullable LocalComputation local(Diagram diagram, int v, boolean isBackward) {
        Vertex vertex = diagram.vertices().get(v);
        return vertex.local() == null ? null : vertex.local().at(isBackward, vertex.text());
    }

    private static void showFrom(int step, int[] steps, int part) {
        steps[part] = Math.min(steps[part], step);
    }

    private static List<Frame> numbered(List<Frame> steps) {
        List<Frame> numbered = new ArrayList<>();
        for (Frame view : steps) {
            int number = numbered.size() + 1;
            String caption = "Step " + number + " of " + steps.size() + ", " + view.caption;
            LocalComputation local = view.computation == null ? null : view.computation.numbered(number, steps.size());
            numbered.add(new Frame(view.schedule, view.step, view.current, caption, local));
        }
        return numbered;
    }

    private static String forward(Diagram diagram, int v, List<Integer> in, List<Integer> out) {
        String[] inputs = in.stream().map(a -> text(diagram.arrows().get(a))).toArray(String[]::new);
        String sign = diagram.vertices().get(v).text();
        String y = " = " + text(diagram.arrows().get(out.get(0)));
        return switch (sign) {
            case "+", "−", "×", "/" -> infix(sign, inputs) + y;
            case "( )²" -> "(" + inputs[0] + ")²" + y;
            default ->
                NumbersInside.holds(sign)
                        ? inputs[0] + " " + sign + y
                        : sign + " of " + String.join(" and ", inputs) + y;
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

    /** What an arrow carries; where it has no value, for a name stands for it, that name. */
    private static String text(Arrow arrow) {
        return arrow.value().isNone() ? arrow.name() : text(arrow.value().lines());
    }

    private static String text(List<String> lines) {
        return String.join(" ", lines);
    }
}
