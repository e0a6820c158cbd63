package gradj.graph.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * A place in a column: for a vertex, for the label of an arrow, or for an arrow that only passes. Lines leave and enter
 * it at its middle height {@code y}; nothing else comes into the rectangle from {@code y - above} to {@code y + below}.
 */
final class Slot {
    /** The vertex at this place, or -1. */
    final int vertex;

    /** The arrow that passes here, or -1; one of the two is not. */
    final int arrow;

    final int column;
    final double width;
    final double above;
    final double below;
    final List<Link> left = new ArrayList<>();
    final List<Link> right = new ArrayList<>();

    /** Position in the column, from the top. */
    int order;

    /** The position that it would have for its neighbours' sake. */
    double wish;

    double y;

    /** A piece of an arrow from a slot to one in the next column; the larger the weight, the straighter. */
    record Link(Slot from, Slot to, double weight) {
        Slot other(Slot end) {
            return end == from ? to : from;
        }
    }

    Slot(int vertex, int arrow, int column, double width, double above, double below) {
        this.vertex = vertex;
        this.arrow = arrow;
        this.column = column;
        this.width = width;
        this.above = above;
        this.below = below;
    }

    boolean isVertex() {
        return vertex >= 0;
    }

    static void link(Slot from, Slot to, double weight) {
        Link link = new Link(from, to, weight);
        from.right.add(link);
        to.left.add(link);
    }
}
