package gradj.data.npy;

import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.nio.ByteBuffer;

/**
 * An array as NumPy wrote it. Its elements come in row-major order, whatever order the file has them in; they stay bytes of
 * the file's own type until they are asked for.
 */
public final class NpyArray {
    private final NpyHeader header;
    private final ByteBuffer data;

    NpyArray(NpyHeader header, byte[] data) {
        this.header = header;
        this.data = ByteBuffer.wrap(data).order(header.type().order());
    }

    /** The lengths of its axes; of a single number none. */
    public Shape shape() {
        return header.shape();
    }

    /** The type of its elements as NumPy names it, with the byte order: {@code <f4}, {@code >i8}, {@code |b1}. */
    public String dtype() {
        return header.descr();
    }

    /** Whether its elements are whole numbers or truth values. */
    public boolean isWhole() {
        return header.type().isWhole();
    }

    /** All elements, each rounded to the nearest float; true is 1. */
    public float[] floats() {
        float[] values = new float[shape().size()];
        forEach((i, at) -> values[i] = header.type().floatAt(data, at));
        return values;
    }

    /** All elements; whole numbers beyond 2^53 are rounded to the nearest double; true is 1. */
    public double[] doubles() {
        double[] values = new double[shape().size()];
        forEach((i, at) -> values[i] = header.type().doubleAt(data, at));
        return values;
    }

    /**
     * All elements of an array of whole numbers; true is 1.
     *
     * @throws IllegalStateException if they are no whole numbers
     * @throws ArithmeticException if one is more than a long holds
     */
    public long[] longs() {
        if (!isWhole()) {
            throw new IllegalStateException("longs: expected whole numbers, found " + dtype() + ": call doubles()");
        }
        long[] values = new long[shape().size()];
        boolean isUnsigned = header.type().kind() == 'u';
        forEach((i, at) -> {
            values[i] = header.type().longAt(data, at);
            if (isUnsigned && values[i] < 0) {
                throw new ArithmeticException("longs: expected numbers below 2^63, found "
                        + Long.toUnsignedString(values[i]) + " at " + i + ": call doubles()");
            }
        });
        return values;
    }

    /** The array as a tensor, each element rounded to its dtype. */
    public Tensor tensor(Tensors tensors) {
        return tensors.dtype() == DType.FLOAT32 ? tensors.of(shape(), floats()) : tensors.of(shape(), doubles());
    }

    @FunctionalInterface
    private interface Element {
        /** Takes the element that is the i-th in row-major order and begins at this byte. */
        void at(int i, int at);
    }

    private void forEach(Element element) {
        int bytes = header.type().bytes();
        int size = shape().size();
        if (!header.isFortran()) {
            for (int i = 0; i < size; i++) {
                element.at(i, i * bytes);
            }
            return;
        }
        int[] lengths = shape().toArray();
        int[] index = new int[lengths.length];
        for (int i = 0; i < size; i++) {
            int place = 0;
            for (int axis = lengths.length - 1; axis >= 0; axis--) {
                place = place * lengths[axis] + index[axis];
            }
            element.at(i, place * bytes);
            for (int axis = lengths.length - 1; axis >= 0 && ++index[axis] == lengths[axis]; axis--) {
                index[axis] = 0;
            }
        }
    }

    /** Type and shape. */
    @Override
    public String toString() {
        return dtype() + " " + shape();
    }
}
