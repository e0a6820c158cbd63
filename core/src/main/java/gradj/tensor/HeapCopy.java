package gradj.tensor;

import gradj.spi.PerThread;
import java.util.Arrays;
import java.util.Locale;

/** Tensors' way from and to Java arrays. */
final class HeapCopy {
    private static final int ELEMENTS_SHOWN = 12;
    private static final int PIECE_LENGTH = 1 << 16;

    /** What one element is read into: a training step reads its loss twice, and leaves no garbage for it. */
    private static final ThreadLocal<float[]> ONE_FLOAT = ThreadLocal.withInitial(() -> new float[1]);

    private static final ThreadLocal<double[]> ONE_DOUBLE = ThreadLocal.withInitial(() -> new double[1]);

    /** What is read to be widened goes through this: a device gives so many elements at once. */
    private static final PerThread<float[][]> PIECE = new PerThread<>(() -> new float[1][0]);

    private HeapCopy() {}

    static double element(Tensor tensor, int offset) {
        return switch (tensor.dtype()) {
            case FLOAT32 -> {
                float[] value = ONE_FLOAT.get();
                tensor.backend().read(tensor.storage(), offset, value, 0, 1);
                yield value[0];
            }
            case FLOAT64 -> {
                double[] value = ONE_DOUBLE.get();
                tensor.backend().read(tensor.storage(), offset, value, 0, 1);
                yield value[0];
            }
        };
    }

    static double[] doubles(Tensor tensor) {
        return switch (tensor.dtype()) {
            case FLOAT32 -> readWidened(tensor);
            case FLOAT64 -> read(tensor, new double[tensor.size()]);
        };
    }

    static float[] floats(Tensor tensor) {
        return switch (tensor.dtype()) {
            case FLOAT32 -> read(tensor, new float[tensor.size()]);
            case FLOAT64 -> rounded(doubles(tensor), tensor.size());
        };
    }

    /** tensor[to...] = the first {@code count} values, rounded to the dtype. */
    static void write(Tensor tensor, int to, double[] values, int count) {
        switch (tensor.dtype()) {
            case FLOAT32 -> tensor.backend().write(rounded(values, count), 0, tensor.storage(), to, count);
            case FLOAT64 -> tensor.backend().write(values, 0, tensor.storage(), to, count);
        }
    }

    /** tensor[to...] = the first {@code count} values. */
    static void write(Tensor tensor, int to, float[] values, int count) {
        switch (tensor.dtype()) {
            case FLOAT32 -> tensor.backend().write(values, 0, tensor.storage(), to, count);
            case FLOAT64 -> tensor.backend().write(widened(values, count), 0, tensor.storage(), to, count);
        }
    }

    /** The same value everywhere, written piece by piece. */
    static void fill(Tensor tensor, double value) {
        int piece = Math.min(tensor.size(), PIECE_LENGTH);
        switch (tensor.dtype()) {
            case FLOAT32 -> {
                float[] values = new float[piece];
                Arrays.fill(values, (float) value);
                for (int from = 0; from < tensor.size(); from += piece) {
                    write(tensor, from, values, Math.min(piece, tensor.size() - from));
                }
            }
            case FLOAT64 -> {
                double[] values = new double[piece];
                Arrays.fill(values, value);
                for (int from = 0; from < tensor.size(); from += piece) {
                    write(tensor, from, values, Math.min(piece, tensor.size() - from));
                }
            }
        }
    }

    private static float[] read(Tensor tensor, float[] values) {
        tensor.backend().read(tensor.storage(), 0, values, 0, values.length);
        return values;
    }

    private static double[] read(Tensor tensor, double[] values) {
        tensor.backend().read(tensor.storage(), 0, values, 0, values.length);
        return values;
    }

    private static double[] readWidened(Tensor tensor) {
        double[] values = new double[tensor.size()];
        float[] piece = piece(Math.min(values.length, PIECE_LENGTH));
        for (int from = 0; from < values.length; from += piece.length) {
            int count = Math.min(piece.length, values.length - from);
            tensor.backend().read(tensor.storage(), from, piece, 0, count);
            widen(piece, values, from, count);
        }
        return values;
    }

    /** This thread's, at least so long. */
    private static float[] piece(int length) {
        float[][] kept = PIECE.get();
        if (kept[0].length < length) {
            kept[0] = new float[length];
        }
        return kept[0];
    }

    private static double[] widened(float[] values, int count) {
        double[] doubles = new double[count];
        widen(values, doubles, 0, count);
        return doubles;
    }

    private static void widen(float[] values, double[] doubles, int to, int count) {
        for (int i = 0; i < count; i++) {
            doubles[to + i] = values[i];
        }
    }

    private static float[] rounded(double[] values, int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** For example {@code float64 [2, 2] 1.0 2.0 3.0 4.0}. */
    static String describe(Tensor tensor) {
        StringBuilder text =
                new StringBuilder().append(tensor.dtype()).append(' ').append(tensor.shape());
        double[] values = doubles(tensor);
        for (int i = 0; i < Math.min(values.length, ELEMENTS_SHOWN); i++) {
            text.append(' ')
                    .append(
                            switch (tensor.dtype()) {
                                case FLOAT32 -> Float.toString((float) values[i]);
                                case FLOAT64 -> Double.toString(values[i]);
                            });
        }
        if (values.length > ELEMENTS_SHOWN) {
            text.append(String.format(Locale.ROOT, " ... (%,d elements)", values.length));
        }
        return text.toString();
    }
}
