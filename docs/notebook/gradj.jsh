// Pictures of gradj's objects, as HTML, for notebooks of a Java kernel: see ../notebook.md.

import gradj.graph.Node;
import gradj.graph.picture.GraphPicture;
import gradj.train.Epoch;
import gradj.train.History;

/** The graph that a node is made from. */
String picture(Node node) {
    return GraphPicture.of(node).svg();
}

/** A graph, or one of its steps. */
String picture(GraphPicture graph) {
    return graph.svg();
}

/** A training: its losses as a line, its epochs as a table. */
String picture(History history) {
    double highest = history.losses().stream().filter(Double::isFinite).max(Double::compare).orElse(1.0);
    int every = Math.max(1, history.losses().size() / 400);
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < history.losses().size(); i += every) {
        double loss = history.losses().get(i);
        if (Double.isFinite(loss)) {
            line.append(String.format(Locale.ROOT, "%.1f,%.1f ", 400.0 * i / history.losses().size(), 120 - 110 * loss / highest));
        }
    }
    StringBuilder table = new StringBuilder("<table><tr><th>epoch</th><th>loss</th>");
    history.last().train().keySet().forEach(metric -> table.append("<th>train ").append(metric).append("</th>"));
    history.last().test().keySet().forEach(metric -> table.append("<th>test ").append(metric).append("</th>"));
    for (Epoch epoch : history.epochs()) {
        table.append(String.format(Locale.ROOT, "</tr><tr><td>%d</td><td>%.4f</td>", epoch.number(), epoch.loss()));
        epoch.train().values().forEach(value -> table.append(String.format(Locale.ROOT, "<td>%.4f</td>", value)));
        epoch.test().values().forEach(value -> table.append(String.format(Locale.ROOT, "<td>%.4f</td>", value)));
    }
    return "<svg xmlns='http://www.w3.org/2000/svg' width='400' height='124' role='img'><title>Loss, iteration by iteration: from "
            + String.format(Locale.ROOT, "%.3f to %.3f", history.losses().get(0), history.finalLoss())
            + "</title><polyline fill='none' stroke='#0072b2' points='" + line + "'/></svg>" + table + "</tr></table>";
}
