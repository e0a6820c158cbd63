package gradj.opencl;

import com.aparapi.device.OpenCLDevice;
import gradj.spi.BackendException;
import gradj.spi.BinaryOp;
import gradj.spi.DType;
import gradj.spi.DeviceInfo;
import gradj.spi.Reduction;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import gradj.spi.UnaryOp;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Computes on a GPU, or on any other OpenCL device. Tensors stay on the device; nothing is downloaded that nobody asked for.
 * It never computes anywhere else: when the device fails, {@link DeviceFailedException} is thrown from then on.
 *
 * <p>The system property {@code gradj.opencl.device} chooses the device by number or by a part of its name, {@code
 * gradj.opencl.arena} the memory for tensors of each dtype, such as {@code 512m}; {@link ArenaFullException} says when that
 * is not enough.
 *
 * <p>One thread at a time is on the device: it computes one operation at a time anyway.
 */
public final class OpenClBackend implements TensorBackend {
    static final String NAME = "opencl";

    private final OpenCLDevice device;
    private final ArenaSize arenaSize;
    private final boolean hasFloat64;
    private final Map<DType, Arena> arenas = new ConcurrentHashMap<>();
    private volatile boolean isClosed;

    /**
     * Compiles for the device and tests it against Java.
     *
     * @throws IllegalStateException if there is no device to compute on; the message says why, and what fixes it
     * @throws DeviceFailedException if the device fails the test
     */
    public OpenClBackend() {
        this(OpenClSetup.get());
    }

