package gradj.spark;

import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows that one worker learns from, in memory: a byte for each feature as long as all of them together have at most 256
 * different values, as pictures and counts do, else a float.
 */
final class Share {
    private final int width;
    private final float[] labels;
    private final Dictionary dictionary = new Dictionary();

    /** [rows, width]: the number of each feature in the dictionary. */
    private byte @Nullable [] codes;

    /** [rows, width], where there are too many different ones. */
    private float @Nullable [] features;

    /** Room for this many rows of this many features. */
    Share(int rows, int width) {
        this.width = width;
        this.labels = new float[rows];
        this.codes = new byte[Math.multiplyExact(rows, width)];
    }

    /** How much memory the features take. */
    long bytes() {
        float[] plain = features;
        return plain == null ? (long) labels.length * width : 4L * plain.length;
    }

    /** Puts the rows of a chunk at this place and behind. */
    void put(int place, Chunk chunk) {
        System.arraycopy(chunk.labels, 0, labels, place, chunk.rows());
        if (!isPutAsCodes(place * width, chunk)) {
            float[] plain = chunk.features();
            System.arraycopy(plain, 0, decoded(), place * width, plain.length);
        }
    }

    private boolean isPutAsCodes(int at, Chunk chunk) {
        byte[] target = codes;
        if (target == null || !chunk.isCoded()) {
            return false;
        }
        byte[] own = new byte[chunk.values.length];
        for (int i = 0; i < own.length; i++) {
            int code = dictionary.code(chunk.values[i]);
            if (code < 0) {
                return false;
            }
            own[i] = (byte) code;
        }
        for (int i = 0; i < chunk.codes.length; i++) {
            target[at + i] = own[chunk.codes[i] & 0xff];
        }
        return true;
    }

    /** The features as floats from now on. */
    private float[] decoded() {
        float[] plain = features;
        if (plain == null) {
            byte[] encoded = codes;
            float[] values = dictionary.values();
            plain = new float[labels.length * width];
            for (int i = 0; encoded != null && values.length > 0 && i < plain.length; i++) {
                plain[i] = values[encoded[i] & 0xff];
            }
            features = plain;
            codes = null;
        }
        return plain;
    }

    /** The features of the rows at these places, [rows, width]. */
    Tensor features(int[] places, Tensors tensors) {
        float[] batch = new float[places.length * width];
        float[] values = dictionary.values();
        byte[] encoded = codes;
        float[] plain = features;
        for (int i = 0; i < places.length; i++) {
            int from = places[i] * width;
            if (encoded == null) {
                System.arraycopy(Objects.requireNonNull(plain), from, batch, i * width, width);
            } else {
                for (int j = 0; j < width; j++) {
                    batch[i * width + j] = values[encoded[from + j] & 0xff];
                }
            }
        }
        return tensors.of(Shape.of(places.length, width), batch);
    }

    /** The labels as one-hot rows of this many classes, [rows, classes]. */
    Tensor classes(int[] places, int classes, Tensors tensors) {
        int[] numbers = new int[places.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (int) labels[places[i]];
        }
        return tensors.oneHot(classes, numbers);
    }

    /** The labels as numbers, [rows, 1]. */
    Tensor numbers(int[] places, Tensors tensors) {
        float[] numbers = new float[places.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = labels[places[i]];
        }
        return tensors.of(Shape.of(places.length, 1), numbers);
    }
}
