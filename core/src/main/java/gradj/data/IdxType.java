package gradj.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The types of numbers that an IDX file can hold, as the third byte of its magic number says. */
enum IdxType implements MappedRows.NumberType {
    UNSIGNED_BYTE(0x08, 1, "unsigned bytes"),
    SIGNED_BYTE(0x09, 1, "signed bytes"),
    INT16(0x0B, 2, "16-bit integers"),
    INT32(0x0C, 4, "32-bit integers"),
    FLOAT32(0x0D, 4, "32-bit floats"),
    FLOAT64(0x0E, 8, "64-bit floats");

    private final int code;
    private final int bytes;
    private final String description;

    IdxType(int code, int bytes, String description) {
        this.code = code;
        this.bytes = bytes;
        this.description = description;
    }

    /** The type with this code; null if there is none. */
    static @Nullable IdxType of(int code) {
        for (IdxType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        return null;
    }

    @Override
    public int bytes() {
        return bytes;
    }

    boolean isInteger() {
        return this != FLOAT32 && this != FLOAT64;
    }

    /** A number of an integer type, big-endian from this place on. */
    int integer(byte[] values, int offset) {
        int number = this == UNSIGNED_BYTE ? values[offset] & 0xFF : values[offset];
        for (int i = 1; i < bytes; i++) {
            number = (number << 8) | (values[offset + i] & 0xFF);
        }
        return number;
    }

    @Override
    public ByteOrder order() {
        return ByteOrder.BIG_ENDIAN;
    }

    @Override
    public void read(ByteBuffer source, int at, int count, float[] target, int offset) {
        if (this == UNSIGNED_BYTE) { // images: a loop of its own
            for (int i = 0; i < count; i++) {
                target[offset + i] = source.get(at + i) & 0xFF;
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            int place = at + i * bytes;
            target[offset + i] = switch (this) {
                case UNSIGNED_BYTE -> source.get(place) & 0xFF;
                case SIGNED_BYTE -> source.get(place);
                case INT16 -> source.getShort(place);
                case INT32 -> source.getInt(place);
                case FLOAT32 -> source.getFloat(place);
                case FLOAT64 -> (float) source.getDouble(place);
            };
        }
    }

    @Override
    public void read(ByteBuffer source, int at, int count, double[] target, int offset) {
        for (int i = 0; i < count; i++) {
            int place = at + i * bytes;
            target[offset + i] = switch (this) {
                case UNSIGNED_BYTE -> source.get(place) & 0xFF;
                case SIGNED_BYTE -> source.get(place);
                case INT16 -> source.getShort(place);
                case INT32 -> source.getInt(place);
                case FLOAT32 -> source.getFloat(place);
                case FLOAT64 -> source.getDouble(place);
            };
        }
    }

    /** In words, such as {@code unsigned bytes}. */
    @Override
    public String toString() {
        return description;
    }
}
