package gradj.backend;

import gradj.spi.DType;
import gradj.spi.Storage;
import org.jspecify.annotations.Nullable;

/** Storage in a Java array of exactly its size: {@link #floats} or {@link #doubles}, as the dtype says. */
final class ArrayStorage implements Storage {
    private static final float[] NO_FLOATS = new float[0];
    private static final double[] NO_DOUBLES = new double[0];

    private final DType dtype;
    private final float[] floats;
    private final double[] doubles;

    /** The next storage of this size in the {@link StoragePool} that holds this one. */
    @Nullable
    ArrayStorage nextFree;

    ArrayStorage(DType dtype, int size) {
        this.dtype = dtype;
        this.floats = dtype == DType.FLOAT32 ? new float[size] : NO_FLOATS;
        this.doubles = dtype == DType.FLOAT64 ? new double[size] : NO_DOUBLES;
    }

    @Override
    public DType dtype() {
        return dtype;
    }

    @Override
    public int size() {
        return dtype == DType.FLOAT32 ? floats.length : doubles.length;
    }

    /** The elements of a float32 storage; empty otherwise. */
    float[] floats() {
        return floats;
    }

    /** The elements of a float64 storage; empty otherwise. */
    double[] doubles() {
        return doubles;
    }
}
