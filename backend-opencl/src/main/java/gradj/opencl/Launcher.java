package gradj.opencl;

import com.aparapi.Range;
import com.aparapi.device.OpenCLDevice;
import com.aparapi.exception.CompileFailedException;
import com.aparapi.exception.QueryFailedException;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a kernel on its device, and nowhere else: compiled before anything is computed, checked after every launch. The first
 * failure is the end of it: what the device holds is then unknown, and every later call throws.
 */
final class Launcher implements AutoCloseable {
    private static final String REMEDY = "; all its tensors are lost: get a new one from Backends, on another device"
            + " (-Dgradj.opencl.device) or another backend if that does not help";

    private static final String CHOOSE =
            "; choose another device (-D" + DeviceChoice.PROPERTY + ") or another backend, such as java";

    private final DeviceKernel kernel;
    private final OpenCLDevice device;
    private final long[] launches = new long[DeviceKernel.OPERATIONS + 1];
    private volatile @Nullable DeviceFailedException failure; // whether it is there, any thread may ask
    private boolean hasRun;
    private boolean isClosed;

    /**
     * Translates the kernel to OpenCL and compiles it.
     *
     * @throws DeviceFailedException if the device's compiler refuses, or the kernel is too large for whole groups
     */
    Launcher(DeviceKernel kernel, OpenCLDevice device) {
        this.kernel = kernel;
        this.device = device;
        try {
            kernel.compile(device);
            int most = kernel.getKernelMaxWorkGroupSize(device);
            if (most < DeviceKernel.GROUP) {
                throw new DeviceFailedException("backend opencl: " + device.getName() + " runs its kernel in groups of "
                        + most + " items only, needed are " + DeviceKernel.GROUP + CHOOSE);
            }
        } catch (CompileFailedException | QueryFailedException refused) {
            throw new DeviceFailedException(
                    "backend opencl: " + device.getName() + " cannot compile its kernel: " + refused + CHOOSE, refused);
        }
    }

    /**
     * Runs an operation, set up in the kernel's fields, in so many groups; returns when it is done.
     *
     * @throws DeviceFailedException if it failed
     */
    void launch(int op, int groups) {
        requireUsable();
        kernel.op = op;
        launches[op]++;
        try {
            kernel.execute(Range.create(device, Math.multiplyExact(groups, DeviceKernel.GROUP), DeviceKernel.GROUP));
        } catch (RuntimeException | AssertionError thrown) {
            throw fail("operation " + op + " failed: " + thrown.getMessage(), thrown);
        }
        if (!kernel.isRunningCL()) {
            throw fail("operation " + op + " was not computed by OpenCL", null);
        }
        hasRun = true;
    }

    /** Ends all use of the device; the exception is to be thrown. */
    DeviceFailedException fail(String what, @Nullable Throwable cause) {
        String message = "backend opencl on " + device.getName() + ": " + what + REMEDY;
        DeviceFailedException thrown =
                cause == null ? new DeviceFailedException(message) : new DeviceFailedException(message, cause);
        failure = thrown;
        return thrown;
    }

    /**
     * Nothing may be asked of a closed backend, nor of a device that failed.
     *
     * @throws IllegalStateException if it is closed
     * @throws DeviceFailedException if it failed
     */
    void requireUsable() {
        if (isClosed) {
            throw new IllegalStateException("backend opencl is closed: make a new one, and new tensors on it");
        }
        DeviceFailedException first = failure;
        if (first != null) {
            throw new DeviceFailedException(String.valueOf(first.getMessage()), first);
        }
    }

    /** Whether the device failed; to be asked by any thread. */
    boolean hasFailed() {
        return failure != null;
    }

    /** Launches since the start. */
    long launches() {
        return LongStream.of(launches).sum();
    }

    /** Launches of one operation since the start. */
    long launches(int op) {
        return launches[op];
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            if (hasRun) { // Aparapi crashes on a kernel that never ran
                kernel.dispose(); // frees the device's memory
            }
        }
    }
}
