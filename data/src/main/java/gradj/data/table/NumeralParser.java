package gradj.data.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads numerals from bytes: what {@link Numeral#isNumber} calls a number, to the bits that {@link Double#parseDouble} and
 * {@link Float#parseFloat} give, without a text for each.
 *
 * <p>A numeral is digits and a power of ten. Both are doubles exactly, mostly, and one multiplication or division rounds
 * once; else {@link PowersOfTen} tells the nearest double; what that cannot tell, the JDK does. An instance belongs to one
 * thread.
 */
final class NumeralParser {
    /** As many digits as a long holds whatever they are, taken as unsigned. */
    private static final int MOST_DIGITS = 19;

    private static final int MOST_EXPONENT = 100_000; // far beyond a double, also with as many digits as there may be

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ZEROS = 0x3030_3030_3030_3030L;

    /** Those that are doubles exactly. */
    private static final double[] TENS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private static final long[] SHORT_TENS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000};

    /** How many bytes there must be behind a numeral. */
    static final int PADDING = 8;

    private final byte decimalSeparator;
    private final PowersOfTen powers = new PowersOfTen();

    private byte[] text = new byte[0];
    private int from;
    private int end;
    private long signBit;
    private long digits;
    private boolean hasAllDigits;
    private int exponent;

    NumeralParser(char decimalSeparator) {
        this.decimalSeparator = (byte) decimalSeparator;
    }

    /** @param newText in ASCII; behind each numeral there are {@link #PADDING} bytes, the first none of its own */
    void text(byte[] newText) {
        text = newText;
    }

    /**
     * Reads the numeral that begins here in the text; {@link #toDouble} and {@link #toFloat} tell its value.
     *
     * @return the place behind the numeral; -1 if there is none
     */
    int parse(int begin) {
        byte sign = text[begin];
        signBit = sign == '-' ? Long.MIN_VALUE : 0;
        boolean isSigned = ((sign - '+') & ~('-' - '+')) == 0; // one comparison for both: signs come at random
        int first = isSigned ? begin + 1 : begin;
        digits = 0;
        exponent = 0;
        int at = digits(first);
        int count = at - first;
        if (text[at] == decimalSeparator) {
            int fraction = at + 1;
            at = digits(fraction);
            exponent = fraction - at;
            count += at - fraction;
        }
        if (count == 0) {
            return -1;
        }
        hasAllDigits = count <= MOST_DIGITS || count - zeros(first) <= MOST_DIGITS;
        if ((text[at] | 0x20) == 'e') {
            at = exponent(at + 1);
        }
        from = begin;
        end = at;
        return at;
    }

    /** Puts these digits behind those that are there: up to eight at a time, and no branch for how many. */
    private int digits(int first) {
        int at = first;
        int count;
        do {
            // Of each byte the digit's value; a byte that is none has 10 or more.
            long values = (long) EIGHT_BYTES.get(text, at) ^ ZEROS;
            // The first byte that is none, and perhaps some behind it, gets its highest bit set.
            long others = ((values + 0x7676_7676_7676_7676L) | values) & 0x8080_8080_8080_8080L;
            count = Long.numberOfTrailingZeros(others) >>> 3;
            int half = (8 - count) * 4; // twice, as a long is not shifted by 64
            digits = digits * SHORT_TENS[count] + value(values << half << half);
            at += count;
        } while (count == 8);
        return at;
    }

    /** The number that eight digits make, the first one in the lowest byte: pairs, then fours, then all. */
    private static long value(long digits) {
        long pairs = (digits * 10 + (digits >>> 8)) & 0x00ff_00ff_00ff_00ffL;
        long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000_ffff_0000_ffffL;
        return (fours * 10_000 + (fours >>> 32)) & 0xffff_ffffL;
    }

    /** How many zeros a numeral begins with. */
    private int zeros(int first) {
        int zeros = 0;
        for (int at = first; text[at] == '0' || text[at] == decimalSeparator; at++) {
            zeros += text[at] == '0' ? 1 : 0;
        }
        return zeros;
    }

    private int exponent(int begin) {
        boolean isBelow = text[begin] == '-';
        int first = isBelow || text[begin] == '+' ? begin + 1 : begin;
        int value = 0;
        int at = first;
        for (; text[at] >= '0' && text[at] <= '9'; at++) {
            value = Math.min(value * 10 + text[at] - '0', MOST_EXPONENT);
        }
        exponent += isBelow ? -value : value;
        return at == first ? -1 : at;
    }

    /** The value of the numeral that was read last; infinite if it is too great. */
    double toDouble() {
        double magnitude = Double.NaN;
        if (hasAllDigits) {
            if (digits == 0) {
                magnitude = 0;
            } else if (digits >>> 53 == 0 && exponent >= -22 && exponent <= 22) {
                magnitude = exponent < 0 ? digits / TENS[-exponent] : digits * TENS[exponent];
            } else {
                magnitude = powers.nearest(digits, exponent);
            }
        }
        return Double.isNaN(magnitude)
                ? Double.parseDouble(numeral())
                : Double.longBitsToDouble(Double.doubleToRawLongBits(magnitude) | signBit);
    }

    /**
     * The same, to float: the nearest double's nearest float, as rounding keeps the order of numbers, unless that double is
     * in the middle of two floats, where the numeral itself may be on either side.
     */
    float toFloat() {
        double value = toDouble();
        boolean isBetweenTwo = (Double.doubleToRawLongBits(value) & 0x1fff_ffff) == 0x1000_0000;
        boolean isSubnormal = Math.abs(value) < Float.MIN_NORMAL && value != 0;
        return isBetweenTwo || isSubnormal ? Float.parseFloat(numeral()) : (float) value;
    }

    private String numeral() {
        return new String(text, from, end - from, StandardCharsets.ISO_8859_1).replace((char) decimalSeparator, '.');
    }
}
