package gradj.backend.array;

import gradj.spi.DType;
import gradj.spi.Storage;
import org.jspecify.annotations.Nullable;

/** Storage in a Java array, {@link #floats} or {@link #doubles}, as the dtype says, with {@link ArrayBackend#SLACK}. */
final class ArrayStorage implements Storage {
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE;
    private static final float[] NO_FLOATS = new float[0];
    private static final double[] NO_DOUBLES = new double[0];

    private final DType dtype;
    private final int size;
    private final float[] floats;
    private final double[] doubles;

    /** The next storage of this size in the {@link StoragePool} that holds this one. */
    @Nullable
    ArrayStorage nextFree;

    ArrayStorage(DType dtype, int size) {
        this.dtype = dtype;
        this.size = size;
        int length = size + Math.min(ArrayBackend.SLACK / dtype.bytes(), LONGEST_ARRAY - size);
        this.floats = switch (dtype) {
            case FLOAT32 -> new float[length];
            case FLOAT64 -> NO_FLOATS;
        };
        this.doubles = switch (dtype) {
            case FLOAT32 -> NO_DOUBLES;
            case FLOAT64 -> new double[length];
        };
    }

    @Override
    public DType dtype() {
        return dtype;
    }

    @Override
    public int size() {
        return size;
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
