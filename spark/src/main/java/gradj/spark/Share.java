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
    private static final int CODES = 256;

    private final int width;
    private final float[] labels;

    /** [rows, width]: the number of each value in the list of values. */
    private byte @Nullable [] codes;

    /** [rows, width], where there are too many different ones. */
    private float @Nullable [] features;

    private final float[] values = new float[CODES];
    private int knownValues;

    /** The numbers of values by their bits: open addressing, a slot holds 1 + the number. */
    private final short[] slots = new short[4 * CODES];

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
        int at = place * width;
        int done = encode(chunk.features, at);
        if (done < chunk.features.length) {
            System.arraycopy(chunk.features, done, decoded(), at + done, chunk.features.length - done);
        }
    }

    /** How many of the features could be written as bytes. */
    private int encode(float[] chunk, int at) {
        byte[] target = codes;
        if (target == null) {
            return 0;
        }
        for (int i = 0; i < chunk.length; i++) {
            int code = code(chunk[i]);
            if (code < 0) {
                return i;
            }
            target[at + i] = (byte) code;
        }
        return chunk.length;
    }

    private int code(float value) {
        int bits = Float.floatToRawIntBits(value);
        int slot = (bits * 0x9E3779B9) >>> 22;
        while (slots[slot] != 0) {
            int code = slots[slot] - 1;
            if (Float.floatToRawIntBits(values[code]) == bits) {
                return code;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        if (knownValues == CODES) {
            return -1;
        }
        values[knownValues] = value;
        slots[slot] = (short) ++knownValues;
        return knownValues - 1;
    }

    /** The features as floats from now on. */
    private float[] decoded() {
        float[] plain = features;
        if (plain == null) {
            byte[] encoded = codes;
            plain = new float[labels.length * width];
            for (int i = 0; encoded != null && i < plain.length; i++) {
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
