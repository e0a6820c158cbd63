package gradj.opencl;

import com.aparapi.device.OpenCLDevice;
import gradj.spi.DType;
import org.jspecify.annotations.Nullable;

/**
 * All tensors of one dtype on a device: one array that never leaves it, cut up by {@link ArenaMemory}. Numbers come and go
 * through small staging arrays. Its backend sees to it that one thread at a time is in here.
 *
 * <p>A launch is prepared in three steps, because the first may launch something itself: the offsets of operands
 * ({@link #in}, {@link #out}), then {@link #next} for the kernel whose fields to set, then {@link #launch}.
 */
final class Arena implements AutoCloseable {
    private final DeviceKernel kernel;
    private final Launcher launcher;
    private final ArenaMemory memory;
    private final PendingSteps pending;

    /** How many groups the device runs at the same time, about; operations are cut up accordingly. */
    private int computeUnits;

    /** The storage whose only element lies ready in the small staging array, until the next launch. */
    private @Nullable ArenaStorage ready;

    /**
     * Allocates on the device and compiles.
     *
     * @throws DeviceFailedException if the device's compiler refuses, or it has too little memory
     */
    Arena(DType dtype, OpenCLDevice device, ArenaSize size) {
        int length = (int) (size.arrayBytes() / dtype.bytes());
        kernel = switch (dtype) {
            case FLOAT32 -> new FloatKernel(device, length);
            case FLOAT64 -> new DoubleKernel(device, length);
        };
        launcher = new Launcher(kernel, device);
        int room = (int) Math.min(size.bytes() / dtype.bytes(), length - 2 * MemoryBlocks.GRAIN);
        memory = new ArenaMemory(dtype, room);
        pending = new PendingSteps(kernel.table());
        computeUnits = device.getMaxComputeUnits();
        next();
        try {
            fill(
                    0,
                    1,
                    DeviceKernel.CANARY); // on the device only: when its memory is lost, the heap's 0 takes its place
        } catch (DeviceFailedException noMemory) { // the first launch is what allocates
            throw new DeviceFailedException(
                    "backend opencl: " + device.getName() + " cannot make the " + dtype + " arena of "
                            + size.arrayBytes() / ArenaSize.MEGABYTE + " MB; choose a smaller one with -D"
                            + ArenaSize.PROPERTY + ", or another device with -D" + DeviceChoice.PROPERTY,
                    noMemory);
        }
    }

    int computeUnits() {
        return computeUnits;
    }

    /** Cuts operations up as for a device of so many compute units. */
    void cutFor(int units) {
        computeUnits = units;
    }

    /** Whether the device failed, and every call does from now on; to be asked by any thread. */
    boolean hasFailed() {
        return launcher.hasFailed();
    }

    long launches() {
        return launcher.launches();
    }

    long launches(int op) {
        return launcher.launches(op);
    }

    // ------------------------------------------------------------------------------------------------------ memory

    /**
     * A place for so many elements.
     *
     * @throws ArenaFullException if there is none
     */
    ArenaStorage allocate(int size) {
        launcher.requireUsable();
        return memory.allocate(size);
    }

    /** Gives a storage's place to whoever asks next: launches come one after the other, so none sees the wrong content. */
    void release(ArenaStorage storage) {
        memory.release(storage);
    }

    /**
     * The offset of a block between launches of one operation, to be given back by {@link #giveScratch}. To be taken before
     * the operation's {@link #in} and {@link #out}: taking a block takes back storages that nobody can reach, and an
     * operand of which only the offset is left would be one.
     */
    int takeScratch(int size) {
        return memory.take(size);
    }

    void giveScratch(int offset, int size) {
        memory.give(offset, size);
    }

    // ---------------------------------------------------------------------------------------------------- launches

    /** The offset of an input; a number that the device does not know yet is brought there first. */
    int in(ArenaStorage storage) {
        int offset = storage.place().offset;
        if (!storage.isOnDevice) {
            next();
            fill(offset, 1, storage.value);
            storage.isOnDevice = true;
        }
        return offset;
    }

    /** The offset of an output, which will be written whole. */
    int out(ArenaStorage storage) {
        storage.isConstant = false;
        storage.isOnDevice = true;
        return storage.place().offset;
    }

