package gradj.backend;

import gradj.spi.DType;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;

/** A backend's storage from and to arrays of doubles, whatever its dtype. */
final class Cells {
    private Cells() {}

    static Storage of(TensorBackend backend, DType dtype, double... values) {
        Storage storage = backend.allocate(dtype, values.length);
        if (dtype == DType.FLOAT64) {
            backend.write(values, 0, storage, 0, values.length);
            return storage;
        }
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        backend.write(floats, 0, storage, 0, floats.length);
        return storage;
    }

    static double[] read(TensorBackend backend, Storage storage) {
        double[] values = new double[storage.size()];
        if (storage.dtype() == DType.FLOAT64) {
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
}
