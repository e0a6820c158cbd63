package gradj.spi;

import static gradj.spi.BinaryOp.ADD;
import static gradj.spi.BinaryOp.DIVIDE;
import static gradj.spi.BinaryOp.MULTIPLY;
import static gradj.spi.BinaryOp.SUBTRACT;
import static gradj.spi.Reduction.MAX;
import static gradj.spi.Reduction.SUM;
import static gradj.spi.UnaryOp.EXP;
import static gradj.spi.UnaryOp.LOG;
import static gradj.spi.UnaryOp.NEGATE;
import static gradj.spi.UnaryOp.RELU;
import static gradj.spi.UnaryOp.SQUARE;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** The optional operations of {@link TensorBackend}, composed of the required ones: slow, short and right. */
final class Defaults {
    private static final int GREYS_AT_ONCE = 1 << 14;

    private static final float[] NUMBER_OF_GREY = new float[256];

    static {
        for (int grey = 0; grey < NUMBER_OF_GREY.length; grey++) {
            NUMBER_OF_GREY[grey] = grey / 255f;
        }
    }

    private Defaults() {}

    static void copy(TensorBackend backend, Storage source, int from, Storage target, int to, int count) {
        switch (source.dtype()) {
            case FLOAT32 -> {
                float[] values = new float[count];
                backend.read(source, from, values, 0, count);
                backend.write(values, 0, target, to, count);
            }
            case FLOAT64 -> {
                double[] values = new double[count];
                backend.read(source, from, values, 0, count);
                backend.write(values, 0, target, to, count);
            }
        }
    }

    static void gatherRows(TensorBackend backend, int columns, int[] rows, int count, Storage x, Storage y) {
        for (int i = 0; i < count; i++) {
            backend.copy(x, rows[i] * columns, y, i * columns, columns);
        }
    }

    /** By way of a buffer of some rows, which stays in the processor's cache. */
    static void gatherGreys(TensorBackend backend, int columns, int[] rows, int count, byte[] x, Storage y) {
        int atOnce = Math.max(1, Math.min(count, GREYS_AT_ONCE / Math.max(1, columns)));
        float[] floats = new float[atOnce * columns];
        double[] doubles = new double[y.dtype() == DType.FLOAT64 ? floats.length : 0];
        for (int first = 0; first < count; first += atOnce) {
            int size = Math.min(atOnce, count - first) * columns;
            for (int i = 0; i < size; i += columns) {
                int from = rows[first + i / columns] * columns;
                for (int j = 0; j < columns; j++) {
                    floats[i + j] = NUMBER_OF_GREY[x[from + j] & 0xFF];
                }
            }
            switch (y.dtype()) {
                case FLOAT32 -> backend.write(floats, 0, y, first * columns, size);
                case FLOAT64 -> {
                    Arrays.setAll(doubles, i -> floats[i]);
                    backend.write(doubles, 0, y, first * columns, size);
                }
            }
        }
    }

    static void axpy(TensorBackend backend, int size, double alpha, Storage x, Storage y) {
        Storage factor = scalar(backend, y.dtype(), alpha);
        Storage step = like(backend, y, size);
        Storage sum = like(backend, y, size);
        backend.binary(MULTIPLY, size, 1, 1, x, factor, step);
        backend.binary(ADD, 1, size, 1, y, step, sum);
        backend.copy(sum, 0, y, 0, size);
        release(backend, factor, step, sum);
    }

    static void axpby(TensorBackend backend, int size, double alpha, Storage x, double beta, Storage y) {
        Storage factor = scalar(backend, y.dtype(), alpha);
        Storage scaled = like(backend, y, size);
        backend.binary(MULTIPLY, size, 1, 1, x, factor, scaled);
        if (beta == 0) {
            backend.copy(scaled, 0, y, 0, size);
        } else {
            Storage kept = scalar(backend, y.dtype(), beta);
            Storage before = like(backend, y, size);
            Storage sum = like(backend, y, size);
            backend.binary(MULTIPLY, size, 1, 1, y, kept, before);
            backend.binary(ADD, 1, size, 1, before, scaled, sum);
            backend.copy(sum, 0, y, 0, size);
            release(backend, kept, before, sum);
        }
        release(backend, factor, scaled);
    }

    /** {@link StrictMath}: the same bits on every JDK, which {@link Math#tanh} does not give. */
    static void tanh(TensorBackend backend, int size, Storage x, Storage y) {
        onHeap(backend, size, StrictMath::tanh, x, y);
    }

