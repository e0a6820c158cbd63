package gradj.data.table;

import java.math.BigInteger;

/**
 * Multiplies by powers of ten to the nearest double, after Eisel and Lemire (Lemire, "Number parsing at a gigabyte per
 * second", Software: Practice and Experience 51, 2021): the upper bits of a product with 64 or 128 bits of the power tell
 * the double, unless what they lack may carry into them. The powers are made when they are first asked for. An instance
 * belongs to one thread.
 */
final class PowersOfTen {
    private static final int LEAST = -342; // of those that give a double other than 0 and infinity
    private static final int GREATEST = 308;
    private static final int EXPONENT_BIAS = 1023;

    /** The first 64 bits of each power, of which the first is 1, and the next 64; 0 where it is not yet made. */
    private final long[] upper = new long[GREATEST - LEAST + 1];

    private final long[] lower = new long[GREATEST - LEAST + 1];

    /**
     * digits x 10^exponent.
     *
     * @param digits unsigned, not 0
     * @return the nearest double; NaN if it cannot be told, or is subnormal, 0 or infinite
     */
    double nearest(long digits, int exponent) {
        if (exponent < LEAST || exponent > GREATEST) {
            return Double.NaN;
        }
        int place = exponent - LEAST;
        if (upper[place] == 0) {
            make(exponent);
        }
        int leadingZeros = Long.numberOfLeadingZeros(digits);
        long factor = digits << leadingZeros;
        // The true product is not below its upper 64 bits, and less than 2 above: the power's lower bits are left out.
        long product = multiplyHigh(factor, upper[place]);
        int unused = 10 + (int) (product >>> 63); // bits below a double's 53
        long half = 1L << (unused - 1);
        long rest = product & (2 * half - 1);
        if (rest == half || rest == half - 1) {
            // Too near to tell on which side of the half: with the power's lower bits it is less than 2^-63 above.
            long middle = factor * upper[place];
            long more = middle + multiplyHigh(factor, lower[place]);
            rest += Long.compareUnsigned(more, middle) < 0 ? 1 : 0;
            if ((rest == half && more == 0) || (rest == half - 1 && more == -1)) {
                return Double.NaN;
            }
        }
        long significand = (product >>> unused) + (rest >= half ? 1 : 0); // 2^52 to 2^53
        int biased = floorLog2(exponent) + 1 - leadingZeros + unused + 52 + EXPONENT_BIAS;
        if (biased < 1 || biased > 2 * EXPONENT_BIAS - 1) {
            return Double.NaN;
        }
        // The significand's first bit adds 1 to the exponent; 2^53, another one.
        return Double.longBitsToDouble(((long) (biased - 1) << 52) + significand);
    }

    /** Of two unsigned factors that both begin with a 1. */
    private static long multiplyHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    }

    private void make(int exponent) {
        int shift = 127 - floorLog2(exponent);
        BigInteger ten = BigInteger.TEN.pow(Math.abs(exponent));
        BigInteger bits = exponent < 0
                ? BigInteger.ONE.shiftLeft(shift).divide(ten)
                : shift < 0 ? ten.shiftRight(-shift) : ten.shiftLeft(shift);
        lower[exponent - LEAST] = bits.longValue();
        upper[exponent - LEAST] = bits.shiftRight(64).longValue();
    }

    /** The greatest n with 2^n not above 10^exponent; log2(10) is 217706 / 2^16, near enough for any double's exponent. */
    static int floorLog2(int exponent) {
        return (exponent * 217_706) >> 16;
    }
}
