package gradj.graph.picture;

import gradj.graph.Node;
import gradj.op.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A graph as text: a line a node, with what it is computed from, its value and its gradient. */
final class GraphTable {
    private final List<List<String>> rows = new ArrayList<>();

    private GraphTable() {}

    /** The nodes that {@code output} is made from, and itself. */
    static String of(Node output, boolean showsValues, boolean showsGradients) {
        GraphTable table = new GraphTable();
        List<String> head = new ArrayList<>(List.of("node", "computed by", "value", "gradient"));
        table.rows.add(head);
        Map<Node, String> names = new HashMap<>();
        for (Node node : DiagramReader.nodes(output)) {
            names.put(node, name(node, names.size()));
            table.rows.add(List.of(
                    names.getOrDefault(node, ""),
                    computedBy(node, names),
                    String.join(" ", TensorText.lines(node.value())),
                    node.hasGradient() ? String.join(" ", TensorText.lines(node.gradient())) : "-"));
        }
        List<Integer> columns = new ArrayList<>(List.of(0, 1));
        if (showsValues) {
            columns.add(2);
        }
        if (showsGradients) {
            columns.add(3);
        }
        return table.text(columns);
    }

    private static String name(Node node, int number) {
        boolean isNamed =
                !node.name().equals(node.operation().map(Operation::name).orElse(""));
        return isNamed ? node.name() : "#" + number;
    }

    private static String computedBy(Node node, Map<Node, String> names) {
        return node.operation()
                .map(operation -> operation.name()
                        + node.inputs().stream()
                                .map(names::get)
                                .toList()
                                .toString()
                                .replace('[', '(')
                                .replace(']', ')'))
                .orElse("-");
    }

    private String text(List<Integer> columns) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column : columns) {
                int width = rows.stream()
                        .mapToInt(r -> r.get(column).length())
                        .max()
                        .orElse(0);
                line.append(String.format("%-" + width + "s", row.get(column))).append("  ");
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }
}