    static void sqrt(TensorBackend backend, int size, Storage x, Storage y) {
        onHeap(backend, size, Math::sqrt, x, y);
    }

    static void clamp(TensorBackend backend, int size, double low, double high, Storage x, Storage y) {
        onHeap(backend, size, value -> Math.max(low, Math.min(high, value)), x, y);
    }

    /** Y = f(X), computed in double on the heap, for what the required operations cannot compose. */
    private static void onHeap(TensorBackend backend, int size, DoubleUnaryOperator f, Storage x, Storage y) {
        switch (x.dtype()) {
            case FLOAT32 -> {
                float[] values = new float[size];
                backend.read(x, 0, values, 0, size);
                for (int i = 0; i < size; i++) {
                    values[i] = (float) f.applyAsDouble(values[i]);
                }
                backend.write(values, 0, y, 0, size);
            }
            case FLOAT64 -> {
                double[] values = new double[size];
                backend.read(x, 0, values, 0, size);
                Arrays.setAll(values, i -> f.applyAsDouble(values[i]));
                backend.write(values, 0, y, 0, size);
            }
        }
    }

    static void rmsStep(
            TensorBackend backend,
            int size,
            double decay,
            double weight,
            double rate,
            double epsilon,
            Storage g,
            Storage v,
            Storage w) {
        addSquare(backend, size, weight, g, decay, v);
        Storage quotient = like(backend, w, size);
        divideByRoot(backend, size, g, v, epsilon, quotient);
        backend.axpy(size, -rate, quotient, w);
        release(backend, quotient);
    }

    static void adamStep(
            TensorBackend backend,
            int size,
            double beta1,
            double beta2,
            double rate,
            double epsilon,
            double keep,
            Storage g,
            Storage m,
            Storage v,
            Storage w) {
        backend.axpby(size, 1 - beta1, g, beta1, m);
        addSquare(backend, size, 1 - beta2, g, beta2, v);
        Storage quotient = like(backend, w, size);
        divideByRoot(backend, size, m, v, epsilon, quotient);
        backend.axpby(size, -rate, quotient, keep, w);
        release(backend, quotient);
    }

    /** V = decay * V + weight * G * G. */
    private static void addSquare(TensorBackend backend, int size, double weight, Storage g, double decay, Storage v) {
        Storage square = like(backend, v, size);
        backend.unary(SQUARE, size, g, square);
        backend.axpby(size, weight, square, decay, v);
        release(backend, square);
    }

    /** Y = X / (sqrt(V) + epsilon). */
    private static void divideByRoot(TensorBackend backend, int size, Storage x, Storage v, double epsilon, Storage y) {
        Storage root = like(backend, v, size);
        Storage divisor = like(backend, v, size);
        Storage added = scalar(backend, v.dtype(), epsilon);
        backend.sqrt(size, v, root);
        backend.binary(ADD, size, 1, 1, root, added, divisor);
        backend.binary(DIVIDE, 1, size, 1, x, divisor, y);
        release(backend, root, divisor, added);
    }

    static void affine(TensorBackend backend, int rows, int in, int out, Storage x, Storage w, Storage b, Storage y) {
        Storage product = like(backend, y, rows * out);
        backend.dot(false, false, rows, out, in, 1, x, w, 0, product);
        backend.binary(ADD, rows, out, 1, product, b, y);
        release(backend, product);
    }

    static void affineRelu(
            TensorBackend backend, int rows, int in, int out, Storage x, Storage w, Storage b, Storage y) {
        Storage affine = like(backend, y, rows * out);
        backend.affine(rows, in, out, x, w, b, affine);
        backend.unary(RELU, rows * out, affine, y);
        release(backend, affine);
    }

    static void affineBackward(
            TensorBackend backend, int rows, int in, int out, Storage x, Storage dy, Storage dw, Storage db) {
        backend.dot(true, false, in, out, rows, 1, x, dy, 0, dw);
        backend.reduce(SUM, 1, rows, out, dy, db);
    }

    static void reluBackward(TensorBackend backend, int size, Storage y, Storage dy, Storage dx) {
        Storage zero = scalar(backend, y.dtype(), 0);
        backend.select(size, y, dy, zero, dx);
        release(backend, zero);
    }

    static void sigmoidBackward(TensorBackend backend, int size, Storage y, Storage dy, Storage dx) {
        Storage square = like(backend, y, size);
        Storage slope = like(backend, y, size);
        backend.unary(SQUARE, size, y, square);
        backend.binary(SUBTRACT, 1, size, 1, y, square, slope); // y - y^2 = (1 - y) y
        backend.binary(MULTIPLY, 1, size, 1, dy, slope, dx);
        release(backend, square, slope);
    }

