package gradj.io;

/** The 16-bit floating-point types from and to float32: exact one way, rounded to nearest even the other. */
final class HalfPrecision {
    private static final int FLOAT_INFINITY = 0x7F80_0000;

    private HalfPrecision() {}

    /** The value of an F16. A NaN keeps its sign and payload. */
    static float fromF16(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1F;
        int fraction = half & 0x3FF;
        if (exponent == 0) { // subnormal: fraction * 2^-24
            return Float.intBitsToFloat(sign | Float.floatToRawIntBits(fraction * 0x1p-24f));
        }
        int bits = exponent == 0x1F ? FLOAT_INFINITY : (exponent + 127 - 15) << 23;
        return Float.intBitsToFloat(sign | bits | (fraction << 13));
    }

    /** The nearest F16; from 65520 on infinity. */
    static short toF16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7FFF_FFFF;
        if (magnitude > FLOAT_INFINITY) {
            return (short) (sign | 0x7C00 | notZero((magnitude >>> 13) & 0x3FF, 0x200));
        }
        float absolute = Float.intBitsToFloat(magnitude);
        if (absolute >= 65520) {
            return (short) (sign | 0x7C00);
        }
        if (absolute < 0x1p-14f) { // subnormal: the hardware rounds to the multiple of 2^-24, the last place of 0.5
            return (short) (sign | (Float.floatToRawIntBits(absolute + 0.5f) - Float.floatToRawIntBits(0.5f)));
        }
        return (short) (sign | nearest(magnitude - ((127 - 15) << 23), 13));
    }

    /** The value of a BF16. A NaN keeps its sign and payload. */
    static float fromBF16(short half) {
        return Float.intBitsToFloat(half << 16);
    }

    /** The nearest BF16. */
    static short toBF16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if ((bits & 0x7FFF_FFFF) > FLOAT_INFINITY) {
            return (short) (((bits >>> 16) & 0xFF80) | notZero((bits >>> 16) & 0x7F, 0x40));
        }
        return (short) nearest(bits, 16);
    }

    /**
     * A float32 that rounds to the same 16-bit number as the value itself: rounded to odd, so that rounding twice is not
     * another result than rounding once (Boldo and Melquiond, "When double rounding is odd").
     */
    static float toOdd(double value) {
        float nearest = (float) value;
        if (nearest == value || Double.isNaN(value) || (Float.floatToRawIntBits(nearest) & 1) == 1) {
            return nearest;
        }
        return nearest > value ? Math.nextDown(nearest) : Math.nextUp(nearest);
    }

    /** The bits without their last ones, rounded to nearest even; a carry into the exponent is right. */
    private static int nearest(int bits, int dropped) {
        int odd = (bits >>> dropped) & 1;
        return (bits + (1 << (dropped - 1)) - 1 + odd) >>> dropped;
    }

    /** A NaN whose payload lies in the dropped bits must not become infinity. */
    private static int notZero(int payload, int quiet) {
        return payload == 0 ? quiet : payload;
    }
}
