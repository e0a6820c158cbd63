package gradj.graph.picture;

import gradj.graph.Node;
import gradj.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A graph as text: a line a node, with what it is computed from, and the value and gradient it held when it was read. */
final class GraphTable {
    private final List<List<String>> rows = new ArrayList<>();

    private GraphTable() {
        rows.add(List.of("node", "computed by", "value", "gradient"));
    }

    /** The nodes that {@code output} is made from, and itself. */
    static GraphTable of(Node output) {
        GraphTable table = new GraphTable();
        List<Node> nodes = DiagramReader.nodes(output);
        boolean showsShapes = DiagramReader.showsShapes(nodes);
        Map<Node, String> names = new HashMap<>();
        for (Node node : nodes) {
            String name = name(node, names.size());
            names.put(node, name);
            table.rows.add(List.of(
                    name,
                    computedBy(node, names),
                    text(node.value(), showsShapes),
                    node.hasGradient() ? text(node.gradient(), showsShapes) : "-"));
        }
        return table;
    }

    private static String text(Tensor tensor, boolean showsShapes) {
        return String.join(" ", TensorText.of(tensor, showsShapes).lines());
    }

    private static String name(Node node, int number) {
        return DiagramReader.isNumber(node) ? ShortNumber.of(node.item()) : node.isNamed() ? node.name() : "#" + number;
    }

    private static String computedBy(Node node, Map<Node, String> names) {
        return node.operation()
                .map(operation -> operation.name()
                        + node.inputs().stream().map(names::get).collect(Collectors.joining(", ", "(", ")")))
                .orElse("-");
    }

    String text(boolean showsValues, boolean showsGradients) {
        List<Integer> columns = new ArrayList<>(List.of(0, 1));
        if (showsValues) {
            columns.add(2);
        }
        if (showsGradients) {
            columns.add(3);
        }
        Map<Integer, Integer> widths = new HashMap<>();
        rows.forEach(row ->
                columns.forEach(column -> widths.merge(column, row.get(column).length(), Math::max)));
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column : columns) {
                line.append(String.format("%-" + widths.get(column) + "s", row.get(column)))
                        .append("  ");
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }
}