    static void softmax(TensorBackend backend, int rows, int columns, Storage x, Storage y) {
        Storage shifted = like(backend, x, rows * columns);
        Storage sum = like(backend, x, rows);
        softmax(backend, rows, columns, x, shifted, sum, y);
        release(backend, shifted, sum);
    }

    /** Leaves what the cross entropy needs as well: X less its rows' maxima, and the sums of the exponentials of that. */
    private static void softmax(
            TensorBackend backend, int rows, int columns, Storage x, Storage shifted, Storage sum, Storage y) {
        Storage max = like(backend, x, rows);
        Storage exp = like(backend, x, rows * columns);
        backend.reduce(MAX, rows, columns, 1, x, max);
        backend.binary(SUBTRACT, 1, rows, columns, x, max, shifted);
        backend.unary(EXP, rows * columns, shifted, exp);
        backend.reduce(SUM, rows, columns, 1, exp, sum);
        backend.binary(DIVIDE, 1, rows, columns, exp, sum, y);
        release(backend, max, exp);
    }

    static void softmaxCrossEntropy(
            TensorBackend backend, int rows, int columns, Storage x, Storage t, Storage y, Storage loss) {
        int size = rows * columns;
        Storage shifted = like(backend, x, size);
        Storage sum = like(backend, x, rows);
        Storage logSum = like(backend, x, rows);
        Storage logY = like(backend, x, size);
        Storage above = like(backend, x, size);
        Storage minusT = like(backend, x, size);
        Storage wanted = like(backend, x, size);
        Storage zero = scalar(backend, x.dtype(), 0);
        Storage terms = like(backend, x, size);
        Storage total = like(backend, x, 1);
        Storage factor = scalar(backend, x.dtype(), -1.0 / rows);
        softmax(backend, rows, columns, x, shifted, sum, y);
        backend.unary(LOG, rows, sum, logSum);
        backend.binary(SUBTRACT, 1, rows, columns, shifted, logSum, logY);
        backend.select(size, t, logY, zero, above);
        backend.unary(NEGATE, size, t, minusT);
        backend.select(size, minusT, logY, above, wanted); // t = 0 adds nothing, even where ln y is -infinity
        backend.binary(MULTIPLY, 1, size, 1, t, wanted, terms);
        backend.reduce(SUM, 1, size, 1, terms, total);
        backend.binary(MULTIPLY, 1, 1, 1, total, factor, loss);
        release(backend, shifted, sum, logSum, logY, above, minusT, wanted, zero, terms, total, factor);
    }

    static void softmaxCrossEntropyBackward(
            TensorBackend backend, int rows, int columns, Storage y, Storage t, Storage dLoss, Storage dx) {
        int size = rows * columns;
        Storage wanted = like(backend, y, rows);
        Storage share = like(backend, y, size);
        Storage difference = like(backend, y, size);
        Storage mean = scalar(backend, y.dtype(), 1.0 / rows);
        Storage factor = like(backend, y, 1);
        backend.reduce(SUM, rows, columns, 1, t, wanted);
        backend.binary(MULTIPLY, 1, rows, columns, y, wanted, share);
        backend.binary(SUBTRACT, 1, size, 1, share, t, difference);
        backend.binary(MULTIPLY, 1, 1, 1, dLoss, mean, factor);
        backend.binary(MULTIPLY, size, 1, 1, difference, factor, dx);
        release(backend, wanted, share, difference, mean, factor);
    }

    static boolean isUsable(TensorBackend backend) {
        try {
            DType dtype = backend.supports(DType.FLOAT32) ? DType.FLOAT32 : DType.FLOAT64;
            backend.release(backend.allocate(dtype, 0));
            return true;
        } catch (IllegalStateException closed) {
            return false;
        } catch (RuntimeException other) {
            return true;
        }
    }

    private static Storage like(TensorBackend backend, Storage storage, int size) {
        return backend.allocate(storage.dtype(), size);
    }

    private static Storage scalar(TensorBackend backend, DType dtype, double value) {
        Storage storage = backend.allocate(dtype, 1);
        switch (dtype) {
            case FLOAT32 -> backend.write(new float[] {(float) value}, 0, storage, 0, 1);
            case FLOAT64 -> backend.write(new double[] {value}, 0, storage, 0, 1);
        }
        return storage;
    }

    private static void release(TensorBackend backend, Storage... storages) {
        for (Storage storage : storages) {
            backend.release(storage);
        }
    }
}
