package gradj.graph.picture;

import gradj.graph.Node;
import gradj.graph.Node.Kind;
import gradj.graph.picture.Diagram.Arrow;
import gradj.graph.picture.Diagram.Role;
import gradj.graph.picture.Diagram.Vertex;
import gradj.op.Operation;
import gradj.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the part of a graph that a node is made from, with the values and gradients it holds now. */
final class DiagramReader {
    private final List<Vertex> vertices = new ArrayList<>();
    private final List<Arrow> arrows = new ArrayList<>();
    private final Map<Node, Integer> places = new HashMap<>();

    private DiagramReader() {}

    static Diagram read(Node output) {
        DiagramReader reader = new DiagramReader();
        List<Node> used = nodes(output);
        Map<Node, Integer> uses = new HashMap<>();
        used.forEach(node -> node.inputs().forEach(input -> uses.merge(input, 1, Integer::sum)));
        used.forEach(node -> reader.add(node, uses.getOrDefault(node, 0)));
        reader.addOutput(output);
        return new Diagram(List.copyOf(reader.vertices), List.copyOf(reader.arrows));
    }

    /** The node, its inputs, their inputs ..., in an order of computation. */
    static List<Node> nodes(Node output) {
        Set<Node> found = new HashSet<>();
        Deque<Node> open = new ArrayDeque<>(List.of(output));
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (found.add(node)) {
                open.addAll(node.inputs());
            }
        }
        return output.graph().nodes().stream().filter(found::contains).toList();
    }

    private void add(Node node, int uses) {
        List<String> sum = uses > 1 && node.hasGradient() ? sum(node) : List.of();
        places.put(node, vertices.size());
        vertices.add(new Vertex(role(node), text(node), sum, tooltip(node)));
        for (int i = 0; i < node.inputs().size(); i++) {
            Node input = node.inputs().get(i);
            List<String> gradient =
                    node.gradientPassedTo(i).map(TensorText::lines).orElse(List.of());
            String tooltip = input.name() + " = " + TensorText.inFull(input.value())
                    + node.gradientPassedTo(i)
                            .map(g -> "\ngradient passed back: " + TensorText.inFull(g))
                            .orElse("");
            arrows.add(new Arrow(place(input), place(node), TensorText.lines(input.value()), gradient, tooltip));
        }
    }

    private static List<String> sum(Node node) {
        List<String> lines = new ArrayList<>(TensorText.lines(node.gradient()));
        lines.set(0, "sum " + lines.get(0));
        return lines;
    }

    private void addOutput(Node output) {
        boolean isNamed = !output.operation().map(Operation::name).equals(java.util.Optional.of(output.name()));
        List<String> gradient = output.hasGradient() ? TensorText.lines(output.gradient()) : List.of();
        vertices.add(new Vertex(Role.OUTPUT, isNamed ? output.name() : "", List.of(), tooltip(output)));
        Tensor value = output.value();
        arrows.add(new Arrow(place(output), vertices.size() - 1, TensorText.lines(value), gradient, tooltip(output)));
    }

    private int place(Node node) {
        Integer place = places.get(node);
        if (place == null) {
            throw new IllegalStateException(node.name() + " stands behind what it is used by");
        }
        return place;
    }

    private static Role role(Node node) {
        return switch (node.kind()) {
            case INPUT -> Role.INPUT;
            case PARAMETER -> Role.ASIDE;
            case CONSTANT -> isNumber(node) ? Role.NUMBER : Role.ASIDE;
            case OPERATION -> Role.OPERATION;
        };
    }

    private static boolean isNumber(Node node) {
        return node.value().shape().rank() == 0 && ShortNumber.of(node.item()).equals(node.name());
    }

    private static String text(Node node) {
        return node.operation().map(Sign::of).orElse(node.name());
    }

    private static String tooltip(Node node) {
        String kind = node.kind() == Kind.OPERATION
                ? node.operation().map(Operation::name).orElse("")
                : node.kind().name().toLowerCase(java.util.Locale.ROOT);
        return (kind.equals(node.name()) ? kind : kind + " " + node.name()) + "\nvalue: "
                + TensorText.inFull(node.value())
                + (node.hasGradient() ? "\ngradient: " + TensorText.inFull(node.gradient()) : "");
    }
}
