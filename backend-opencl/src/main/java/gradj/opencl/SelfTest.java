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
import org.jspecify.annotations.Nullable;

/**
 * Every kind of operation on the device and in Java, every way of a launch among them: a driver whose compiler is wrong, or
 * whose transfers are, is found before anyone computes on it. Sizes are multiples of nothing.
 */
final class SelfTest {
    private static final int N = 77;

    /** Long enough for a reduction in pieces; also 1,819 rows of {@link #CLASSES}, which one group does not do alone. */
    private static final int LONG = 20_011;

    private static final int CLASSES = 11;
    private static final int ROWS = LONG / CLASSES;

    /** Far above any rounding here, far below any mistake: sums of numbers up to 1 that stay small. */
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
            double tolerance = switch (dtype) {
                case FLOAT32 -> TOLERANCE_32;
                case FLOAT64 -> TOLERANCE_64;
            };
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

    /** An operation on x and w [LONG] that leaves so many elements in y; what it takes between, it releases. */
    private record Check(String name, int elements, Call call) {
        double[] on(TensorBackend backend, DType dtype) {
            Storage x = numbers(backend, dtype, LONG, 0.37);
            Storage w = numbers(backend, dtype, LONG, 0.73);
            Storage y = backend.allocate(dtype, elements);
            call.make(backend, x, w, y);
            double[] result = read(backend, y);
            backend.release(x);
            backend.release(w);
            backend.release(y);
            return result;
        }
    }

    @FunctionalInterface
    private interface Call {
        void make(TensorBackend on, Storage x, Storage w, Storage y);
    }

    private static final List<Check> CHECKS = List.of(
            new Check("copy", LONG, (on, x, w, y) -> on.copy(x, 0, y, 0, LONG)),
            new Check("dot", N * N, (on, x, w, y) -> on.dot(false, false, N, N, N, -0.5, x, w, 0, y)),
            new Check("dot, both transposed", N * N, (on, x, w, y) -> on.dot(true, true, N, N, N, 1, x, w, 0, y)),
            new Check("dot with beta", N * N, SelfTest::dotWithBeta),
            new Check("dot of vectors", 1, (on, x, w, y) -> on.dot(false, false, 1, 1, LONG, 1, x, w, 0, y)),
            new Check("affine", N * N, (on, x, w, y) -> on.affine(N, N, N, x, w, x, y)),
            new Check("affine and ReLU", N * N, (on, x, w, y) -> on.affineRelu(N, N, N, x, w, x, y)),
            new Check("gradient of weights", N * N, (on, x, w, y) -> affineBackward(on, x, w, y, null)),
            new Check("gradient of a bias", N, (on, x, w, y) -> affineBackward(on, x, w, null, y)),
            new Check("transpose", N * N, (on, x, w, y) -> on.transpose(N, N, x, y)),
            new Check("sums of rows", N, (on, x, w, y) -> on.reduce(Reduction.SUM, N, N, 1, x, y)),
            new Check("places of columns", N, (on, x, w, y) -> on.reduce(Reduction.ARGMAX, 1, N, N, x, y)),
            new Check("long sum", 1, (on, x, w, y) -> on.reduce(Reduction.SUM, 1, LONG, 1, x, y)),
            new Check("place in a long row", 1, (on, x, w, y) -> on.reduce(Reduction.ARGMAX, 1, LONG, 1, x, y)),
            new Check("largest of rows", N, (on, x, w, y) -> on.reduce(Reduction.MAX, N, N, 1, x, y)),
            new Check("exp", LONG, (on, x, w, y) -> on.unary(UnaryOp.EXP, LONG, x, y)),
            new Check("sigmoid", LONG, (on, x, w, y) -> on.unary(UnaryOp.SIGMOID, LONG, x, y)),
            new Check("division", N * N, SelfTest::division),
            new Check("select", LONG, (on, x, w, y) -> on.select(LONG, x, w, x, y)),
            new Check("rows gathered", 3 * N, (on, x, w, y) -> on.gatherRows(N, new int[] {5, 0, 5}, 3, x, y)),
            new Check("short move", 5, SelfTest::shortMove),
            new Check("softmax of short rows", ROWS * CLASSES, (on, x, w, y) -> on.softmax(ROWS, CLASSES, x, y)),
            new Check("softmax", N * N, (on, x, w, y) -> on.softmax(N, N, x, y)),
            new Check("cross entropy", 1, SelfTest::crossEntropy),
            new Check("gradient of the cross entropy", ROWS * CLASSES, SelfTest::crossEntropyBackward),
            new Check("step", LONG, SelfTest::step));

