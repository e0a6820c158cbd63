package gradj.backend.array;

/**
 * ln x of floats, within 0.96 ulp, over all of them. Nothing but IEEE 754's basic operations: the same bits on every JVM, compiled
 * or not.
 *
 * <p><b>Method.</b> x = 2^k m with a whole k and m in [sqrt(1/2), sqrt(2)], so that ln x = k ln 2 + ln m. With
 * s = (m - 1) / (m + 1), ln m = 2 s + s^3 L(s^2), the series of atanh (J.-M. Muller, "Elementary Functions", 3rd edition 2016,
 * chapters 3 and 11), where the polynomial L has the smallest largest relative error (Remez' exchange), here 2^-30.1.
 */
final class FloatLog {
    /*
     * Loops as in FloatExp, those with bits apart from those with numbers, which alone become SIMD. They are for positive
     * normal numbers; where there is one of another kind, all `count` go the slow way, number by number. ns a number (2-core
     * AVX-512 machine, JDK 17 | 25): areNormal 0.42 | 0.36, mantissas 0.37 | 0.37, exponents 0.33 | 0.31, logarithms 0.19 |
     * 0.19; Math.log 5.7. On JDK 25 the first three in one loop take 3 to 4.5.
     */
    private static final int MANTISSA_BITS = 23;
    private static final int BIAS = 127;
    private static final int BITS_OF_ONE = Float.floatToRawIntBits(1);
    private static final int BITS_OF_SQRT_HALF = Float.floatToRawIntBits((float) Math.sqrt(0.5));
    private static final int BITS_OF_INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);
    private static final int BITS_OF_MIN_NORMAL = Float.floatToRawIntBits(Float.MIN_NORMAL);

    /** The exponent goes up where the mantissa reaches sqrt(2), not 2. */
    private static final int SHIFT = BITS_OF_ONE - BITS_OF_SQRT_HALF;

    /** 2^23: with a whole number as its lowest bits, it is the sum of both. */
    private static final float CARRIER = 0x1p23f;

    private static final int BITS_OF_CARRIER = Float.floatToRawIntBits(CARRIER);

    /** Makes a subnormal number, which has no exponent of its own, a normal one. */
    private static final int LIFT = 24;

    private static final float TWO_TO_THE_LIFT = 0x1p24f;

    /** ln 2 is the sum of these two; of the first, any k times it is exact. */
    private static final float LN2_HIGH = 0x1.62e4p-1f;

    private static final float LN2_LOW = 0x1.7f7d1cp-20f;

    private static final float L0 = 0x1.55557ap-1f;
    private static final float L1 = 0x1.995eb2p-2f;
    private static final float L2 = 0x1.31e44ap-2f;

    private FloatLog() {}

    /** x = ln x for the first {@code count} elements; {@code scratch} is as long. */
    static void log(int count, float[] x, float[] scratch) {
        if (areNormal(count, x)) {
            exponents(count, x, scratch);
            mantissas(count, x);
            logarithms(count, x, scratch);
        } else {
            for (int i = 0; i < count; i++) {
                x[i] = log(x[i]);
            }
        }
    }

    /** Whether all are positive, finite and not subnormal: of any other number, one of the two sums is negative. */
    private static boolean areNormal(int count, float[] x) {
        int signs = 0;
        for (int i = 0; i < count; i++) {
            int bits = Float.floatToRawIntBits(x[i]);
            signs |= (bits - BITS_OF_MIN_NORMAL) | (bits + BITS_OF_MIN_NORMAL);
        }
        return signs >= 0;
    }

    /** The carrier with k + bias. */
    private static void exponents(int count, float[] x, float[] k) {
        for (int i = 0; i < count; i++) {
            int exponent = (Float.floatToRawIntBits(x[i]) + SHIFT) >>> MANTISSA_BITS;
            k[i] = Float.intBitsToFloat(exponent | BITS_OF_CARRIER);
        }
    }

    /** From x to m. */
    private static void mantissas(int count, float[] x) {
        for (int i = 0; i < count; i++) {
            int bits = Float.floatToRawIntBits(x[i]);
            x[i] = Float.intBitsToFloat(bits - ((bits + SHIFT) & BITS_OF_INFINITY) + BITS_OF_ONE);
        }
    }

    /** From m, and the carrier with k + bias, to the logarithm. 2 s = f - s f, and f is exact: ln m = f - s (f - s^2 L). */
    private static void logarithms(int count, float[] m, float[] carried) {
        for (int i = 0; i < count; i++) {
            float k = carried[i] - (CARRIER + BIAS);
            float f = m[i] - 1;
            float s = f / (f + 2);
            float z = s * s;
            float l = ((L2 * z + L1) * z + L0) * z;
            m[i] = k * LN2_HIGH + (f - (s * (f - l) - k * LN2_LOW));
        }
    }

    /** The same steps for one number of any kind: the same bits. */
    private static float log(float x) {
        if (!(x < Float.POSITIVE_INFINITY)) {
            return x; // infinity and NaN
        }
        if (x < Float.MIN_VALUE) {
            return x < 0 ? Float.NaN : Float.NEGATIVE_INFINITY;
        }
        boolean subnormal = x < Float.MIN_NORMAL;
        int bits = Float.floatToRawIntBits(subnormal ? x * TWO_TO_THE_LIFT : x);
        float m = Float.intBitsToFloat(bits - ((bits + SHIFT) & BITS_OF_INFINITY) + BITS_OF_ONE);
        float k = ((bits + SHIFT) >>> MANTISSA_BITS) - (subnormal ? BIAS + LIFT : BIAS);
        float f = m - 1;
        float s = f / (f + 2);
        float z = s * s;
        float l = ((L2 * z + L1) * z + L0) * z;
        return k * LN2_HIGH + (f - (s * (f - l) - k * LN2_LOW));
    }
}
