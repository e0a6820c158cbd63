package gradj.graph.picture;

import gradj.graph.picture.Slot.Link;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The order in each column: at first that of a walk from the result back through the inputs, in their order, which draws
 * a tree without crossings; then sweeps to and fro that put every slot at the mean position of its neighbours in the
 * column before (the barycentre method of Sugiyama et al., 1981). The order with the fewest crossings stays.
 */
final class Ordering {
    private static final int SWEEPS = 16;

    private final List<List<Slot>> columns;

    private Ordering(List<List<Slot>> columns) {
        this.columns = columns;
    }

    static void order(Columns columns) {
        Ordering ordering = new Ordering(columns.slots());
        ordering.startAsTree();
        long fewest = ordering.crossings();
        List<List<Slot>> best = ordering.snapshot();
        for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
            ordering.sweep(sweep % 2 == 0);
            long crossings = ordering.crossings();
            if (crossings < fewest) {
                fewest = crossings;
                best = ordering.snapshot();
            }
        }
        for (int i = 0; i < best.size(); i++) {
            columns.slots().set(i, best.get(i));
            number(best.get(i));
        }
    }

    private void startAsTree() {
        Deque<Slot> open = new ArrayDeque<>();
        Set<Slot> seen = new HashSet<>();
        for (int i = columns.size() - 1; i >= 0; i--) {
            for (Slot slot : columns.get(i)) {
                if (slot.right.isEmpty()) {
                    open.addLast(slot);
                }
            }
        }
        int visited = 0;
        while (!open.isEmpty()) {
            Slot slot = open.pop();
            if (seen.add(slot)) {
                slot.order = visited++;
                for (int i = slot.left.size() - 1; i >= 0; i--) {
                    open.push(slot.left.get(i).from());
                }
            }
        }
        columns.forEach(column -> {
            column.sort(Comparator.comparingInt(slot -> slot.order));
            number(column);
        });
    }

    private void sweep(boolean toTheRight) {
        for (int i = 1; i < columns.size(); i++) {
            List<Slot> column = columns.get(toTheRight ? i : columns.size() - 1 - i);
            for (Slot slot : column) {
                List<Link> before = toTheRight ? slot.left : slot.right;
                slot.wish = before.stream()
                        .mapToInt(link -> link.other(slot).order)
                        .average()
                        .orElse(slot.order);
            }
            // Sorting is stable: slots without neighbours there keep their position, equal ones their order.
            column.sort(Comparator.comparingDouble(slot -> slot.wish));
            number(column);
        }
    }

    private long crossings() {
        long crossings = 0;
        for (List<Slot> column : columns) {
            crossings += crossingsBehind(column);
        }
        return crossings;
    }

    /** Pairs of links to the next column whose ends stand in the opposite order of their beginnings. */
    private static long crossingsBehind(List<Slot> column) {
        List<int[]> ends = new ArrayList<>();
        int last = 0;
        for (Slot slot : column) {
            for (Link link : slot.right) {
                ends.add(new int[] {slot.order, link.to().order});
                last = Math.max(last, link.to().order);
            }
        }
        ends.sort(Comparator.<int[]>comparingInt(end -> end[0]).thenComparingInt(end -> end[1]));
        int[] tree = new int[last + 2]; // a Fenwick tree: how many ends so far lie at or before a position
        long crossings = 0;
        for (int i = 0; i < ends.size(); i++) {
            int atOrBefore = 0;
            for (int j = ends.get(i)[1] + 1; j > 0; j -= j & -j) {
                atOrBefore += tree[j];
            }
            crossings += i - atOrBefore;
            for (int j = ends.get(i)[1] + 1; j < tree.length; j += j & -j) {
                tree[j]++;
            }
        }
        return crossings;
    }

    private List<List<Slot>> snapshot() {
        List<List<Slot>> copy = new ArrayList<>();
        columns.forEach(column -> copy.add(new ArrayList<>(column)));
        return copy;
    }

    private static void number(List<Slot> column) {
        for (int i = 0; i < column.size(); i++) {
            column.get(i).order = i;
        }
    }
}
