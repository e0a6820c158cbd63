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
 * <p>Numbers have four digits that count; SVG has the others in tooltips. Short vectors show their elements, small
 * matrices shape and elements, other tensors shape and norm. A name that {@link Node#named} gave stands with its value.
 * Four and more repetitions of a part, such as the layers of a deep net, are folded.
 */
public final class GraphPicture {
    /** What the nodes held when the picture was made. */
    private record Snapshot(String title, Diagram diagram, GraphTable table) {}

    private final Snapshot snapshot;
    private final Diagram diagram;
    private final View view;
    private final String widestCaption;
    private final boolean isFolded;
    private final boolean showsValues;
    private final boolean showsGradients;

    /** A whole picture. */
    private GraphPicture(Snapshot snapshot, boolean isFolded, boolean showsValues, boolean showsGradients) {
        this.snapshot = snapshot;
        this.isFolded = isFolded;
        this.showsValues = showsValues;
        this.showsGradients = showsGradients;
        Diagram all = isFolded ? Folding.fold(snapshot.diagram) : snapshot.diagram;
        this.diagram = !showsValues ? all.withoutValues() : !showsGradients ? all.withoutGradients() : all;
        this.view = View.everything(diagram);
        this.widestCaption = "";
    }

    /** One of a whole picture's steps. */
    private GraphPicture(GraphPicture whole, View view, String widestCaption) {
        this.snapshot = whole.snapshot;
        this.isFolded = whole.isFolded;
        this.showsValues = whole.showsValues;
        this.showsGradients = whole.showsGradients;
        this.diagram = whole.diagram;
        this.view = view;
        this.widestCaption = widestCaption;
    }

    /** The part of the graph that this node is made from, with its gradients if there was a backward. */
    public static GraphPicture of(Node output) {
        String title = "Computational graph of " + output.name();
        return new GraphPicture(
                new Snapshot(title, DiagramReader.read(output), GraphTable.of(output)), true, true, true);
    }

    /** The same with every repetition drawn. */
    public GraphPicture unfolded() {
        return new GraphPicture(snapshot, false, showsValues, showsGradients);
    }

    /** The same with values alone. */
    public GraphPicture forwardOnly() {
        return new GraphPicture(snapshot, isFolded, true, false);
    }

    /** The same with gradients alone. */
    public GraphPicture backwardOnly() {
        return new GraphPicture(snapshot, isFolded, false, true);
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
            steps.add(new GraphPicture(this, step, widest));
        }
        return steps;
    }

    /** What the marked operation of one of the {@link #steps} computes; empty for a whole picture. */
    public String caption() {
        return view.caption();
    }

    /** As SVG, for light and dark pages. */
    public String svg() {
        return SvgWriter.write(snapshot.title, diagram, Layout.of(diagram), view, widestCaption);
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
        return snapshot.table.text(showsValues, showsGradients);
    }
}
