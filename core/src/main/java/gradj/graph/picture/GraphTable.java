package gradj.graph.picture;

import gradj.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A graph as text: a line a node, with what it is computed from, and the value and gradient it held when it was read. */
final class GraphTable {
    /** Longer cells, such as the list of a thousand inputs, move what follows in their own line only. */
    private static final int WIDEST = 80;

    private final List<List<String>> rows = new ArrayList<>();

    private GraphTable() {
        rows.add(List.of("node", "computed by", "value", "gradient"));
    }

    /** The nodes that {@code output} is made from, and itself. */
    static GraphTable of(Node output, Symbols symbols) {
        GraphTable table = new GraphTable();
        List<Node> nodes = DiagramReader.nodes(output);
        NodeText text = new NodeText(nodes, symbols);
        Map<Node, String> names = new HashMap<>();
        for (Node node : nodes) {
            String name = DiagramReader.name(node, names.size());
            names.put(node, name);
            table.rows.add(List.of(name, computedBy(node, names), line(text.value(node)), line(text.gradient(node))));
        }
        return table;
    }

    private static String line(TensorText text) {
        return text.isNone() ? "-" : String.join(" ", text.lines());
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
        for (List<String> row : rows) {
            for (int column : columns) {
                int length = row.get(column).length();
                widths.merge(column, length > WIDEST ? 1 : length, Math::max);
            }
        }
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
