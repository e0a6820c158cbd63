package gradj.backend.array;

import gradj.spi.DType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Released storage of one thread, waiting to be handed out again, so that a training step allocates next to nothing.
 *
 * <p>A step asks for the same few sizes again and again: storage is kept per exact size, and the sizes are searched one
 * by one. A program whose sizes keep changing would fill the pool with sizes that never come back; when there are too
 * many sizes or bytes, the pool forgets everything and starts anew.
 */
final class StoragePool {
    private static final int MAX_SIZES = 64;

    /** All threads of a program that uses every processor keep a quarter of the heap at most. */
    private static final long MAX_BYTES =
            Runtime.getRuntime().maxMemory() / (4L * Runtime.getRuntime().availableProcessors());

    /** The top of each size's stack; the stack is linked through {@link ArrayStorage#nextFree}. */
    private final @Nullable ArrayStorage[] free = new @Nullable ArrayStorage[MAX_SIZES];

    private final DType[] dtypes = new DType[MAX_SIZES];
    private final int[] sizes = new int[MAX_SIZES];
    private int count;
    private long bytes;

    ArrayStorage take(DType dtype, int size) {
        int slot = slot(dtype, size);
        ArrayStorage storage = slot < 0 ? null : free[slot];
        if (storage == null) {
            return new ArrayStorage(dtype, size);
        }
        free[slot] = storage.nextFree;
        storage.nextFree = null;
        bytes -= bytes(storage);
        return storage;
    }

    void give(ArrayStorage storage) {
        if (bytes(storage) > MAX_BYTES) {
            return; // left to the garbage collector
        }
        int slot = slot(storage.dtype(), storage.size());
        if ((slot < 0 && count == MAX_SIZES) || bytes + bytes(storage) > MAX_BYTES) {
            clear();
            slot = -1;
        }
        if (slot < 0) {
            slot = count++;
            dtypes[slot] = storage.dtype();
            sizes[slot] = storage.size();
        }
        storage.nextFree = free[slot];
        free[slot] = storage;
        bytes += bytes(storage);
    }

    void clear() {
        Arrays.fill(free, null);
        count = 0;
        bytes = 0;
    }

    private int slot(DType dtype, int size) {
        for (int i = 0; i < count; i++) {
            if (sizes[i] == size && dtypes[i] == dtype) {
                return i;
            }
        }
        return -1;
    }

    private static long bytes(ArrayStorage storage) {
        return (long) storage.size() * storage.dtype().bytes();
    }
}
