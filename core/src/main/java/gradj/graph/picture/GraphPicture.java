package gradj.graph.picture;

import gradj.graph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A picture of a graph, as the book draws it: from left to right, operations in circles, values above the arrows,
 * gradients below them in another colour, on arrows from right to left. Where several arrows bring gradients back to one
 * node their sum stands below it. It shows what the nodes hold when it is made, and needs no program to draw it.
 *
 * <pre>{@code
 * Files.writeString(Path.of("apple.svg"), GraphPicture.of(price).svg());
 * }</pre>
 *
 * <p>In a large graph whose lines nobody could follow, far users of a value have its name beside them in place of a line:
 * that of the table, such as {@code #12}. More than 10,000 nodes or 30,000 arrows are refused as SVG: nobody could read
 * that. DOT, Mermaid and the table have no limit.
 *
 * <p>Numbers have four digits that count; SVG has the others in tooltips. Short vectors show their elements, small
 * matrices shape and elements, other tensors shape and norm. A name that {@link Node#named} gave stands with its value.
 * Four and more repetitions of a part, such as the layers of a deep net, are folded.
 */
public final class GraphPicture {
    private static final int MOST_NODES = 10_000;
    private static final int MOST_ARROWS = 30_000;

    /** What the nodes held when the picture was made. */
    private record Snapshot(String title, Diagram diagram, GraphTable table) {}

    /** What is drawn of it. */
    private record Choice(boolean isFolded, boolean hasNumbersInside, boolean showsValues, boolean showsGradients) {
        Diagram of(Diagram diagram) {
            Diagram folded = isFolded ? Folding.fold(diagram) : diagram;
            Diagram all = hasNumbersInside ? NumbersInside.of(folded) : folded;
            return !showsValues ? all.withoutValues() : !showsGradients ? all.withoutGradients() : all;
        }
    }

    /** A diagram's layout, made when it is first asked for; all steps share it. */
    private static final class Drawing {
        private final Diagram diagram;
        private SvgWriter.@Nullable Plan plan;

        Drawing(Diagram diagram) {
            this.diagram = diagram;
        }

        synchronized SvgWriter.Plan plan() {
            if (plan == null) {
                LongArrows.Cut cut = LongArrows.cut(diagram);
                plan = new SvgWriter.Plan(cut, Layout.of(cut.diagram()));
            }
            return plan;
        }
    }

    private final Snapshot snapshot;
    private final Choice choice;
    private final Diagram diagram;
    private final Drawing drawing;
    private final Frame view;
    private final String widestCaption;

    /** A whole picture. */
    private GraphPicture(Snapshot snapshot, Choice choice) {
        this.snapshot = snapshot;
        this.choice = choice;
        this.diagram = choice.of(snapshot.diagram);
        this.drawing = new Drawing(diagram);
        this.view = Frame.everything(diagram);
        this.widestCaption = "";
    }

    /** One of a whole picture's steps. */
    private GraphPicture(GraphPicture whole, Frame view, String widestCaption) {
        this.snapshot = whole.snapshot;
        this.choice = whole.choice;
        this.diagram = whole.diagram;
        this.drawing = whole.drawing;
        this.view = view;
        this.widestCaption = widestCaption;
    }

    /** The part of the graph that this node is made from, with its gradients if there was a backward. */
    public static GraphPicture of(Node output) {
        return of(output, new Symbols());
    }

    /** The same with symbols in place of some nodes' numbers. */
    public static GraphPicture of(Node output, Symbols symbols) {
        String title = "Computational graph of " + output.name();
        return new GraphPicture(
                new Snapshot(title, DiagramReader.read(output, symbols), GraphTable.of(output, symbols)),
                new Choice(true, false, true, true));
    }

    /** The same with every repetition drawn. */
    public GraphPicture unfolded() {
        return with(new Choice(false, choice.hasNumbersInside, choice.showsValues, choice.showsGradients));
    }

    /** The same with numbers inside the circles: "× 2" in one, rather than "×" with a 2 beside it. */
    public GraphPicture numbersInside() {
        return with(new Choice(choice.isFolded, true, choice.showsValues, choice.showsGradients));
    }

    /** The same with values alone. */
    public GraphPicture forwardOnly() {
        return with(new Choice(choice.isFolded, choice.hasNumbersInside, true, false));
    }

    /** The same with gradients alone. */
    public GraphPicture backwardOnly() {
        return with(new Choice(choice.isFolded, choice.hasNumbersInside, false, true));
    }

    private GraphPicture with(Choice other) {
        return new GraphPicture(snapshot, other);
    }

    /**
     * A series of pictures of one size, a local computation each: what is not computed yet is not there, what computes now
     * is marked, and {@link #caption} says what it does.
     */
    public List<GraphPicture> steps() {
        List<Frame> views = Frame.steps(diagram, choice.showsValues, choice.showsGradients);
        String widest = views.stream()
                .map(Frame::caption)
                .max(Comparator.comparingDouble(caption -> TextWidth.of(caption, Measure.FONT)))
                .orElse("");
        List<GraphPicture> steps = new ArrayList<>();
        for (Frame step : views) {
            steps.add(new GraphPicture(this, step, widest));
        }
        return steps;
    }

    /** What the marked operation of one of the {@link #steps} computes; empty for a whole picture. */
    public String caption() {
        return view.caption();
    }

    /** The same as data, to be told in other words; empty for a whole picture. */
    public Optional<LocalComputation> computation() {
        return Optional.ofNullable(view.computation());
    }

    /**
     * As SVG, for light and dark pages.
     *
     * @throws IllegalStateException if there are more than 10,000 nodes or 30,000 arrows
     */
    public String svg() {
        requireReadable();
        return SvgWriter.write(snapshot.title, drawing.plan(), view, widestCaption);
    }

    /**
     * All {@link #steps} in one SVG, for a page that shows them one after the other, or moves between them. Each part has
     * the attribute {@code data-from}, the number of the step, from 1, from which on it is there; an operation's box has
     * {@code data-now}, the numbers of the steps in which it computes, as in {@code 2 3}. A page hides what comes later, and
     * gives the box that computes the class {@code now}. As it is the SVG shows everything.
     *
     * @throws IllegalStateException if there are no steps, or more than 10,000 nodes or 30,000 arrows
     */
    public String stepsSvg() {
        requireReadable();
        List<Frame> views = Frame.steps(diagram, choice.showsValues, choice.showsGradients);
        if (views.isEmpty()) {
            throw new IllegalStateException(snapshot.title + ": there are no steps: nothing is computed in it"
                    + (choice.showsValues ? "" : ", or backward() did not run"));
        }
        return SvgWriter.writeSteps(snapshot.title, drawing.plan(), views);
    }

    private void requireReadable() {
        int nodes = diagram.vertices().size() - 1; // the result's name is none
        int arrows = diagram.arrows().size() - 1;
        if (nodes > MOST_NODES || arrows > MOST_ARROWS) {
            throw new IllegalStateException(
                    "%s: %d nodes and %d arrows, an SVG shows at most %d and %d: draw a part of it with "
                                    .formatted(snapshot.title, nodes, arrows, MOST_NODES, MOST_ARROWS)
                            + "GraphPicture.of(a node further left), or write dot()");
        }
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
        return snapshot.table.text(choice.showsValues, choice.showsGradients);
    }
}
