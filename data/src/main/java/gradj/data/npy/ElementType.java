package gradj.data.npy;

import gradj.data.MappedRows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The type of an array's elements.
 *
 * @param kind {@code f} floating-point, {@code i} and {@code u} whole numbers with and without sign, {@code b} truth values
 * @param bytes of one element
 */
record ElementType(char kind, int bytes, ByteOrder order) implements MappedRows.NumberType {
    private static final Set<String> KNOWN =
            Set.of("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1");

    /** The type of this name, such as {@code <f4}; null if there is none such here. */
    static @Nullable ElementType named(String descr) {
        if (descr.length() != 3 || !KNOWN.contains(descr.substring(1))) {
            return null;
        }
        char order = descr.charAt(0);
        int bytes = descr.charAt(2) - '0';
        boolean isKnownOrder = order == '<' || order == '>' || (order == '|' && bytes == 1);
        if (!isKnownOrder) {
            return null;
        }
        return new ElementType(descr.charAt(1), bytes, order == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    boolean isWhole() {
        return kind != 'f';
    }

    @Override
    public void read(ByteBuffer source, int at, int count, float[] target, int offset) {
        if (kind == 'f' && bytes == 4) { // the common one: a loop of its own
            for (int i = 0; i < count; i++) {
                target[offset + i] = source.getFloat(at + 4 * i);
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            target[offset + i] = floatAt(source, at + i * bytes);
        }
    }

    @Override
    public void read(ByteBuffer source, int at, int count, double[] target, int offset) {
        for (int i = 0; i < count; i++) {
            target[offset + i] = doubleAt(source, at + i * bytes);
        }
    }

    /** The element at a byte of the data, rounded to the nearest double. */
    double doubleAt(ByteBuffer data, int at) {
        if (isWhole()) {
            long whole = longAt(data, at);
            return isBeyondLong(whole) ? 2.0 * halved(whole) : whole;
        }
        return switch (bytes) {
            case 2 -> half(data.getShort(at));
            case 4 -> data.getFloat(at);
            default -> data.getDouble(at);
        };
    }

    /** The element at a byte of the data, rounded to the nearest float: once, not to a double before. */
    float floatAt(ByteBuffer data, int at) {
        if (isWhole()) {
            long whole = longAt(data, at);
            return isBeyondLong(whole) ? 2f * halved(whole) : whole;
        }
        return (float) doubleAt(data, at);
    }

    private boolean isBeyondLong(long bits) {
        return kind == 'u' && bits < 0;
    }

    /** An odd last bit keeps the half on the side that rounding asks for. */
    private static long halved(long unsigned) {
        return (unsigned >>> 1) | (unsigned & 1);
    }

    /** The whole number at a byte of the data; unsigned ones of 8 bytes as bits. */
    long longAt(ByteBuffer data, int at) {
        long value = switch (bytes) {
            case 1 -> data.get(at);
            case 2 -> data.getShort(at);
            case 4 -> data.getInt(at);
            default -> data.getLong(at);
        };
        return switch (kind) {
            case 'b' -> value == 0 ? 0 : 1;
            case 'u' -> bytes == 8 ? value : value & ((1L << (8 * bytes)) - 1);
            default -> value;
        };
    }

    /** IEEE half precision: 5 bits of exponent, 10 of fraction. A NaN keeps its sign and payload. */
    private static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >>> 10) & 0x1F;
        int fraction = bits & 0x3FF;
        if (exponent == 0) { // subnormal: fraction * 2^-24
            return Float.intBitsToFloat(sign | Float.floatToRawIntBits(fraction * 0x1p-24f));
        }
        int upper = exponent == 0x1F ? 0x7F80_0000 : (exponent + 127 - 15) << 23;
        return Float.intBitsToFloat(sign | upper | (fraction << 13));
    }
}
