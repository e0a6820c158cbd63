package gradj.graph.picture;

import gradj.graph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A picture of a graph, as the book draws it: from left to right, operations in circles, values above the arrows,
 * gradients below them in another colour, on arrows from right to left. Where several arrows bring gradients back to one
 * node their sum stands below it. It shows what the nodes hold when it is made, and needs no program to draw it.
 *
 * <pre>{@code
 * Files.writeString(Path.of("apple.svg"), GraphPicture.of(price).svg());
 * }</pre>
 *
 * <p>Numbers have four digits that count; SVG has the others in tooltips. Short vectors show their elements, other tensors
 * shape and norm. Four and more repetitions of a part, such as the layers of a deep net, are folded.
 */
public final class GraphPicture {
    private final Node output;
    private final Diagram diagram;
    private final View view;
    private final String widestCaption;
    private final boolean showsValues;
    private final boolean showsGradients;

    private GraphPicture(
            Node output,
            Diagram diagram,
            View view,
            String widestCaption,
            boolean showsValues,
            boolean showsGradients) {
        this.output = output;
        this.diagram = diagram;
        this.view = view;
        this.widestCaption = widestCaption;
        this.showsValues = showsValues;
        this.showsGradients = showsGradients;
    }

    /** The part of the graph that this node is made from, with its gradients if there was a backward. */
    public static GraphPicture of(Node output) {
        return of(output, Folding.fold(DiagramReader.read(output)), true, true);
    }

    private static GraphPicture of(Node output, Diagram diagram, boolean showsValues, boolean showsGradients) {
        return new GraphPicture(output, diagram, View.everything(diagram), "", showsValues, showsGradients);
    }

    /** The same with every repetition drawn. */
    public GraphPicture unfolded() {
        GraphPicture all = of(output, DiagramReader.read(output), true, true);
        return !showsGradients ? all.forwardOnly() : !showsValues ? all.backwardOnly() : all;
    }

    /** The same with values alone. */
    public GraphPicture forwardOnly() {
        return of(output, diagram.withoutGradients(), true, false);
    }

    /** The same with gradients alone. */
    public GraphPicture backwardOnly() {
        return of(output, diagram.withoutValues(), false, true);
    }

    /**
     * A series of pictures of one size, a local computation each: what is not computed yet is not there, what computes now
     * is marked, and {@link #caption} says what it does.
     */
    public List<GraphPicture> steps() {
        List<View> views = View.steps(diagram, showsValues, showsGradients);
        String widest = views.stream()
                .map(View::caption)
                .max(Comparator.comparingDouble(caption -> TextWidth.of(caption, Measure.FONT)))
                .orElse("");
        List<GraphPicture> steps = new ArrayList<>();
        for (View step : views) {
            steps.add(new GraphPicture(output, diagram, step, widest, showsValues, showsGradients));
        }
        return steps;
    }

    /** What the marked operation of one of the {@link #steps} computes; empty for a whole picture. */
    public String caption() {
        return view.caption();
    }

    /** As SVG, for light and dark pages. */
    public String svg() {
        return SvgWriter.write(
                "Computational graph of " + output.name(), diagram, Layout.of(diagram), view, widestCaption);
    }

    /** As text in Graphviz' language DOT. */
    public String dot() {
        return DotWriter.write(diagram, view);
    }

    /** As a Mermaid flowchart. */
    public String mermaid() {
        return MermaidWriter.write(diagram, view);
    }

    /** As a table in plain text: a line for every node, folded or not, whatever the step. */
    public String table() {
        return GraphTable.of(output, showsValues, showsGradients);
    }
}
