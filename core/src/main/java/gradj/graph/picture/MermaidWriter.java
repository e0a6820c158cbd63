package gradj.graph.picture;

import gradj.graph.picture.Diagram.Arrow;
import gradj.graph.picture.Diagram.Vertex;
import java.util.ArrayList;
import java.util.List;

/** Writes a diagram for Mermaid, which GitHub draws in Markdown: value and gradient stand on the same arrow. */
final class MermaidWriter {
    private MermaidWriter() {}

    static String write(Diagram diagram, Frame view) {
        StringBuilder mermaid = new StringBuilder();
        if (!view.caption().isEmpty()) {
            mermaid.append("---\ntitle: '%s'\n---\n".formatted(view.caption().replace("'", "''")));
        }
        mermaid.append("flowchart LR\n");
        List<List<Integer>> in = diagram.arrowsIn();
        for (int v = 0; v < diagram.vertices().size(); v++) {
            if (view.showsVertex(v)) {
                boolean isWhole = view.isWhole(v);
                mermaid.append("  n%d%s\n".formatted(v, box(diagram.vertices().get(v), isWhole)));
            } else if (view.isAwaited(v, in.get(v))) {
                mermaid.append("  n%d[\" \"]\n  style n%d fill:none,stroke:none\n".formatted(v, v));
            }
        }
        for (int a = 0; a < diagram.arrows().size(); a++) {
            Arrow arrow = diagram.arrows().get(a);
            if (view.showsArrow(a)) {
                String label = label(arrow, view.showsGradient(a));
                mermaid.append("  n%d -->%s n%d\n"
                        .formatted(arrow.from(), label.isEmpty() ? "" : "|" + quote(label) + "|", arrow.to()));
            }
        }
        if (view.current() >= 0) {
            mermaid.append("  style n%d fill:#ffe58f,color:#1f2328\n".formatted(view.current()));
        }
        return mermaid.toString();
    }

    private static String box(Vertex vertex, boolean showsGradient) {
        List<String> lines = new ArrayList<>(List.of(vertex.text().isEmpty() ? " " : vertex.text()));
        lines.addAll(showsGradient ? vertex.sum() : List.of());
        String text = quote(String.join("\n", lines));
        return switch (vertex.role()) {
            case OPERATION -> "((" + text + "))";
            case FOLDED -> "([" + text + "])";
            case INPUT, ASIDE, NUMBER, OUTPUT -> "[" + text + "]";
        };
    }

    private static String label(Arrow arrow, boolean showsGradient) {
        List<String> lines = new ArrayList<>(arrow.above());
        if (showsGradient && !arrow.gradient().isNone()) {
            lines.add("gradient " + String.join("\n", arrow.gradient().lines()));
        }
        return String.join("\n", lines);
    }

    /** Mermaid's own escapes; a line break is the one tag it takes. */
    private static String quote(String text) {
        String escaped = text.replace("#", "#35;")
                .replace("\"", "#quot;")
                .replace("<", "#lt;")
                .replace(">", "#gt;")
                .replace("`", "#96;");
        return '"' + escaped.replace("\n", "<br>") + '"';
    }
}
