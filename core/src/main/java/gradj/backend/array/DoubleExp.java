package gradj.backend.array;

/**
 * e^x of doubles, within 1.05 ulp in the tests' sample. The method and the loops are those of {@link FloatExp}, with a longer polynomial, whose largest
 * relative error is 2^-56.4.
 */
final class DoubleExp {
    private static final int MANTISSA_BITS = 52;
    private static final long BITS_OF_ONE = Double.doubleToRawLongBits(1);

    /** 1.5 * 2^52: added to a number that is not too large, it leaves it in the lowest bits, rounded to a whole one. */
    private static final double ROUNDER = 0x1.8p52;

    private static final double LOG2_E = 0x1.71547652b82fep0;

    /** ln 2 is the sum of these two; of the first, any k times it is exact. */
    private static final double LN2_HIGH = 0x1.62e42fefa38p-1;

    private static final double LN2_LOW = 0x1.ef35793c7673p-45;

    /** e^x is infinite above 709.79 and 0 below -745.14; x need not be taken further. */
    private static final double LARGEST = 710;

    private static final double SMALLEST = -746;

    private static final double E0 = 0x1.0000000000009p-1;
    private static final double E1 = 0x1.5555555555558p-3;
    private static final double E2 = 0x1.5555555550351p-5;
    private static final double E3 = 0x1.111111110f7d6p-7;
    private static final double E4 = 0x1.6c16c18624e69p-10;
    private static final double E5 = 0x1.a01a01b021b31p-13;
    private static final double E6 = 0x1.a01993509be35p-16;
    private static final double E7 = 0x1.71ddf6771e622p-19;
    private static final double E8 = 0x1.28b46ded88a2ap-22;
    private static final double E9 = 0x1.af639d5e790f3p-26;

    private DoubleExp() {}

    /** x = e^x for the first {@code count} elements; {@code scratch} is as long. */
    static void exp(int count, double[] x, double[] scratch) {
        reduce(count, x, scratch);
        polynomial(count, x, scratch);
        power(count, scratch);
        scale(count, x, scratch);
    }

    /** From x to r and k. */
    private static void reduce(int count, double[] x, double[] k) {
        for (int i = 0; i < count; i++) {
            double number = Math.max(Math.min(x[i], LARGEST), SMALLEST);
            double whole = (number * LOG2_E + ROUNDER) - ROUNDER;
            x[i] = (number - whole * LN2_HIGH) - whole * LN2_LOW;
            k[i] = whole;
        }
    }

    /**
     * From r and k to p and h, so that e^x = 2^h 2^h p: 2^k may be too large or too small for a double where e^x still is
     * one. h is k / 2 rounded down, in the lowest bits, and where k is odd, p = 2 e^r.
     */
    private static void polynomial(int count, double[] r, double[] k) {
        for (int i = 0; i < count; i++) {
            double x = r[i];
            double whole = k[i];
            double e = ((((E9 * x + E8) * x + E7) * x + E6) * x + E5) * x + E4;
            e = (((e * x + E3) * x + E2) * x + E1) * x + E0;
            double p = (e * (x * x) + x) + 1;
            double half = (whole * 0.5 - 0.25) + ROUNDER;
            double odd = whole - 2 * (half - ROUNDER);
            r[i] = p + p * odd;
            k[i] = half;
        }
    }

    /** From h to 2^h: the lowest bits, shifted to where the exponent is, and the exponent of 1 added. */
    private static void power(int count, double[] h) {
        for (int i = 0; i < count; i++) {
            h[i] = Double.longBitsToDouble((Double.doubleToRawLongBits(h[i]) << MANTISSA_BITS) + BITS_OF_ONE);
        }
    }

    private static void scale(int count, double[] p, double[] power) {
        for (int i = 0; i < count; i++) {
            p[i] = p[i] * power[i] * power[i];
        }
    }
}
