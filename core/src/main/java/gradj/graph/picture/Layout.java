package gradj.graph.picture;

import gradj.graph.picture.Diagram.Vertex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where everything stands, in pixels.
 *
 * @param boxes of each vertex: its circle, or the text of its name; a sum stands below it
 * @param paths of each arrow
 * @param labels of each arrow: the piece of line that has the value above it, the gradient below
 */
record Layout(double width, double height, List<Box> boxes, List<Path> paths, List<Box> labels) {
    private static final double MARGIN = 14;
    private static final double NARROWEST_GAP = 16;
    private static final double WIDEST_GAP = 100;

    /** By its middle; {@code halfHeight} is that of the circle or text alone. */
    record Box(double x, double y, double halfWidth, double halfHeight) {
        double left() {
            return x - halfWidth;
        }

        double right() {
            return x + halfWidth;
        }
    }

    /** A horizontal line, or a curve that begins and ends horizontally. */
    record Piece(double x1, double y1, double x2, double y2) {}

    /** A line from a vertex to another, in pieces that join. */
    record Path(List<Piece> pieces) {
        Piece last() {
            return pieces.get(pieces.size() - 1);
        }
    }

    static Layout of(Diagram diagram) {
        Columns columns = Columns.of(diagram, Layering.of(diagram));
        Ordering.order(columns);
        Coordinates.assign(columns);
        return new Builder(diagram, columns).build();
    }

    /** Goes from slots to pixels. */
    private static final class Builder {
        private final Diagram diagram;
        private final Columns columns;
        private final double[] left;
        private final double[] right;
        private final double width;
        private final Map<Slot, Ports> ports = new HashMap<>();

        Builder(Diagram diagram, Columns columns) {
            this.diagram = diagram;
            this.columns = columns;
            int count = columns.slots().size();
            left = new double[count];
            right = new double[count];
            double x = MARGIN;
            for (int i = 0; i < count; i++) {
                List<Slot> column = columns.slots().get(i);
                left[i] = x;
                right[i] = x
                        + column.stream().mapToDouble(slot -> slot.width).max().orElse(0);
                x = right[i] + (i + 1 < count ? gapBehind(column) : MARGIN);
            }
            width = x;
        }

        /** Wide enough for the steepest line. */
        private static double gapBehind(List<Slot> column) {
            double steepest = column.stream()
                    .flatMap(slot -> slot.right.stream())
                    .mapToDouble(link -> Math.abs(link.from().y - link.to().y))
                    .max()
                    .orElse(0);
            return Math.min(WIDEST_GAP, NARROWEST_GAP + 0.35 * steepest);
        }

        Layout build() {
            List<Box> boxes = new ArrayList<>();
            diagram.vertices().forEach(vertex -> boxes.add(new Box(0, 0, 0, 0)));
            double bottom = 0;
            for (List<Slot> column : columns.slots()) {
                for (Slot slot : column) {
                    bottom = Math.max(bottom, slot.y + slot.below);
                    if (slot.isVertex()) {
                        boxes.set(slot.vertex, box(slot));
                    }
                }
            }
            List<Path> paths = new ArrayList<>();
            List<Box> labels = new ArrayList<>();
            for (List<Slot> route : columns.routes()) {
                paths.add(path(route, boxes));
                Slot label = route.get(1);
                double x = (left[label.column] + right[label.column]) / 2;
                labels.add(new Box(x, MARGIN + label.y, label.width / 2, 0));
            }
            return new Layout(width, bottom + 2 * MARGIN, boxes, paths, labels);
        }

        /** Names stand at the right edge of their column, the result's at the left edge, circles in the middle. */
        private Box box(Slot slot) {
            Vertex vertex = diagram.vertices().get(slot.vertex);
            double half = Measure.bodyWidth(vertex) / 2;
            double x = switch (vertex.role()) {
                case INPUT, ASIDE, NUMBER -> right[slot.column] - half;
                case OUTPUT -> left[slot.column] + half;
                case OPERATION, FOLDED -> (left[slot.column] + right[slot.column]) / 2;
            };
            return new Box(x, MARGIN + slot.y, half, Measure.above(vertex));
        }

        private Path path(List<Slot> route, List<Box> boxes) {
            List<Piece> pieces = new ArrayList<>();
            Box from = boxes.get(route.get(0).vertex);
            Slot last = route.get(route.size() - 1);
            double x = from.right();
            double y = from.y;
            for (int i = 1; i < route.size(); i++) {
                Slot slot = route.get(i);
                x = add(pieces, x, y, right[route.get(i - 1).column], y);
                double nextY = slot == last ? port(route.get(i - 1), last, boxes.get(last.vertex)) : MARGIN + slot.y;
                x = add(pieces, x, y, left[slot.column], nextY);
                y = nextY;
            }
            add(pieces, x, y, edge(boxes.get(last.vertex), y), y);
            return new Path(pieces);
        }

        private static double add(List<Piece> pieces, double x1, double y1, double x2, double y2) {
            if (x1 != x2) {
                pieces.add(new Piece(x1, y1, x2, y2));
            }
            return x2;
        }

        /** The height at which a line from one slot enters its last vertex: towards the side that it comes from. */
        private double port(Slot before, Slot last, Box box) {
            double reach = 0.6 * box.halfHeight;
            Ports all = ports.computeIfAbsent(last, slot -> Ports.of(slot, reach));
            int place = all.places.getOrDefault(before, 0);
            return box.y + (all.isCrowded ? reach * (2.0 * place / (all.heights.length - 1) - 1) : all.heights[place]);
        }

        /** Where the lines into a vertex meet it, by the slots they come from, from the top. */
        private record Ports(Map<Slot, Integer> places, double[] heights, boolean isCrowded) {
            static Ports of(Slot vertex, double reach) {
                List<Slot> all = vertex.left.stream()
                        .map(Slot.Link::from)
                        .sorted(Comparator.comparingDouble(slot -> slot.y))
                        .toList();
                Map<Slot, Integer> places = new HashMap<>();
                double[] heights = new double[all.size()];
                boolean isCrowded = false;
                for (int i = 0; i < heights.length; i++) {
                    places.putIfAbsent(all.get(i), i);
                    double rise = all.get(i).y - vertex.y;
                    heights[i] = Math.max(-reach, Math.min(reach, 0.3 * rise));
                    isCrowded |= i > 0 && heights[i] - heights[i - 1] < 8;
                }
                return new Ports(places, heights, isCrowded);
            }
        }

        /** Where a horizontal line from the left meets the round end of a box. */
        private static double edge(Box box, double y) {
            double rise = y - box.y;
            double radius = box.halfHeight;
            boolean isRound = box.halfWidth >= radius;
            return isRound ? box.left() + radius - Math.sqrt(radius * radius - rise * rise) : box.left();
        }
    }
}