    OpenClBackend(OpenClSetup setup) {
        device = setup.device();
        arenaSize = setup.arena();
        hasFloat64 = Float64Probe.runsOn(device);
        arena(DType.FLOAT32);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public DeviceInfo device() {
        return new DeviceInfo(DeviceChoice.describe(device, hasFloat64), 0, "");
    }

    @Override
    public boolean supports(DType dtype) {
        return dtype == DType.FLOAT32 || hasFloat64;
    }

    /** The arena of a dtype; that of float64 is made when it is first needed. */
    Arena arena(DType dtype) {
        if (isClosed) {
            throw new IllegalStateException("backend opencl is closed: make a new one, and new tensors on it");
        }
        Arena arena = arenas.get(dtype);
        if (arena == null) {
            arena = start(dtype);
        }
        return arena;
    }

    private Arena start(DType dtype) {
        Arena arena;
        try {
            arena = new Arena(dtype, device, arenaSize);
        } catch (OutOfMemoryError tooLarge) {
            throw new BackendException(
                    "backend opencl: no " + arenaSize.arrayBytes() / ArenaSize.MEGABYTE + " MB in Java's heap for the "
                            + dtype + " arena; give Java more, as with -Xmx, or choose a smaller -D"
                            + ArenaSize.PROPERTY,
                    tooLarge);
        }
        arenas.put(dtype, arena);
        try {
            test(arena, dtype);
        } catch (RuntimeException | Error failed) {
            arenas.remove(dtype);
            arena.close();
            throw failed;
        }
        return arena;
    }

    /** Tests every way to cut an operation up: as for the smallest device, and as for one that is larger than any. */
    private void test(Arena arena, DType dtype) {
        int own = arena.computeUnits();
        for (int units : new int[] {1, 1 << 10}) {
            arena.cutFor(units);
            SelfTest.run(this, dtype, device.getName());
        }
        arena.cutFor(own);
    }

    private Arena arena(Storage storage) {
        return arena(storage.dtype());
    }

    private static ArenaStorage in(Storage storage) {
        return (ArenaStorage) storage;
    }

    /** Launches since the start, in both dtypes. */
    synchronized long launches() {
        return arenas.values().stream().mapToLong(Arena::launches).sum();
    }

    // ------------------------------------------------------------------------------------------------------ memory

    @Override
    public synchronized Storage allocate(DType dtype, int size) {
        return arena(dtype).allocate(size);
    }

    /** Does nothing on a closed backend: a TensorScope may end later. */
    @Override
    public synchronized void release(Storage storage) {
        Arena arena = arenas.get(storage.dtype());
        if (arena != null) {
            arena.release(in(storage));
        }
    }

    @Override
    public synchronized void write(float[] source, int from, Storage target, int to, int count) {
        arena(target).write(source, from, in(target), to, count);
    }

    @Override
    public synchronized void write(double[] source, int from, Storage target, int to, int count) {
        arena(target).write(source, from, in(target), to, count);
    }

    @Override
    public synchronized void read(Storage source, int from, float[] target, int to, int count) {
        arena(source).read(in(source), from, target, to, count);
    }

    @Override
    public synchronized void read(Storage source, int from, double[] target, int to, int count) {
        arena(source).read(in(source), from, target, to, count);
    }

    @Override
    public synchronized void copy(Storage source, int from, Storage target, int to, int count) {
        Moves.copy(arena(source), in(source), from, in(target), to, count);
    }

    @Override
    public synchronized void gatherRows(int columns, int[] rows, int count, Storage x, Storage y) {
        Moves.gatherRows(arena(x), columns, rows, count, in(x), in(y));
    }

    /** Asked by any thread, and answered while another computes: for that, the flags are volatile. */
    @Override
    public boolean isUsable() {
        return !isClosed && arenas.values().stream().noneMatch(Arena::hasFailed);
    }

    /** Frees the memory, on the device and in Java. */
    @Override
    public synchronized void close() {
        isClosed = true;
        arenas.values().forEach(Arena::close);
        arenas.clear();
    }

    // -------------------------------------------------------------------------------------------------- arithmetic

    @Override
    public synchronized void dot(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            double alpha,
            Storage a,
            Storage b,
            double beta,
            Storage c) {
        Products.dot(arena(c), transposeA, transposeB, m, n, k, alpha, in(a), in(b), beta, in(c));
    }

    @Override
    public synchronized void transpose(int rows, int columns, Storage x, Storage y) {
        Moves.transpose(arena(x), rows, columns, in(x), in(y));
    }

    @Override
    public synchronized void reduce(Reduction reduction, int outer, int n, int inner, Storage x, Storage y) {
        Reductions.reduce(arena(x), reduction, outer, n, inner, in(x), in(y));
    }

    @Override
    public synchronized void unary(UnaryOp op, int size, Storage x, Storage y) {
        Elementwise.unary(arena(x), op, size, in(x), in(y));
    }

    @Override
    public synchronized void binary(BinaryOp op, int outer, int n, int inner, Storage a, Storage b, Storage y) {
        Elementwise.binary(arena(y), op, outer, n, inner, in(a), in(b), in(y));
    }

    @Override
    public synchronized void select(int size, Storage condition, Storage a, Storage b, Storage y) {
        Elementwise.select(arena(y), size, in(condition), in(a), in(b), in(y));
    }

    // ---------------------------------------------------------------------------------------- fused, fewer launches

    @Override
    public synchronized void axpy(int size, double alpha, Storage x, Storage y) {
        arena(y).axpy(size, alpha, in(x), in(y));
    }

    /** What the steps of AdaGrad, RMSProp and Adam need to stay on the device: the rest of them is composed. */
    @Override
    public synchronized void sqrt(int size, Storage x, Storage y) {
        Elementwise.sqrt(arena(x), size, in(x), in(y));
    }

    @Override
    public synchronized void affine(int rows, int in, int out, Storage x, Storage w, Storage b, Storage y) {
        Products.affine(arena(y), rows, in, out, in(x), in(w), in(b), in(y), false);
    }

    /** Y [rows, out] = the largest of X W + b and 0; NaN stays NaN. */
    @Override
    public synchronized void affineRelu(int rows, int in, int out, Storage x, Storage w, Storage b, Storage y) {
        Products.affine(arena(y), rows, in, out, in(x), in(w), in(b), in(y), true);
    }

    @Override
    public synchronized void affineBackward(int rows, int in, int out, Storage x, Storage dy, Storage dw, Storage db) {
        Products.affineBackward(arena(dw), rows, in, out, in(x), in(dy), in(dw), in(db));
    }

    @Override
    public synchronized void reluBackward(int size, Storage y, Storage dy, Storage dx) {
        Elementwise.backward(arena(dx), DeviceKernel.RELU_BACKWARD, size, in(y), in(dy), in(dx));
    }

    @Override
    public synchronized void sigmoidBackward(int size, Storage y, Storage dy, Storage dx) {
        Elementwise.backward(arena(dx), DeviceKernel.SIGMOID_BACKWARD, size, in(y), in(dy), in(dx));
    }

    @Override
    public synchronized void softmax(int rows, int columns, Storage x, Storage y) {
        Softmax.softmax(arena(x), rows, columns, in(x), in(y));
    }

    @Override
    public synchronized void softmaxCrossEntropy(int rows, int columns, Storage x, Storage t, Storage y, Storage loss) {
        Softmax.crossEntropy(arena(x), rows, columns, in(x), in(t), in(y), in(loss));
    }

    @Override
    public synchronized void softmaxCrossEntropyBackward(
            int rows, int columns, Storage y, Storage t, Storage dLoss, Storage dx) {
        Elementwise.crossEntropyBackward(arena(dx), rows, columns, in(y), in(t), in(dLoss), in(dx));
    }
}
