package gradj.graph.picture;

import gradj.graph.Node;
import gradj.graph.Node.Kind;
import gradj.graph.picture.Diagram.Arrow;
import gradj.graph.picture.Diagram.Role;
import gradj.graph.picture.Diagram.Vertex;
import gradj.graph.picture.LocalComputation.Derivative;
import gradj.graph.picture.LocalComputation.Variable;
import gradj.op.Operation;
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
    private final NodeText text;

    private DiagramReader(NodeText text) {
        this.text = text;
    }

    /** With the nodes' numbers alone. */
    static Diagram read(Node output) {
        return read(output, new Symbols());
    }

    static Diagram read(Node output, Symbols symbols) {
        List<Node> used = nodes(output);
        DiagramReader reader = new DiagramReader(new NodeText(used, symbols));
        used.forEach(reader::add);
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

    private void add(Node node) {
        String name = name(node, vertices.size());
        places.put(node, vertices.size());
        TensorText value = text.value(node);
        boolean isNumber = isNumber(node) && !value.isNone();
        vertices.add(new Vertex(
                isNumber ? Role.NUMBER : role(node),
                isNumber ? value.lines().get(0) : node.operation().map(Sign::of).orElse(node.name()),
                name,
                title(node),
                value,
                text.gradient(node),
                text.isUsedOften(node),
                node.kind() == Kind.OPERATION ? local(node, value) : null));
        for (int i = 0; i < node.inputs().size(); i++) {
            Node input = node.inputs().get(i);
            Vertex from = vertices.get(place(input));
            boolean isNameShown = input.isNamed() && input.kind() == Kind.OPERATION;
            arrows.add(new Arrow(
                    place(input), place(node), input.name(), isNameShown, from.value(), text.passed(node, i)));
        }
    }

    private LocalComputation local(Node node, TensorText value) {
        LocalRule rule = LocalRule.of(node);
        List<Variable> inputs = new ArrayList<>();
        List<Derivative> derivatives = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            Node input = node.inputs().get(i);
            String shown = vertices.get(place(input)).value().oneLine();
            Variable variable = new Variable(rule.symbol(i, node.inputs().size()), givenName(input), shown);
            inputs.add(variable);
            TensorText gradient = text.passed(node, i);
            if (!gradient.isNone()) {
                derivatives.add(new Derivative(
                        variable,
                        rule.derivative(i),
                        rule.gradient(i, node),
                        text.showsNumbers(node) ? rule.value(i, node) : "",
                        gradient.oneLine()));
            }
        }
        return LocalComputation.of(
                rule.formula(),
                List.copyOf(inputs),
                new Variable("y", givenName(node), value.oneLine()),
                text.gradient(node).oneLine(),
                List.copyOf(derivatives));
    }

    private static String givenName(Node node) {
        return node.isNamed() ? node.name() : "";
    }

    private void addOutput(Node output) {
        Vertex last = vertices.get(place(output));
        boolean isNamed = output.isNamed() || output.kind() != Kind.OPERATION;
        vertices.add(new Vertex(
                Role.OUTPUT,
                isNamed ? output.name() : "",
                last.name(),
                last.title(),
                last.value(),
                last.gradient(),
                false,
                null));
        arrows.add(new Arrow(place(output), vertices.size() - 1, output.name(), false, last.value(), last.gradient()));
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
            case PARAMETER, CONSTANT -> Role.ASIDE;
            case OPERATION -> Role.OPERATION;
        };
    }

    /** A constant without a name. */
    static boolean isNumber(Node node) {
        return node.kind() == Kind.CONSTANT
                && !node.isNamed()
                && node.value().shape().rank() == 0;
    }

    /** A name for every node: its own, the number that a constant is, or its place. */
    static String name(Node node, int place) {
        return isNumber(node) ? ShortNumber.of(node.item()) : node.isNamed() ? node.name() : "#" + place;
    }

    private static String title(Node node) {
        Optional<String> operation = node.operation().map(Operation::name);
        String kind = operation.orElse(node.kind().name().toLowerCase(Locale.ROOT));
        return operation.isPresent() && !node.isNamed() ? kind : kind + " " + node.name();
    }
}
