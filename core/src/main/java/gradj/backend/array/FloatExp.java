package gradj.backend.array;

/**
 * e^x of floats, within 0.99 ulp over all of them; what is below the smallest normal number is rounded as well as it can be, down
 * to 0. Nothing but IEEE 754's basic operations: the same bits on every JVM, compiled or not.
 *
 * <p><b>Method.</b> x = k ln 2 + r with a whole k and |r| up to ln(2) / 2, so that e^x = 2^k e^r (range reduction after
 * Cody and Waite, "Software Manual for the Elementary Functions", 1980, chapter 6). e^r = 1 + r + r^2 E(r), where the
 * polynomial E has the smallest largest relative error (Remez' exchange), here 2^-27.8.
 */
final class FloatExp {
    /*
     * Why four loops. C2 makes SIMD of arithmetic with floats, and on JDK 17 of no loop with more than 60 nodes of its graph
     * (see FloatInnerLoop); of shifting a float's bits it makes none, neither on 17 nor on 25. So the arithmetic is in two
     * loops that it does vectorise, and the shift alone in one that it does not. ns a number (2-core AVX-512 machine, JDK 17 |
     * 25): reduce 0.22 | 0.24, polynomial 0.19 | 0.19, power 0.24 | 0.24, scale 0.05 | 0.05; everything in one loop 6.2 | 6.3,
     * and Math.exp 3.9. There is no Math.fma, which is slow as can be where the processor lacks it.
     */
    private static final int MANTISSA_BITS = 23;
    private static final int BITS_OF_ONE = Float.floatToRawIntBits(1);

    /** 1.5 * 2^23: added to a number that is not too large, it leaves it in the lowest bits, rounded to a whole one. */
    private static final float ROUNDER = 0x1.8p23f;

    private static final float LOG2_E = 0x1.715476p0f;

    /** ln 2 is the sum of these two; of the first, any k times it is exact. */
    private static final float LN2_HIGH = 0x1.62e4p-1f;

    private static final float LN2_LOW = 0x1.7f7d1cp-20f;

    /** e^x is infinite above 88.73 and 0 below -103.98; x need not be taken further. */
    private static final float LARGEST = 89;

    private static final float SMALLEST = -104;

    private static final float E0 = 0x1.fffffcp-2f;
    private static final float E1 = 0x1.55549p-3f;
    private static final float E2 = 0x1.5558f4p-5f;
    private static final float E3 = 0x1.123a68p-7f;
    private static final float E4 = 0x1.6a238ap-10f;

    private FloatExp() {}

    /** x = e^x for the first {@code count} elements; {@code scratch} is as long. */
    static void exp(int count, float[] x, float[] scratch) {
        reduce(count, x, scratch);
        polynomial(count, x, scratch);
        power(count, scratch);
        scale(count, x, scratch);
    }

    /** From x to r and k. */
    private static void reduce(int count, float[] x, float[] k) {
        for (int i = 0; i < count; i++) {
            float number = Math.max(Math.min(x[i], LARGEST), SMALLEST);
            float whole = (number * LOG2_E + ROUNDER) - ROUNDER;
            x[i] = (number - whole * LN2_HIGH) - whole * LN2_LOW;
            k[i] = whole;
        }
    }

    /**
     * From r and k to p and h, so that e^x = 2^h 2^h p: 2^k may be too large or too small for a float where e^x still is
     * one. h is k / 2 rounded down, in the lowest bits, and where k is odd, p = 2 e^r.
     */
    private static void polynomial(int count, float[] r, float[] k) {
        for (int i = 0; i < count; i++) {
            float x = r[i];
            float whole = k[i];
            float e = (((E4 * x + E3) * x + E2) * x + E1) * x + E0;
            float p = (e * (x * x) + x) + 1;
            float half = (whole * 0.5f - 0.25f) + ROUNDER;
            float odd = whole - 2 * (half - ROUNDER);
            r[i] = p + p * odd;
            k[i] = half;
        }
    }

    /** From h to 2^h: the lowest bits, shifted to where the exponent is, and the exponent of 1 added. */
    private static void power(int count, float[] h) {
        for (int i = 0; i < count; i++) {
            h[i] = Float.intBitsToFloat((Float.floatToRawIntBits(h[i]) << MANTISSA_BITS) + BITS_OF_ONE);
        }
    }

    private static void scale(int count, float[] p, float[] power) {
        for (int i = 0; i < count; i++) {
            p[i] = p[i] * power[i] * power[i];
        }
    }
}
