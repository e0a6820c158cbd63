package gradj.io;

import org.jspecify.annotations.Nullable;

/**
 * The type of a tensor's elements in a safetensors file; the names are the format's.
 *
 * <p>They stand in the order of the reference library, narrowest first; it writes tensors in the reverse of this order.
 */
public enum StoredDType {
    /** 0 or 1 in a byte. */
    BOOL(1),
    /** Unsigned byte. */
    U8(1),
    /** Signed byte. */
    I8(1),
    /** Signed 16-bit integer. */
    I16(2),
    /** Unsigned 16-bit integer. */
    U16(2),
    /** IEEE half precision: 5 bits of exponent, 10 of fraction. */
    F16(2),
    /** The upper half of a float32: 8 bits of exponent, 7 of fraction. */
    BF16(2),
    /** Signed 32-bit integer. */
    I32(4),
    /** Unsigned 32-bit integer. */
    U32(4),
    /** Single precision. */
    F32(4),
    /** Double precision. */
    F64(8),
    /** Signed 64-bit integer. */
    I64(8),
    /** Unsigned 64-bit integer. */
    U64(8);

    private final int bytes;

    StoredDType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Whether elements are whole numbers; {@link #BOOL} counts as such. */
    public boolean isInteger() {
        return switch (this) {
            case F16, BF16, F32, F64 -> false;
            default -> true;
        };
    }

    /** The dtype of this name; null if there is none. */
    static @Nullable StoredDType named(String name) {
        for (StoredDType dtype : values()) {
            if (dtype.name().equals(name)) {
                return dtype;
            }
        }
        return null;
    }

    /** The smallest value that an integer type holds. */
    double least() {
        return switch (this) {
            case I8 -> Byte.MIN_VALUE;
            case I16 -> Short.MIN_VALUE;
            case I32 -> Integer.MIN_VALUE;
            case I64 -> Long.MIN_VALUE;
            case BOOL, U8, U16, U32, U64 -> 0;
            case F16, BF16, F32, F64 -> throw new IllegalStateException(name());
        };
    }

    /** The smallest power of two above every value that an integer type holds. */
    double limit() {
        return switch (this) {
            case BOOL -> 2;
            case I8, I16, I32, I64 -> -least();
            case U8 -> 0x1p8;
            case U16 -> 0x1p16;
            case U32 -> 0x1p32;
            case U64 -> 0x1p64;
            case F16, BF16, F32, F64 -> throw new IllegalStateException(name());
        };
    }

    /** For people: {@code F64, F32, ...}. */
    static String all() {
        StringBuilder text = new StringBuilder();
        for (int i = values().length - 1; i >= 0; i--) {
            text.append(values()[i]).append(i > 0 ? ", " : "");
        }
        return text.toString();
    }
}
