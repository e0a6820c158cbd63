package gradj.graph.picture;

import gradj.graph.picture.Slot.Link;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * The heights: sweeps that bring every slot to the weighted median height of its neighbours, as far as order and
 * distances in the column allow, which keeps lines straight (a median is one of the heights there are). Slots that push
 * against each other move as one block, to the median of all their wishes: the pool-adjacent-violators algorithm.
 */
final class Coordinates {
    private static final int SWEEPS = 6;
    private static final double MARGIN = 9;

    /** A height that a block's first slot would have for one link's sake. */
    private record Wish(double y, double weight) {}

    /** Slots at their smallest distances from each other, moved together; wishes from the smallest height up. */
    private record Block(List<Slot> slots, List<Double> offsets, List<Wish> wishes, double y) {}

    private Coordinates() {}

    static void assign(Columns columns) {
        columns.slots().forEach(Coordinates::stack);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int i = columns.slots().size() - 1; i >= 0; i--) {
                place(columns.slots().get(i), true, true);
            }
            for (List<Slot> column : columns.slots()) {
                place(column, true, false);
            }
        }
        for (int i = columns.slots().size() - 1; i >= 0; i--) {
            straighten(columns.slots().get(i));
        }
        double top = columns.slots().stream()
                .flatMap(List::stream)
                .mapToDouble(slot -> slot.y - slot.above)
                .min()
                .orElse(0);
        columns.slots().forEach(column -> column.forEach(slot -> slot.y -= top));
    }

    /** One below the other, around height 0. */
    private static void stack(List<Slot> column) {
        double y = 0;
        for (int i = 0; i < column.size(); i++) {
            y += i == 0 ? 0 : distance(column.get(i - 1), column.get(i));
            column.get(i).y = y;
        }
        double middle = y / 2;
        column.forEach(slot -> slot.y -= middle);
    }

    private static double distance(Slot upper, Slot lower) {
        return upper.below + MARGIN + lower.above;
    }

    private static void place(List<Slot> column, boolean byLeft, boolean byRight) {
        place(column, slot -> {
            List<Wish> wishes = new ArrayList<>();
            for (Link link : byLeft ? slot.left : List.<Link>of()) {
                wishes.add(new Wish(link.from().y, link.weight()));
            }
            for (Link link : byRight ? slot.right : List.<Link>of()) {
                wishes.add(new Wish(link.to().y, link.weight()));
            }
            return wishes.isEmpty() ? List.of(new Wish(slot.y, 0.1)) : wishes;
        });
    }

    /** Moves to the height of the next slot what leads there alone; all else would rather stay where it is. */
    private static void straighten(List<Slot> column) {
        place(column, slot -> {
            Slot next = slot.right.size() == 1 ? slot.right.get(0).to() : slot;
            return next != slot && next.left.size() == 1
                    ? List.of(new Wish(next.y, 1))
                    : List.of(new Wish(slot.y, 100));
        });
    }

    private static void place(List<Slot> column, Function<Slot, List<Wish>> wishesOf) {
        List<Block> blocks = new ArrayList<>();
        for (Slot slot : column) {
            List<Wish> wishes = new ArrayList<>(wishesOf.apply(slot));
            wishes.sort(Comparator.comparingDouble(Wish::y));
            Block block =
                    new Block(new ArrayList<>(List.of(slot)), new ArrayList<>(List.of(0.0)), wishes, median(wishes));
            while (!blocks.isEmpty() && overlap(blocks.get(blocks.size() - 1), block)) {
                block = join(blocks.remove(blocks.size() - 1), block);
            }
            blocks.add(block);
        }
        for (Block block : blocks) {
            for (int i = 0; i < block.slots.size(); i++) {
                block.slots.get(i).y = block.y + block.offsets.get(i);
            }
        }
    }

    private static boolean overlap(Block upper, Block lower) {
        return upper.y + distanceOfFirst(upper, lower) > lower.y;
    }

    /** How far the lower block's first slot must be below the upper block's first. */
    private static double distanceOfFirst(Block upper, Block lower) {
        int last = upper.slots.size() - 1;
        return upper.offsets.get(last) + distance(upper.slots.get(last), lower.slots.get(0));
    }

    private static Block join(Block upper, Block lower) {
        double shift = distanceOfFirst(upper, lower);
        upper.slots.addAll(lower.slots);
        lower.offsets.forEach(offset -> upper.offsets.add(offset + shift));
        List<Wish> wishes = merge(upper.wishes, lower.wishes, shift);
        return new Block(upper.slots, upper.offsets, wishes, median(wishes));
    }

    /** Both, from the smallest height up, the lower ones moved up by a shift; in time that grows with their number. */
    private static List<Wish> merge(List<Wish> upper, List<Wish> lower, double shift) {
        List<Wish> merged = new ArrayList<>(upper.size() + lower.size());
        int taken = 0;
        for (Wish wish : lower) {
            Wish moved = new Wish(wish.y - shift, wish.weight);
            while (taken < upper.size() && upper.get(taken).y <= moved.y) {
                merged.add(upper.get(taken++));
            }
            merged.add(moved);
        }
        merged.addAll(upper.subList(taken, upper.size()));
        return merged;
    }

    /** The weighted median; the mean of the two middle ones where both are as good. */
    private static double median(List<Wish> sorted) {
        double half = 0;
        for (Wish wish : sorted) {
            half += wish.weight / 2;
        }
        double weight = 0;
        for (int i = 0; i < sorted.size(); i++) {
            weight += sorted.get(i).weight;
            if (Math.abs(weight - half) < 1e-9 && i + 1 < sorted.size()) {
                return (sorted.get(i).y + sorted.get(i + 1).y) / 2;
            } else if (weight > half) {
                return sorted.get(i).y;
            }
        }
        return sorted.get(sorted.size() - 1).y;
    }
}
