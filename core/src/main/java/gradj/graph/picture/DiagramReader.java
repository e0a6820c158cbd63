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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the part of a graph that a node is made from, with the values and gradients it holds now. */
final class DiagramReader {
    private final List<Vertex> vertices = new ArrayList<>();
    private final List<Arrow> arrows = new ArrayList<>();
    private final Map<Node, Integer> places = new HashMap<>();
    private final boolean showsShapes;

    private DiagramReader(boolean showsShapes) {
        this.showsShapes = showsShapes;
    }

    static Diagram read(Node output) {
        List<Node> used = nodes(output);
        DiagramReader reader = new DiagramReader(showsShapes(used));
        Map<Node, Integer> uses = new HashMap<>();
        used.forEach(node -> node.inputs().forEach(input -> uses.merge(input, 1, Integer::sum)));
        used.forEach(node -> reader.add(node, uses.getOrDefault(node, 0) > 1));
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

    /** Whether all tensors show their shapes: one of them must, and those beside it are read together with it. */
    static boolean showsShapes(List<Node> nodes) {
        return nodes.stream()
                .anyMatch(node -> TensorText.hasShapeLine(node.value().shape()));
    }

    private void add(Node node, boolean hasSum) {
        places.put(node, vertices.size());
        TensorText value = text(node.value());
        vertices.add(new Vertex(role(node), label(node, value), title(node), value, gradient(node), hasSum));
        for (int i = 0; i < node.inputs().size(); i++) {
            Node input = node.inputs().get(i);
            Vertex from = vertices.get(place(input));
            TensorText passed = node.gradientPassedTo(i).map(this::text).orElse(TensorText.NONE);
            boolean isNameShown = input.isNamed() && input.kind() == Kind.OPERATION;
            arrows.add(new Arrow(place(input), place(node), input.name(), isNameShown, from.value(), passed));
        }
    }

    private void addOutput(Node output) {
        Vertex last = vertices.get(place(output));
        boolean isNamed = output.isNamed() || output.kind() != Kind.OPERATION;
        vertices.add(new Vertex(
                Role.OUTPUT, isNamed ? output.name() : "", last.title(), last.value(), last.gradient(), false));
        arrows.add(new Arrow(place(output), vertices.size() - 1, output.name(), false, last.value(), last.gradient()));
    }

    private int place(Node node) {
        Integer place = places.get(node);
        if (place == null) {
            throw new IllegalStateException(node.name() + " stands behind what it is used by");
        }
        return place;
    }

    private TensorText text(Tensor tensor) {
        return TensorText.of(tensor, showsShapes);
    }

    private TensorText gradient(Node node) {
        return node.hasGradient() ? text(node.gradient()) : TensorText.NONE;
    }

    private static Role role(Node node) {
        return switch (node.kind()) {
            case INPUT -> Role.INPUT;
            case PARAMETER -> Role.ASIDE;
            case CONSTANT -> isNumber(node) ? Role.NUMBER : Role.ASIDE;
            case OPERATION -> Role.OPERATION;
        };
    }

    /** A constant without a name. */
    static boolean isNumber(Node node) {
        return node.kind() == Kind.CONSTANT
                && !node.isNamed()
                && node.value().shape().rank() == 0;
    }

    private static String label(Node node, TensorText value) {
        return isNumber(node)
                ? value.lines().get(0)
                : node.operation().map(Sign::of).orElse(node.name());
    }

    private static String title(Node node) {
        Optional<String> operation = node.operation().map(Operation::name);
        String kind = operation.orElse(node.kind().name().toLowerCase(Locale.ROOT));
        return operation.isPresent() && !node.isNamed() ? kind : kind + " " + node.name();
    }
}
