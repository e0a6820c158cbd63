package gradj.opencl;

import gradj.spi.DType;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.HashSet;
import java.util.Set;

/** The storages of an arena: who released one, or lost it, gives its place to the next. */
final class ArenaMemory {
    /** How long an arena that is full waits for the garbage collector to find storages that nobody can reach. */
    private static final int MILLIS_FOR_COLLECTOR = 100;

    private final DType dtype;
    private final MemoryBlocks blocks;

    /**
     * The safety net under tensors without a scope: when the collector finds that nobody can reach a storage, its place waits
     * here, and is taken back in whatever thread allocates next.
     */
    private final ReferenceQueue<ArenaStorage> unreachable = new ReferenceQueue<>();

    private final Set<Reference<ArenaStorage>> live = new HashSet<>();

    /** Room for so many elements, behind the canary. */
    ArenaMemory(DType dtype, int elements) {
        this.dtype = dtype;
        this.blocks = new MemoryBlocks(1, elements);
    }

    /**
     * A storage for so many elements.
     *
     * @throws ArenaFullException if there is no room
     */
    ArenaStorage allocate(int size) {
        ArenaStorage storage = new ArenaStorage(dtype, take(size), size, unreachable);
        live.add(storage.place());
        return storage;
    }

    /** Takes a storage back; once. */
    void release(ArenaStorage storage) {
        takeBack(storage.place());
    }

    /** The offset of a block; of none for size 0. */
    int take(int size) {
        if (size == 0) {
            return 0;
        }
        for (Reference<?> lost = unreachable.poll(); lost != null; lost = unreachable.poll()) {
            takeBack((ArenaStorage.Place) lost);
        }
        int offset = blocks.take(size);
        if (offset < 0) {
            waitForCollector();
            offset = blocks.take(size);
        }
        if (offset < 0) {
            long bytes = dtype.bytes();
            throw new ArenaFullException(
                    dtype, size * bytes, blocks.free() * bytes, blocks.largest() * bytes, blocks.elements() * bytes);
        }
        return offset;
    }

    void give(int offset, int size) {
        if (size > 0) {
            blocks.give(offset, size);
        }
    }

    private void takeBack(ArenaStorage.Place place) {
        if (live.remove(place)) {
            give(place.offset, place.size);
        }
    }

    private void waitForCollector() {
        System.gc();
        try {
            Reference<?> lost = unreachable.remove(MILLIS_FOR_COLLECTOR);
            while (lost != null) {
                takeBack((ArenaStorage.Place) lost);
                lost = unreachable.remove(MILLIS_FOR_COLLECTOR / 10);
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }
}
