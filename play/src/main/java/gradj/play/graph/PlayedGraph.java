package gradj.play.graph;

import gradj.backend.JavaBackend;
import gradj.graph.NamedGraph;
import gradj.graph.Node;
import gradj.graph.picture.GraphPicture;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers the page's questions about graphs. Nothing is kept between two questions: a graph is some microseconds of work. In
 * float64 on the backend java, as the pictures of {@code gradj graph}.
 */
public final class PlayedGraph {
    /** So many numbers can be changed by hand. */
    private static final int MOST_ELEMENTS = 24;

    private static final Tensors TENSORS = new Tensors(new JavaBackend(), DType.FLOAT64);

    private final Node output;
    private final Tensor upstream;
    private final List<Node> inputs;

    private PlayedGraph(Node output) {
        this.output = output;
        if (!output.hasGradient()) {
            output.backward();
        }
        this.upstream = output.gradient();
        this.inputs = output.graph().nodes().stream()
                .filter(node -> node.kind() == Node.Kind.INPUT)
                .toList();
    }

    /**
     * The answer.
     *
     * @throws FormulaException if the formula cannot be understood
     * @throws IllegalArgumentException if something else that was asked for does not exist
     */
    public static GraphAnswer answer(GraphRequest request) {
        Map<String, double[]> values = request.values() == null ? Map.of() : request.values();
        PlayedGraph graph = new PlayedGraph(node(request, values));
        graph.set(values);
        return graph.answer(request.step(), request.nudge());
    }

    private static Node node(GraphRequest request, Map<String, double[]> values) {
        String formula = request.formula();
        if (formula != null) {
            Map<String, Double> scalars = new LinkedHashMap<>();
            values.forEach((name, value) -> {
                if (value != null && value.length == 1) {
                    scalars.put(name, value[0]);
                }
            });
            return Formula.build(formula, TENSORS, scalars);
        }
        return NamedGraph.of(String.valueOf(request.name()))
                .orElseThrow(() -> new IllegalArgumentException("there is no graph " + request.name() + "; graphs: "
                        + String.join(
                                ", ",
                                Arrays.stream(NamedGraph.values())
                                        .map(NamedGraph::label)
                                        .toList())))
                .build(TENSORS);
    }

    private void set(Map<String, double[]> values) {
        boolean isChanged = false;
        for (Node input : inputs) {
            double[] wanted = values.get(input.name());
            if (wanted != null) {
                Shape shape = input.value().shape();
                if (wanted.length != input.value().size()) {
                    throw new IllegalArgumentException("values of " + input.name() + ": expected "
                            + input.value().size() + ", got " + wanted.length);
                }
                if (!Arrays.equals(wanted, input.value().toDoubleArray())) {
                    input.set(output.graph().tensors().of(shape, wanted));
                    isChanged = true;
                }
            }
        }
        if (isChanged) {
            run();
        }
    }

    private void run() {
        output.graph().forward();
        output.backward(upstream);
    }

    private GraphAnswer answer(@Nullable Integer step, GraphRequest.@Nullable Nudge nudge) {
        GraphPicture whole = GraphPicture.of(output);
        List<GraphPicture> steps = whole.steps();
        GraphPicture shown = whole;
        if (step != null) {
            if (step < 1 || step > steps.size()) {
                throw new IllegalArgumentException("step: expected 1 to " + steps.size() + ", got " + step);
            }
            shown = steps.get(step - 1);
        }
        List<GraphAnswer.Input> told = new ArrayList<>();
        boolean isFinite = isFinite(output.value());
        for (Node input : inputs) {
            boolean isFew = input.value().size() <= MOST_ELEMENTS;
            isFinite &= !input.hasGradient() || isFinite(input.gradient());
            told.add(new GraphAnswer.Input(
                    input.name(),
                    lengths(input.value()),
                    isFew ? input.value().toDoubleArray() : null,
                    isFew && input.hasGradient() ? input.gradient().toDoubleArray() : null));
        }
        GraphAnswer.Result result = new GraphAnswer.Result(
                output.name(),
                lengths(output.value()),
                output.value().size() <= MOST_ELEMENTS ? output.value().toDoubleArray() : null,
                isFinite);
        return new GraphAnswer(
                shown.svg(),
                steps.size(),
                shown.computation().orElse(null),
                told,
                result,
                nudge == null ? null : difference(nudge));
    }

    private static List<Integer> lengths(Tensor tensor) {
        List<Integer> lengths = new ArrayList<>();
        for (int axis = 0; axis < tensor.shape().rank(); axis++) {
            lengths.add(tensor.shape().length(axis));
        }
        return lengths;
    }

    private static boolean isFinite(Tensor tensor) {
        return Arrays.stream(tensor.toDoubleArray()).allMatch(Double::isFinite);
    }

    // --------------------------------------------------------------------------------------------- numerical
    // difference

    private GraphAnswer.Difference difference(GraphRequest.Nudge nudge) {
        Node input = inputs.stream()
                .filter(node -> node.name().equals(nudge.input()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no input " + nudge.input()));
        double[] values = input.value().toDoubleArray();
        if (nudge.element() < 0 || nudge.element() >= values.length || !(nudge.h() > 0) || nudge.h() > 1e6) {
            throw new IllegalArgumentException("nudge: expected an element from 0 to " + (values.length - 1)
                    + " and an h above 0, got " + nudge.element() + " and " + nudge.h());
        }
        double gradient = input.hasGradient() ? input.gradient().toDoubleArray()[nudge.element()] : 0;
        double below = resultAt(input, values, nudge.element(), -nudge.h());
        double above = resultAt(input, values, nudge.element(), nudge.h());
        double slope = (above - below) / (2 * nudge.h());
        return new GraphAnswer.Difference(input.name(), nudge.element(), nudge.h(), below, above, slope, gradient);
    }

    private double resultAt(Node input, double[] values, int element, double by) {
        double[] nudged = values.clone();
        nudged[element] += by;
        input.set(output.graph().tensors().of(input.value().shape(), nudged));
        output.graph().forward();
        return output.value().times(upstream).sum().item();
    }
}
