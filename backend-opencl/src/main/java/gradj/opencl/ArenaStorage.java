package gradj.opencl;

import gradj.spi.DType;
import gradj.spi.Storage;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;

/**
 * A tensor's place in an arena. One of a single element that was written from the heap remembers its value: a launch that
 * uses it takes it along as a number, so that {@code x.times(2)} uploads nothing, and reading it back costs nothing.
 */
final class ArenaStorage implements Storage {
    /** What remains to be given back when nobody can reach a storage that nobody released. */
    static final class Place extends PhantomReference<ArenaStorage> {
        final int offset;
        final int size;

        private Place(ArenaStorage storage, int offset, int size, ReferenceQueue<Object> unreachable) {
            super(storage, unreachable);
            this.offset = offset;
            this.size = size;
        }
    }

    private final DType dtype;
    private final Place place;

    /** Whether {@link #value} is what this storage holds. */
    boolean isConstant;

    double value;

    /** Whether the arena holds the content too. */
    boolean isOnDevice = true;

    ArenaStorage(DType dtype, int offset, int size, ReferenceQueue<Object> unreachable) {
        this.dtype = dtype;
        this.place = new Place(this, offset, size, unreachable);
    }

    @Override
    public DType dtype() {
        return dtype;
    }

    @Override
    public int size() {
        return place.size;
    }

    Place place() {
        return place;
    }

    @Override
    public String toString() {
        return dtype + " [" + place.size + "] at " + place.offset;
    }
}
