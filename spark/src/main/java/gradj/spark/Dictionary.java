package gradj.spark;

import java.util.Arrays;

/** At most 256 different floats, told apart by their bits and numbered in the order in which they come. */
final class Dictionary {
    static final int MOST = 256;

    private final float[] values = new float[MOST];
    private int size;

    /** Open addressing: a slot holds 1 + the number of a value. */
    private final short[] slots = new short[4 * MOST];

    /** The number of this value, known or new; -1 if there is no room for a new one. */
    int code(float value) {
        int bits = Float.floatToRawIntBits(value);
        int slot = (bits * 0x9E3779B9) >>> 22;
        while (slots[slot] != 0) {
            int code = slots[slot] - 1;
            if (Float.floatToRawIntBits(values[code]) == bits) {
                return code;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        if (size == MOST) {
            return -1;
        }
        values[size] = value;
        slots[slot] = (short) (size + 1);
        return size++;
    }

    float value(int code) {
        return values[code];
    }

    /** All values, by their numbers. */
    float[] values() {
        return Arrays.copyOf(values, size);
    }
}
