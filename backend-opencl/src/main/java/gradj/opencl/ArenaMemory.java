package gradj.opencl;

import gradj.spi.DType;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The storages of an arena: who released one, or lost it, gives its place to the next. */
final class ArenaMemory {
    /**
     * A full arena asks so often for a collection before it gives up. The first puts what nobody can reach on Java's list of
     * references to be enqueued; the end of the second shows that Java's thread for it has taken that list, the end of the
     * third that it has worked it off, however little of the processor it gets.
     */
    private static final int COLLECTIONS = 3;

    /** How long they may take together. They take 10 ms each on an idle machine, 1 s where 16 threads share a core. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DType dtype;
    private final MemoryBlocks blocks;
    private final Duration patience;

    /**
     * The safety net under tensors without a scope: when the collector finds that nobody can reach a storage, its place waits
     * here, and is taken back in whatever thread allocates next.
     */
    private final ReferenceQueue<Object> unreachable = new ReferenceQueue<>();

    private final Set<Reference<ArenaStorage>> live = new HashSet<>();

    /** Room for so many elements, behind the canary. */
    ArenaMemory(DType dtype, int elements) {
        this(dtype, elements, PATIENCE);
    }

    /** The same, with this patience for the garbage collector. */
    ArenaMemory(DType dtype, int elements, Duration patience) {
        this.dtype = dtype;
        this.blocks = new MemoryBlocks(1, elements);
        this.patience = patience;
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
        takeBackLost();
        int offset = blocks.take(size);
        long deadline = System.nanoTime() + patience.toNanos();
        for (int i = 0; offset < 0 && i < COLLECTIONS; i++) {
            if (!awaitCollection(deadline)) {
                throw full(
                        size,
                        ", and Java collected no garbage in " + patience.toMillis()
                                + " ms (-XX:+DisableExplicitGC keeps it from that)");
            }
            takeBackLost(); // a queue gives the latest first: the witness was not the last of them
            offset = blocks.take(size);
        }
        if (offset < 0) {
            throw full(size, "");
        }
        return offset;
    }

    private ArenaFullException full(int size, String why) {
        long bytes = dtype.bytes();
        return new ArenaFullException(
                dtype, size * bytes, blocks.free() * bytes, blocks.largest() * bytes, blocks.elements() * bytes, why);
    }

    void give(int offset, int size) {
        if (size > 0) {
            blocks.give(offset, size);
        }
    }

    private void takeBackLost() {
        for (Reference<?> lost = unreachable.poll(); lost != null; lost = unreachable.poll()) {
            takeBack(lost);
        }
    }

    private void takeBack(Reference<?> lost) {
        if (lost instanceof ArenaStorage.Place place && live.remove(place)) {
            give(place.offset, place.size);
        }
    }

    /**
     * Has garbage collected, and takes back what is found until something that was lost just before is found too: whether
     * that was in time. An interrupt is kept for whoever waits for one.
     */
    private boolean awaitCollection(long deadline) {
        Reference<?> witness = new PhantomReference<>(new Object(), unreachable);
        System.gc();
        boolean interrupted = false;
        try {
            while (true) {
                long left = deadline - System.nanoTime();
                try {
                    // A timeout of 0 would wait for ever.
                    Reference<?> lost = unreachable.remove(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
                    if (lost == witness) {
                        return true;
                    }
                    if (lost != null) {
                        takeBack(lost);
                    } else if (left <= 0) {
                        return false;
                    }
                } catch (InterruptedException interrupt) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
