package gradj.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** All 65,536 numbers of both 16-bit types, and which of them is nearest to others. */
class HalfPrecisionTest {
    /** What the bits mean, as IEEE 754 writes it. */
    private static double meaning(int bits, int exponentBits, int fractionBits) {
        int bias = (1 << (exponentBits - 1)) - 1;
        int exponent = (bits >>> fractionBits) & ((1 << exponentBits) - 1);
        int fraction = bits & ((1 << fractionBits) - 1);
        double sign = (bits & 0x8000) == 0 ? 1 : -1;
        if (exponent == (1 << exponentBits) - 1) {
            return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
        }
        return exponent == 0
                ? sign * Math.scalb((double) fraction, 1 - bias - fractionBits)
                : sign * Math.scalb(fraction + (double) (1 << fractionBits), exponent - bias - fractionBits);
    }

    @Test
    void everyNumberHasItsValueAndComesBackBitForBit() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float f16 = HalfPrecision.fromF16((short) bits);
            float bf16 = HalfPrecision.fromBF16((short) bits);
            assertEquals(meaning(bits, 5, 10), f16, "F16 " + Integer.toHexString(bits));
            assertEquals(meaning(bits, 8, 7), bf16, "BF16 " + Integer.toHexString(bits));
            assertEquals((short) bits, HalfPrecision.toF16(f16), "F16 " + Integer.toHexString(bits));
            assertEquals((short) bits, HalfPrecision.toBF16(bf16), "BF16 " + Integer.toHexString(bits));
        }
    }

    @Test
    void theNearestIsTakenAndTheEvenOneOfTwo() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            int bits = random.nextInt(0x7C00);
            requireNearest(HalfPrecision::fromF16, HalfPrecision::toF16, bits, 65520, random);
            bits = random.nextInt(0x7F80);
            requireNearest(HalfPrecision::fromBF16, HalfPrecision::toBF16, bits, 0x1.FFp127, random);
        }
    }

    @FunctionalInterface
    private interface Rounding {
        short round(float value);
    }

    /** Between a number and the next, at the middle and one double beside it; with both signs. */
    private static void requireNearest(
            ToFloat values, Rounding rounding, int bits, double infinityFrom, SplittableRandom random) {
        double low = values.of((short) bits);
        double high = values.of((short) (bits + 1));
        double middle = Double.isInfinite(high) ? infinityFrom : (low + high) / 2;
        short even = (short) (bits % 2 == 0 ? bits : bits + 1);
        requireRounded(rounding, middle, even);
        requireRounded(rounding, Math.nextDown(middle), (short) bits);
        requireRounded(rounding, Math.nextUp(middle), (short) (bits + 1));
        double inside = low + (middle - low) * random.nextDouble();
        requireRounded(rounding, inside, inside == middle ? even : (short) bits);
    }

    @FunctionalInterface
    private interface ToFloat {
        float of(short bits);
    }

    private static void requireRounded(Rounding rounding, double value, short expected) {
        assertEquals(expected, rounding.round(HalfPrecision.toOdd(value)), () -> "" + value);
        assertEquals((short) (expected | 0x8000), rounding.round(HalfPrecision.toOdd(-value)), () -> "" + -value);
    }

    @Test
    void whatLiesBeyondBecomesInfiniteAndNaNStaysNaN() {
        IntFunction<Float> float32 = Float::intBitsToFloat;
        assertEquals((short) 0x7C00, HalfPrecision.toF16(HalfPrecision.toOdd(1e300)));
        assertEquals((short) 0xFF80, HalfPrecision.toBF16(HalfPrecision.toOdd(-1e300)));
        assertEquals((short) 0x8000, HalfPrecision.toF16(-0f));
        assertEquals((short) 0x0000, HalfPrecision.toF16(1e-10f));
        // A payload in the bits that are dropped must not leave infinity behind.
        assertTrue(Float.isNaN(HalfPrecision.fromF16(HalfPrecision.toF16(float32.apply(0x7F80_0001)))));
        assertTrue(Float.isNaN(HalfPrecision.fromBF16(HalfPrecision.toBF16(float32.apply(0xFF80_0001)))));
    }
}
