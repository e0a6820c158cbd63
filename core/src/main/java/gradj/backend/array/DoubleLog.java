package gradj.backend.array;

/**
 * ln x of doubles, within 1 ulp in the tests' sample. The method and the loops are those of {@link FloatLog}, with a longer polynomial, whose
 * largest relative error is 2^-58.8.
 */
final class DoubleLog {
    private static final int MANTISSA_BITS = 52;
    private static final int BIAS = 1023;
    private static final long BITS_OF_ONE = Double.doubleToRawLongBits(1);
    private static final long BITS_OF_SQRT_HALF = Double.doubleToRawLongBits(Math.sqrt(0.5));
    private static final long BITS_OF_INFINITY = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
    private static final long BITS_OF_MIN_NORMAL = Double.doubleToRawLongBits(Double.MIN_NORMAL);

    /** The exponent goes up where the mantissa reaches sqrt(2), not 2. */
    private static final long SHIFT = BITS_OF_ONE - BITS_OF_SQRT_HALF;

    /** 2^52: with a whole number as its lowest bits, it is the sum of both. */
    private static final double CARRIER = 0x1p52;

    private static final long BITS_OF_CARRIER = Double.doubleToRawLongBits(CARRIER);

    /** Makes a subnormal number, which has no exponent of its own, a normal one. */
    private static final int LIFT = 54;

    private static final double TWO_TO_THE_LIFT = 0x1p54;

    /** ln 2 is the sum of these two; of the first, any k times it is exact. */
    private static final double LN2_HIGH = 0x1.62e42fefa38p-1;

    private static final double LN2_LOW = 0x1.ef35793c7673p-45;

    private static final double L0 = 0x1.5555555555593p-1;
    private static final double L1 = 0x1.999999997fc76p-2;
    private static final double L2 = 0x1.249249420639ep-2;
    private static final double L3 = 0x1.c71c51f5ba2bbp-3;
    private static final double L4 = 0x1.7466436bfbe35p-3;
    private static final double L5 = 0x1.39a13a5913e09p-3;
    private static final double L6 = 0x1.2f0ae36e44055p-3;

    private DoubleLog() {}

    /** x = ln x for the first {@code count} elements; {@code scratch} is as long. */
    static void log(int count, double[] x, double[] scratch) {
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
    private static boolean areNormal(int count, double[] x) {
        long signs = 0;
        for (int i = 0; i < count; i++) {
            long bits = Double.doubleToRawLongBits(x[i]);
            signs |= (bits - BITS_OF_MIN_NORMAL) | (bits + BITS_OF_MIN_NORMAL);
        }
        return signs >= 0;
    }

    /** The carrier with k + bias. */
    private static void exponents(int count, double[] x, double[] k) {
        for (int i = 0; i < count; i++) {
            long exponent = (Double.doubleToRawLongBits(x[i]) + SHIFT) >>> MANTISSA_BITS;
            k[i] = Double.longBitsToDouble(exponent | BITS_OF_CARRIER);
        }
    }

    /** From x to m. */
    private static void mantissas(int count, double[] x) {
        for (int i = 0; i < count; i++) {
            long bits = Double.doubleToRawLongBits(x[i]);
            x[i] = Double.longBitsToDouble(bits - ((bits + SHIFT) & BITS_OF_INFINITY) + BITS_OF_ONE);
        }
    }

    /** From m, and the carrier with k + bias, to the logarithm. 2 s = f - s f, and f is exact: ln m = f - s (f - s^2 L). */
    private static void logarithms(int count, double[] m, double[] carried) {
        for (int i = 0; i < count; i++) {
            double k = carried[i] - (CARRIER + BIAS);
            double f = m[i] - 1;
            double s = f / (f + 2);
            double z = s * s;
            double l = ((L6 * z + L5) * z + L4) * z + L3;
            l = (((l * z + L2) * z + L1) * z + L0) * z;
            m[i] = k * LN2_HIGH + (f - (s * (f - l) - k * LN2_LOW));
        }
    }

    /** The same steps for one number of any kind: the same bits. */
    private static double log(double x) {
        if (!(x < Double.POSITIVE_INFINITY)) {
            return x; // infinity and NaN
        }
        if (x < Double.MIN_VALUE) {
            return x < 0 ? Double.NaN : Double.NEGATIVE_INFINITY;
        }
        boolean subnormal = x < Double.MIN_NORMAL;
        long bits = Double.doubleToRawLongBits(subnormal ? x * TWO_TO_THE_LIFT : x);
        double m = Double.longBitsToDouble(bits - ((bits + SHIFT) & BITS_OF_INFINITY) + BITS_OF_ONE);
        double k = ((bits + SHIFT) >>> MANTISSA_BITS) - (subnormal ? BIAS + LIFT : BIAS);
        double f = m - 1;
        double s = f / (f + 2);
        double z = s * s;
        double l = ((L6 * z + L5) * z + L4) * z + L3;
        l = (((l * z + L2) * z + L1) * z + L0) * z;
        return k * LN2_HIGH + (f - (s * (f - l) - k * LN2_LOW));
    }
}