    /** Y [5] = numbers that pass through the small staging array, both ways. */
    private static void shortMove(TensorBackend on, Storage x, Storage w, Storage y) {
        Storage few = numbers(on, x.dtype(), 5, 0.3);
        on.copy(few, 0, y, 0, 5);
        on.release(few);
    }

    /** Y [N, N] = 2 X W + 0.5 X. */
    private static void dotWithBeta(TensorBackend on, Storage x, Storage w, Storage y) {
        on.copy(x, 0, y, 0, N * N);
        on.dot(false, false, N, N, N, 2, x, w, 0.5, y);
    }

    /** dW [N, N] and db [N]; which is left out is not looked at. */
    private static void affineBackward(
            TensorBackend on, Storage x, Storage dy, @Nullable Storage dw, @Nullable Storage db) {
        Storage weights = dw == null ? on.allocate(x.dtype(), N * N) : dw;
        Storage bias = db == null ? on.allocate(x.dtype(), N) : db;
        on.affineBackward(N, N, N, x, dy, weights, bias);
        on.release(dw == null ? weights : bias);
    }

    /** Y [N, N] = X divided by W, as the one's rows by the other's elements. */
    private static void division(TensorBackend on, Storage x, Storage w, Storage y) {
        Storage rows = on.allocate(x.dtype(), N * N);
        Storage divisors = on.allocate(x.dtype(), N);
        on.copy(x, 0, rows, 0, N * N);
        on.copy(w, 0, divisors, 0, N);
        on.binary(BinaryOp.DIVIDE, N, N, 1, rows, divisors, y);
        on.release(rows);
        on.release(divisors);
    }

    /** Y [1] = the cross entropy of softmax(X) and the labels W^2. */
    private static void crossEntropy(TensorBackend on, Storage x, Storage w, Storage y) {
        Storage labels = on.allocate(x.dtype(), ROWS * CLASSES);
        Storage probabilities = on.allocate(x.dtype(), ROWS * CLASSES);
        on.unary(UnaryOp.SQUARE, ROWS * CLASSES, w, labels);
        on.softmaxCrossEntropy(ROWS, CLASSES, x, labels, probabilities, y);
        on.release(labels);
        on.release(probabilities);
    }

    /** Y [ROWS, CLASSES] = its gradient, of labels X at probabilities W. */
    private static void crossEntropyBackward(TensorBackend on, Storage x, Storage w, Storage y) {
        Storage upstream = numbers(on, x.dtype(), 1, 0);
        on.softmaxCrossEntropyBackward(ROWS, CLASSES, w, x, upstream, y);
        on.release(upstream);
    }

    /** Y = X - 0.1 W. */
    private static void step(TensorBackend on, Storage x, Storage w, Storage y) {
        on.copy(x, 0, y, 0, LONG);
        on.axpy(LONG, -0.1, w, y);
    }

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
        switch (dtype) {
            case FLOAT32 -> backend.write(floats, 0, storage, 0, size);
            case FLOAT64 -> backend.write(values, 0, storage, 0, size);
        }
        return storage;
    }

    private static double[] read(TensorBackend backend, Storage storage) {
        double[] values = new double[storage.size()];
        switch (storage.dtype()) {
            case FLOAT32 -> {
                float[] floats = new float[values.length];
                backend.read(storage, 0, floats, 0, floats.length);
                for (int i = 0; i < values.length; i++) {
                    values[i] = floats[i];
                }
            }
            case FLOAT64 -> backend.read(storage, 0, values, 0, values.length);
        }
        return values;
    }
}
