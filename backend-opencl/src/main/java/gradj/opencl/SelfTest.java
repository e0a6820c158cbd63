package gradj.opencl;

import gradj.backend.JavaBackend;
import gradj.spi.BackendException;
import gradj.spi.BinaryOp;
import gradj.spi.DType;
import gradj.spi.Reduction;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import gradj.spi.UnaryOp;
import java.util.List;
import java.util.Locale;

/**
 * A few operations on the device and in Java: a driver whose compiler is wrong, or whose transfers are, is found before
 * anyone computes on it. Sizes are multiples of nothing.
 */
final class SelfTest {
    private static final int N = 77;

    /** Far above any rounding here, far below any mistake: sums of 77 products of numbers up to 1. */
    private static final double TOLERANCE_32 = 1e-4;

    private static final double TOLERANCE_64 = 1e-12;

    private SelfTest() {}

    /**
     * Compares.
     *
     * @throws BackendException if a result differs; the message names operation and device
     */
    static void run(TensorBackend backend, DType dtype, String device) {
        TensorBackend java = new JavaBackend(1);
        for (Check check : CHECKS) {
            double[] expected = check.on(java, dtype);
            double[] found = check.on(backend, dtype);
            double tolerance = dtype == DType.FLOAT32 ? TOLERANCE_32 : TOLERANCE_64;
            for (int i = 0; i < expected.length; i++) {
                if (!(Math.abs(found[i] - expected[i]) <= tolerance * (1 + Math.abs(expected[i])))) {
                    throw new BackendException(String.format(
                            Locale.ROOT,
                            "backend opencl: %s computes wrongly: element %d of %s in %s is %s, Java says %s;"
                                    + " update its driver, or use another device (-D%s) or backend",
                            device,
                            i,
                            check.name,
                            dtype,
                            found[i],
                            expected[i],
                            DeviceChoice.PROPERTY));
                }
            }
        }
    }

    /** An operation on x, w [N, N] and b [N] that leaves so many elements in y. */
    private record Check(String name, int elements, Call call) {
        double[] on(TensorBackend backend, DType dtype) {
            Storage x = numbers(backend, dtype, N * N, 0.37);
            Storage w = numbers(backend, dtype, N * N, 0.73);
            Storage b = numbers(backend, dtype, N, 1.13);
            Storage y = backend.allocate(dtype, elements);
            call.make(backend, x, w, b, y);
            double[] result = read(backend, y);
            backend.release(x);
            backend.release(w);
            backend.release(b);
            backend.release(y);
            return result;
        }
    }

    @FunctionalInterface
    private interface Call {
        void make(TensorBackend on, Storage x, Storage w, Storage b, Storage y);
    }

    private static final List<Check> CHECKS = List.of(
            new Check("copy", N * N, (on, x, w, b, y) -> on.copy(x, 0, y, 0, N * N)),
            new Check("dot", N * N, (on, x, w, b, y) -> on.dot(false, false, N, N, N, -0.5, x, w, 0, y)),
            new Check("dot, transposed", N * N, (on, x, w, b, y) -> on.dot(true, true, N, N, N, 1, x, w, 0, y)),
            new Check("affine", N * N, (on, x, w, b, y) -> on.affine(N, N, N, x, w, b, y)),
            new Check("transpose", N * N, (on, x, w, b, y) -> on.transpose(N, N, x, y)),
            new Check("sum of rows", N, (on, x, w, b, y) -> on.reduce(Reduction.SUM, N, N, 1, x, y)),
            new Check("argmax of columns", N, (on, x, w, b, y) -> on.reduce(Reduction.ARGMAX, 1, N, N, x, y)),
            new Check("sigmoid", N * N, (on, x, w, b, y) -> on.unary(UnaryOp.SIGMOID, N * N, x, y)),
            new Check("division", N * N, (on, x, w, b, y) -> on.binary(BinaryOp.DIVIDE, N, N, 1, x, b, y)),
            new Check("softmax", N * N, (on, x, w, b, y) -> on.softmax(N, N, x, y)));

    /** Numbers from -1 to 1, none of them near 0. */
    private static Storage numbers(TensorBackend backend, DType dtype, int size, double step) {
        double[] values = new double[size];
        float[] floats = new float[size];
        for (int i = 0; i < size; i++) {
            double x = Math.sin(i * step + 0.2);
            floats[i] = (float) (x < 0 ? Math.min(x, -0.1) : Math.max(x, 0.1));
            values[i] = floats[i];
        }
        Storage storage = backend.allocate(dtype, size);
        if (dtype == DType.FLOAT32) {
            backend.write(floats, 0, storage, 0, size);
        } else {
            backend.write(values, 0, storage, 0, size);
        }
        return storage;
    }

    private static double[] read(TensorBackend backend, Storage storage) {
        double[] values = new double[storage.size()];
        if (storage.dtype() == DType.FLOAT64) {
            backend.read(storage, 0, values, 0, values.length);
            return values;
        }
        float[] floats = new float[values.length];
        backend.read(storage, 0, floats, 0, floats.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = floats[i];
        }
        return values;
    }
}
