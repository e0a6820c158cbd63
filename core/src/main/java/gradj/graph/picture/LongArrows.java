package gradj.graph.picture;

import gradj.graph.picture.Diagram.Arrow;
import gradj.graph.picture.Diagram.Role;
import gradj.graph.picture.Diagram.Vertex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts the long arrows of a large graph, as a circuit diagram does: where a value is used far from where it comes from, its
 * name stands again beside what uses it. An arrow takes a place in each column that it passes, so that one node that feeds
 * n others along a chain would take n² places, and nobody could follow its lines. Small graphs keep all their arrows.
 */
final class LongArrows {
    /** So many places are drawn whatever they are for: those of a node that feeds a hundred others along a chain. */
    private static final int PLACES = 10_000;

    /** The same for larger graphs whose arrows are short, for each arrow. */
    private static final int PLACES_AN_ARROW = 4;

    /** Arrows over more layers than these are cut. */
    private static final int LONGEST = 8;

    private final Diagram diagram;
    private final List<List<Integer>> out;
    private final List<Vertex> vertices;
    private final List<Arrow> arrows;

    private final List<Name> names = new ArrayList<>();

    /** A vertex that was added: the vertex that it names, and the arrow that it is shown with. */
    private record Name(int source, int arrow) {}

    private LongArrows(Diagram diagram) {
        this.diagram = diagram;
        this.out = diagram.arrowsOut();
        this.vertices = new ArrayList<>(diagram.vertices());
        this.arrows = new ArrayList<>(diagram.arrows());
    }

    /**
     * A diagram to lay out.
     *
     * @param diagram vertices and arrows that there were keep their positions; those that were added follow them
     * @param names the vertices that were added
     */
    record Cut(Diagram diagram, List<Name> names) {
        /** A view of the diagram that was cut as one of what came of it. */
        Frame view(Frame whole) {
            Frame.Schedule old = whole.schedule();
            int firstVertex = old.vertices().length;
            int firstArrow = old.arrows().length;
            Frame.Schedule all = new Frame.Schedule(
                    Arrays.copyOf(old.vertices(), diagram.vertices().size()),
                    Arrays.copyOf(old.arrows(), diagram.arrows().size()),
                    Arrays.copyOf(old.gradients(), diagram.arrows().size()),
                    Arrays.copyOf(old.whole(), diagram.vertices().size()));
            for (int a = firstArrow; a < all.arrows().length; a++) {
                int source = diagram.arrows().get(a).from();
                all.arrows()[a] = old.vertices()[source];
                all.gradients()[a] = old.whole()[source];
            }
            for (int i = 0; i < names.size(); i++) {
                all.vertices()[firstVertex + i] = all.arrows()[names.get(i).arrow];
                all.whole()[firstVertex + i] = old.whole()[names.get(i).source];
            }
            return whole.withSchedule(all);
        }
    }

    static Cut cut(Diagram diagram) {
        int[] layers = Layering.of(diagram);
        long places = 0;
        for (Arrow arrow : diagram.arrows()) {
            places += 2L * (length(arrow, layers) - 1);
        }
        if (places <= Math.max(PLACES, (long) PLACES_AN_ARROW * diagram.arrows().size())) {
            return new Cut(diagram, List.of());
        }
        LongArrows cutting = new LongArrows(diagram);
        for (int v = 0; v < layers.length; v++) {
            List<Integer> far = cutting.out.get(v).stream()
                    .filter(arrow -> length(diagram.arrows().get(arrow), layers) > LONGEST)
                    .toList();
            if (!far.isEmpty()) {
                cutting.cut(v, far);
            }
        }
        return new Cut(new Diagram(cutting.vertices, cutting.arrows), cutting.names);
    }

    private static int length(Arrow arrow, int[] layers) {
        return layers[arrow.to()] - layers[arrow.from()];
    }

    private void cut(int source, List<Integer> far) {
        Vertex vertex = diagram.vertices().get(source);
        if (vertex.isComputed()) {
            // The arrow to its name carries the gradient where no sum below the circle tells it.
            TensorText gradient = vertex.hasSum() ? TensorText.NONE : vertex.gradient();
            names.add(new Name(source, arrows.size()));
            arrows.add(new Arrow(source, vertices.size(), vertex.name(), false, vertex.value(), gradient));
            vertices.add(again(vertex, Role.OUTPUT));
        } else if (out.get(source).size() == 1) {
            vertices.set(source, vertex.with(Role.ASIDE, vertex.text())); // nothing else needs it at the left end
            return;
        }
        for (int number : far) {
            Arrow arrow = diagram.arrows().get(number);
            names.add(new Name(source, number));
            arrows.set(number, arrow.between(vertices.size(), arrow.to()));
            vertices.add(again(vertex, vertex.role() == Role.NUMBER ? Role.NUMBER : Role.ASIDE));
        }
    }

    private static Vertex again(Vertex vertex, Role role) {
        return new Vertex(
                role, vertex.name(), vertex.name(), vertex.title(), vertex.value(), vertex.gradient(), false, null);
    }
}