    /** The kernel, for the next launch's fields to be set; what was put off is done first. */
    DeviceKernel next() {
        launcher.requireUsable();
        ready = null;
        if (pending.count() > 0) {
            kernel.m = pending.elements();
            kernel.factors(pending.alpha(), 0);
            kernel.put(kernel.table());
            pending.clear();
            launch(DeviceKernel.AXPY, kernel.m);
        }
        return kernel;
    }

    /** Runs an operation with an item for each of so many elements. */
    void launch(int op, int items) {
        if (items > 0) {
            launcher.launch(op, (items - 1) / DeviceKernel.GROUP + 1);
        }
    }

    /** Runs an operation in so many groups. */
    void launchGroups(int op, int groups) {
        if (groups > 0) {
            launcher.launch(op, groups);
        }
    }

    private void fill(int offset, int count, double value) {
        kernel.y = offset;
        kernel.m = count;
        kernel.factors(value, 0);
        launch(DeviceKernel.FILL, count);
    }

    /** Y = Y + alpha X, later: with others of its kind in one launch, but before anything else happens. */
    void axpy(int size, double alpha, ArenaStorage x, ArenaStorage y) {
        if (size == 0) {
            return;
        }
        int from = in(x);
        in(y);
        int to = out(y);
        launcher.requireUsable();
        if (!pending.fits(size, alpha, from, to)) {
            next();
        }
        ready = null;
        pending.add(size, alpha, from, to);
    }

    /** Says that the launch just made left the storage's only element in the small staging array too. */
    void isReady(ArenaStorage storage) {
        ready = storage;
    }

    // --------------------------------------------------------------------------------------------------- transfers

    /** target[to...] = source[from...]; the source is an array of the dtype. */
    void write(Object source, int from, ArenaStorage target, int to, int count) {
        launcher.requireUsable();
        if (target.size() == 1 && count == 1) {
            target.value = source instanceof float[] floats ? floats[from] : ((double[]) source)[from];
            target.isConstant = true;
            target.isOnDevice = false;
            return;
        }
        boolean small = count <= DeviceKernel.SMALL_STAGING;
        int piece = small ? DeviceKernel.SMALL_STAGING : DeviceKernel.LARGE_STAGING;
        for (int done = 0; done < count; done += piece) {
            next();
            kernel.y = target.place().offset + to + done;
            kernel.m = Math.min(piece, count - done);
            System.arraycopy(source, from + done, kernel.staging(small), 1, kernel.m);
            kernel.putStaging(small);
            launch(small ? DeviceKernel.UPLOAD_SMALL : DeviceKernel.UPLOAD, kernel.m);
        }
    }

    /**
     * target[to...] = source[from...]; the target is an array of the dtype.
     *
     * @throws DeviceFailedException if the canary is gone, and with it all that the arena held
     */
    void read(ArenaStorage source, int from, Object target, int to, int count) {
        launcher.requireUsable();
        if (count == 0) {
            return;
        }
        if (source.isConstant) {
            if (target instanceof float[] floats) {
                floats[to] = (float) source.value;
            } else {
                ((double[]) target)[to] = source.value;
            }
            return;
        }
        if (source == ready) {
            fetch(true, target, to, 1);
            return;
        }
        boolean small = count <= DeviceKernel.SMALL_STAGING;
        int piece = small ? DeviceKernel.SMALL_STAGING : DeviceKernel.LARGE_STAGING;
        for (int done = 0; done < count; done += piece) {
            next();
            kernel.a = source.place().offset + from + done;
            kernel.m = Math.min(piece, count - done);
            launch(small ? DeviceKernel.DOWNLOAD_SMALL : DeviceKernel.DOWNLOAD, kernel.m);
            fetch(small, target, to + done, kernel.m);
        }
    }

    private void fetch(boolean small, Object target, int to, int count) {
        if (!kernel.getStaging(small)) {
            throw launcher.fail(
                    "the device's memory was lost, because the garbage collector moved the Java array behind it"
                            + " (more memory for Java, as with -Xmx, or -XX:+UseZGC prevents that)",
                    null);
        }
        System.arraycopy(kernel.staging(small), 1, target, to, count);
    }

    @Override
    public void close() {
        launcher.close();
    }
}
