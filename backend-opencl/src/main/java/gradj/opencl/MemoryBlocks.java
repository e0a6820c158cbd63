package gradj.opencl;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Who has which part of an arena: a list of the free blocks by offset. A request gets the first block that is large enough,
 * and what comes back is joined with its free neighbours. A training step asks for the same sizes again and again and finds
 * them where it left them; the list then has a handful of blocks, so looking through it costs less than any launch.
 */
final class MemoryBlocks {
    /** Elements: 128 or 256 bytes, so that every tensor begins where a device likes to begin to read. */
    static final int GRAIN = 32;

    private final TreeMap<Integer, Integer> free = new TreeMap<>();
    private final long elements;

    /** The elements from {@code first} on, as many as are given, rounded down to whole grains. */
    MemoryBlocks(int first, int elements) {
        int from = (first + GRAIN - 1) / GRAIN * GRAIN;
        int length = elements / GRAIN * GRAIN;
        this.elements = length;
        if (length > 0) {
            free.put(from, length);
        }
    }

    /** The offset of {@code size} elements that are now taken; -1 where no free block is large enough. */
    int take(int size) {
        long length = grains(size);
        int offset = firstOf(length);
        if (offset >= 0) {
            int rest = (int) (Objects.requireNonNull(free.remove(offset)) - length);
            if (rest > 0) {
                free.put((int) (offset + length), rest);
            }
        }
        return offset;
    }

    private int firstOf(long length) {
        for (Map.Entry<Integer, Integer> block : free.entrySet()) {
            if (block.getValue() >= length) {
                return block.getKey();
            }
        }
        return -1;
    }

    /** Takes back what {@link #take} gave for this size. */
    void give(int offset, int size) {
        int from = offset;
        int length = (int) grains(size);
        Map.Entry<Integer, Integer> before = free.lowerEntry(from);
        if (before != null && before.getKey() + before.getValue() == from) {
            from = before.getKey();
            length += before.getValue();
        }
        Integer after = free.remove(offset + (int) grains(size));
        if (after != null) {
            length += after;
        }
        free.put(from, length);
    }

    /** All elements that are free. */
    long free() {
        return free.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** The elements of the largest free block. */
    long largest() {
        return free.values().stream().mapToLong(Integer::longValue).max().orElse(0);
    }

    /** All elements. */
    long elements() {
        return elements;
    }

    private static long grains(int size) {
        return ((long) size + GRAIN - 1) / GRAIN * GRAIN;
    }
}
