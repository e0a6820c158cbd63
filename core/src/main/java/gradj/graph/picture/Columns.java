package gradj.graph.picture;

import gradj.graph.picture.Diagram.Arrow;
import gradj.graph.picture.Diagram.Vertex;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a picture from left to right, by turns for vertices and for the labels of arrows. An arrow takes a slot
 * in every column that it passes, so that no line ever crosses a circle or a label.
 *
 * @param slots of each column, from the top
 * @param routes of each arrow: its slots from vertex to vertex
 */
record Columns(List<List<Slot>> slots, List<List<Slot>> routes) {
    private static final double PASSING = 5;

    /** The weights of a piece into a vertex, by what the arrow comes from: what computes is kept straightest. */
    private static final double FROM_OPERATION = 3;

    private static final double FROM_INPUT = 1;
    private static final double FROM_ASIDE = 0.5;

    /** The weights of the pieces before. */
    private static final double PASSING_ON = 8;

    private static final double PASSING_ON_ASIDE = 0.1;

    /** The columns for vertices on these layers, in no order yet. */
    static Columns of(Diagram diagram, int[] layers) {
        Columns columns = new Columns(new ArrayList<>(), new ArrayList<>());
        List<Slot> vertexSlots = new ArrayList<>();
        for (int v = 0; v < layers.length; v++) {
            Vertex vertex = diagram.vertices().get(v);
            vertexSlots.add(columns.add(new Slot(
                    v, -1, 2 * layers[v], Measure.width(vertex), Measure.above(vertex), Measure.below(vertex))));
        }
        for (int a = 0; a < diagram.arrows().size(); a++) {
            Arrow arrow = diagram.arrows().get(a);
            columns.addRoute(a, arrow, diagram.vertices().get(arrow.from()), vertexSlots);
        }
        return columns;
    }

    private void addRoute(int number, Arrow arrow, Vertex source, List<Slot> vertexSlots) {
        Slot from = vertexSlots.get(arrow.from());
        Slot to = vertexSlots.get(arrow.to());
        List<Slot> route = new ArrayList<>(List.of(from));
        for (int column = from.column + 1; column < to.column; column++) {
            boolean isLabel = column == from.column + 1;
            Slot slot = add(
                    isLabel
                            ? new Slot(
                                    -1,
                                    number,
                                    column,
                                    Measure.width(arrow),
                                    Measure.above(arrow),
                                    Measure.below(arrow))
                            : new Slot(-1, number, column, 0, PASSING, PASSING));
            Slot.link(route.get(route.size() - 1), slot, source.isAside() ? PASSING_ON_ASIDE : PASSING_ON);
            route.add(slot);
        }
        double weight = source.isComputed() ? FROM_OPERATION : source.isAside() ? FROM_ASIDE : FROM_INPUT;
        Slot.link(route.get(route.size() - 1), to, weight);
        route.add(to);
        routes.add(route);
    }

    private Slot add(Slot slot) {
        while (slots.size() <= slot.column) {
            slots.add(new ArrayList<>());
        }
        slots.get(slot.column).add(slot);
        return slot;
    }
}
