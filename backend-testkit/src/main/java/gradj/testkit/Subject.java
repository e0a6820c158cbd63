package gradj.testkit;

import gradj.spi.DType;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import gradj.tensor.Tensors;
import java.util.Arrays;

/** The backend under test in one dtype: its storages from and to arrays of doubles. */
record Subject(TensorBackend backend, DType dtype) {
    /** Elements that go over in one float array: more of them would only be garbage to collect. */
    private static final int PIECE = 1 << 17;

    Tensors tensors() {
        return new Tensors(backend, dtype);
    }

    /** The dtype's unit roundoff. */
    double u() {
        return dtype.unitRoundoff();
    }

    /** The smallest number above 0, which is subnormal. */
    double smallest() {
        return dtype == DType.FLOAT32 ? Float.MIN_VALUE : Double.MIN_VALUE;
    }

    /** The smallest number that is not subnormal. */
    double smallestNormal() {
        return dtype == DType.FLOAT32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    }

    /** The largest finite number. */
    double largest() {
        return dtype == DType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    }

    /** What a definition gives, computed in float64, with infinity for what this dtype cannot hold. */
    double[][] overflown(double[][] expected) {
        if (dtype == DType.FLOAT64) {
            return expected;
        }
        return Arrays.stream(expected)
                .map(row -> Arrays.stream(row)
                        .map(value -> Float.isInfinite((float) value) ? (float) value : value)
                        .toArray())
                .toArray(double[][]::new);
    }

    /** A new storage with this content, rounded to the dtype. */
    Storage storage(double... values) {
        Storage storage = backend.allocate(dtype, values.length);
        write(values, storage);
        return storage;
    }

    void write(double[] values, Storage target) {
        if (dtype == DType.FLOAT64) {
            backend.write(values, 0, target, 0, values.length);
            return;
        }
        float[] piece = new float[Math.min(values.length, PIECE)];
        for (int at = 0; at < values.length; at += PIECE) {
            int count = Math.min(PIECE, values.length - at);
            for (int i = 0; i < count; i++) {
                piece[i] = (float) values[at + i];
            }
            backend.write(piece, 0, target, at, count);
        }
    }

    /** The content of a storage. */
    double[] read(Storage storage) {
        return read(storage, 0);
    }

    /** The content of a storage from this element on. */
    double[] read(Storage storage, int from) {
        double[] values = new double[storage.size() - from];
        if (dtype == DType.FLOAT64) {
            backend.read(storage, from, values, 0, values.length);
            return values;
        }
        float[] piece = new float[Math.min(values.length, PIECE)];
        for (int at = 0; at < values.length; at += PIECE) {
            int count = Math.min(PIECE, values.length - at);
            backend.read(storage, from + at, piece, 0, count);
            for (int i = 0; i < count; i++) {
                values[at + i] = piece[i];
            }
        }
        return values;
    }

    void release(Storage... storages) {
        for (Storage storage : storages) {
            backend.release(storage);
        }
    }

    /** As in {@code java float32}. */
    @Override
    public String toString() {
        return backend.name() + " " + dtype;
    }
}
