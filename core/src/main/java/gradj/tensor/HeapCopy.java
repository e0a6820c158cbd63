package gradj.tensor;

import gradj.spi.DType;
import gradj.spi.Storage;
import java.util.Arrays;
import java.util.Locale;

/** Tensors' way from and to Java arrays. */
final class HeapCopy {
    private static final int ELEMENTS_SHOWN = 12;
    private static final int FILL_PIECE = 1 << 16;

    private HeapCopy() {}

    static double element(Tensor tensor, int offset) {
        Storage storage = tensor.storage();
        if (storage.dtype() == DType.FLOAT32) {
            float[] value = new float[1];
            tensor.backend().read(storage, offset, value, 0, 1);
            return value[0];
        }
        double[] value = new double[1];
        tensor.backend().read(storage, offset, value, 0, 1);
        return value[0];
    }

    static double[] doubles(Tensor tensor) {
        double[] values = new double[tensor.size()];
        if (tensor.dtype() == DType.FLOAT64) {
            tensor.backend().read(tensor.storage(), 0, values, 0, values.length);
            return values;
        }
        float[] floats = floats(tensor);
        for (int i = 0; i < values.length; i++) {
            values[i] = floats[i];
        }
        return values;
    }

    static float[] floats(Tensor tensor) {
        float[] values = new float[tensor.size()];
        if (tensor.dtype() == DType.FLOAT32) {
            tensor.backend().read(tensor.storage(), 0, values, 0, values.length);
            return values;
        }
        double[] doubles = doubles(tensor);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) doubles[i];
        }
        return values;
    }

    /** tensor[to...] = the first {@code count} values, rounded to the dtype. */
    static void write(Tensor tensor, int to, double[] values, int count) {
        if (tensor.dtype() == DType.FLOAT64) {
            tensor.backend().write(values, 0, tensor.storage(), to, count);
            return;
        }
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (float) values[i];
        }
        tensor.backend().write(floats, 0, tensor.storage(), to, count);
    }

    /** tensor[to...] = the first {@code count} values. */
    static void write(Tensor tensor, int to, float[] values, int count) {
        if (tensor.dtype() == DType.FLOAT32) {
            tensor.backend().write(values, 0, tensor.storage(), to, count);
            return;
        }
        double[] doubles = new double[count];
        for (int i = 0; i < count; i++) {
            doubles[i] = values[i];
        }
        tensor.backend().write(doubles, 0, tensor.storage(), to, count);
    }

    /** The same value everywhere, written piece by piece. */
    static void fill(Tensor tensor, double value) {
        Storage storage = tensor.storage();
        int piece = Math.min(tensor.size(), FILL_PIECE);
        float[] floats = new float[storage.dtype() == DType.FLOAT32 ? piece : 0];
        double[] doubles = new double[storage.dtype() == DType.FLOAT64 ? piece : 0];
        Arrays.fill(floats, (float) value);
        Arrays.fill(doubles, value);
        for (int from = 0; from < tensor.size(); from += piece) {
            int count = Math.min(piece, tensor.size() - from);
            if (storage.dtype() == DType.FLOAT32) {
                tensor.backend().write(floats, 0, storage, from, count);
            } else {
                tensor.backend().write(doubles, 0, storage, from, count);
            }
        }
    }

    /** For example {@code float64 [2, 2] 1.0 2.0 3.0 4.0}. */
    static String describe(Tensor tensor) {
        StringBuilder text =
                new StringBuilder().append(tensor.dtype()).append(' ').append(tensor.shape());
        double[] values = doubles(tensor);
        for (int i = 0; i < Math.min(values.length, ELEMENTS_SHOWN); i++) {
            text.append(' ').append(tensor.dtype() == DType.FLOAT32 ? Float.toString((float) values[i]) : values[i]);
        }
        if (values.length > ELEMENTS_SHOWN) {
            text.append(String.format(Locale.ROOT, " ... (%,d elements)", values.length));
        }
        return text.toString();
    }
}
