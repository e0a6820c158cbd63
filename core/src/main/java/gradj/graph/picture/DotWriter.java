package gradj.graph.picture;

import gradj.graph.picture.Diagram.Arrow;
import gradj.graph.picture.Diagram.Vertex;
import java.util.List;

/** Writes a diagram in Graphviz' language: values on black edges, gradients on coloured ones that point back. */
final class DotWriter {
    private DotWriter() {}

    static String write(Diagram diagram, Frame view) {
        StringBuilder dot = new StringBuilder("""
                digraph {
                  rankdir=LR
                  node [fontname=Helvetica]
                  edge [fontname=Helvetica]
                """);
        if (!view.caption().isEmpty()) {
            dot.append("  label=%s\n".formatted(quote(view.caption())));
        }
        List<List<Integer>> in = diagram.arrowsIn();
        for (int v = 0; v < diagram.vertices().size(); v++) {
            if (view.showsVertex(v)) {
                Vertex vertex = diagram.vertices().get(v);
                boolean isWhole = view.isWhole(v);
                String sum = isWhole && !vertex.sum().isEmpty()
                        ? " xlabel=%s".formatted(quote(String.join("\n", vertex.sum())))
                        : "";
                String fill = v == view.current() ? " style=filled fillcolor=\"#ffe58f\"" : "";
                dot.append("  n%d [label=%s shape=%s tooltip=%s%s%s]\n"
                        .formatted(v, quote(vertex.text()), shape(vertex), quote(vertex.tooltip(isWhole)), sum, fill));
            } else if (view.isAwaited(v, in.get(v))) {
                dot.append("  n%d [label=\"\" shape=plaintext]\n".formatted(v));
            }
        }
        for (int a = 0; a < diagram.arrows().size(); a++) {
            Arrow arrow = diagram.arrows().get(a);
            boolean isShown = view.showsArrow(a);
            if (isShown) {
                dot.append("  n%d -> n%d [label=%s]\n"
                        .formatted(arrow.from(), arrow.to(), quote(String.join("\n", arrow.above()))));
            }
            if (isShown && view.showsGradient(a) && !arrow.gradient().isNone()) {
                dot.append("  n%d -> n%d [label=%s dir=back color=\"#bc4c00\" fontcolor=\"#bc4c00\"]\n"
                        .formatted(
                                arrow.from(),
                                arrow.to(),
                                quote(String.join("\n", arrow.gradient().lines()))));
            }
        }
        return dot.append("}\n").toString();
    }

    private static String shape(Vertex vertex) {
        return switch (vertex.role()) {
            case OPERATION -> vertex.text().length() > 4 ? "ellipse" : "circle";
            case FOLDED -> "box";
            case INPUT, ASIDE, NUMBER, OUTPUT -> "plaintext";
        };
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
