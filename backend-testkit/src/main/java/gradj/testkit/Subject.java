package gradj.testkit;

import gradj.spi.DType;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import gradj.tensor.Tensors;

/** The backend under test in one dtype: its storages from and to arrays of doubles. */
record Subject(TensorBackend backend, DType dtype) {
    Tensors tensors() {
        return new Tensors(backend, dtype);
    }

    /** The dtype's unit roundoff. */
    double u() {
        return dtype.unitRoundoff();
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
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        backend.write(floats, 0, target, 0, floats.length);
    }

    /** The content of a storage. */
    double[] read(Storage storage) {
        double[] values = new double[storage.size()];
        if (dtype == DType.FLOAT64) {
            backend.read(storage, 0, values, 0, values.length);
            return values;
        }
        float[] floats = new float[values.length];
        backend.read(storage, 0, floats, 0, floats.length);
        for (int i = 0; i < floats.length; i++) {
            values[i] = floats[i];
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
