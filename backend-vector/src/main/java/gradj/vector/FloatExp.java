package gradj.vector;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * e^x of floats, within 1.02 ulp, over all of them; what is below the smallest normal number is rounded as well as it can be,
 * down to 0.
 *
 * <p><b>Method.</b> x = n ln 2 + r with a whole n and |r| up to ln(2) / 2, so that e^x = 2^n e^r (range reduction after
 * Cody and Waite, "Software Manual for the Elementary Functions", 1980, chapter 6). e^r = 1 + r + r^2 E(r), where the
 * polynomial E has the smallest largest relative error (Remez' exchange), here 2^-27.8.
 *
 * <p>All is in one loop, without a method that takes or gives a vector: where the compiler decides not to inline one, each
 * vector becomes an object on the heap, and the loop 10 times slower. That happened here.
 */
final class FloatExp {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private static final int MANTISSA_BITS = 23;
    private static final int BITS_OF_ONE = Float.floatToRawIntBits(1);

    /** 1.5 * 2^23: added to a number that is not too large, it leaves it in the lowest bits, rounded to a whole one. */
    private static final float ROUNDER = 0x1.8p23f;

    private static final float LOG2_E = 0x1.715476p0f;

    /** ln 2 is the sum of these two. */
    private static final float LN2_HIGH = 0x1.62e43p-1f;

    private static final float LN2_LOW = -0x1.05c61p-29f;

    /** e^x is infinite above 88.73 and 0 below -103.98; x need not be taken further. */
    private static final float LARGEST = 89;

    private static final float SMALLEST = -104;

    private static final float E0 = 0x1.fffffcp-2f;
    private static final float E1 = 0x1.55549p-3f;
    private static final float E2 = 0x1.5558f4p-5f;
    private static final float E3 = 0x1.123a68p-7f;
    private static final float E4 = 0x1.6a238ap-10f;

    private static final float[] SAMPLE = new float[VectorKernel.STEPS * LANES];

    static final VectorKernel KERNEL =
            new VectorKernel("exp float32", steps -> vectors(0, steps * LANES, SAMPLE, SAMPLE));

    private FloatExp() {}

    /** y = e^input for the elements from (inclusive) to (exclusive); y may be the input. */
    static void exp(int from, int to, float[] input, float[] y) {
        int i = to - from >= LANES && KERNEL.isReady() ? vectors(from, to, input, y) : from;
        for (; i < to; i++) {
            y[i] = exp(input[i]);
        }
    }

    /** Whole vectors; gives where they end. */
    private static int vectors(int from, int to, float[] input, float[] y) {
        if (from == to) {
            return to; // a call that only counts, see VectorKernel
        }
        FloatVector log2e = FloatVector.broadcast(SPECIES, LOG2_E);
        FloatVector ln2High = FloatVector.broadcast(SPECIES, -LN2_HIGH);
        FloatVector ln2Low = FloatVector.broadcast(SPECIES, -LN2_LOW);
        FloatVector rounder = FloatVector.broadcast(SPECIES, ROUNDER);
        FloatVector oneHalf = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector e0 = FloatVector.broadcast(SPECIES, E0);
        FloatVector e1 = FloatVector.broadcast(SPECIES, E1);
        FloatVector e2 = FloatVector.broadcast(SPECIES, E2);
        FloatVector e3 = FloatVector.broadcast(SPECIES, E3);
        FloatVector e4 = FloatVector.broadcast(SPECIES, E4);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, input, i);
            // 1.3 times as fast as min and max, which see to NaN and -0; here NaN just passes through all that follows.
            x = x.blend(LARGEST, x.compare(GT, LARGEST));
            x = x.blend(SMALLEST, x.compare(LT, SMALLEST));
            FloatVector n = x.fma(log2e, rounder).sub(rounder);
            FloatVector r = n.fma(ln2Low, n.fma(ln2High, x));
            FloatVector e = e4.fma(r, e3).fma(r, e2).fma(r, e1).fma(r, e0);
            FloatVector p = r.mul(r).fma(e, r).add(1);
            // 2^n may be too large or too small for a float where e^x still is one: two factors, each about 2^(n/2).
            FloatVector half = n.fma(oneHalf, rounder);
            FloatVector rest = n.sub(half.sub(rounder)).add(rounder);
            // The lowest bits, shifted to where the exponent is, and the exponent of 1 added.
            IntVector half2 =
                    half.reinterpretAsInts().lanewise(LSHL, MANTISSA_BITS).add(BITS_OF_ONE);
            IntVector rest2 =
                    rest.reinterpretAsInts().lanewise(LSHL, MANTISSA_BITS).add(BITS_OF_ONE);
            p.mul(half2.reinterpretAsFloats()).mul(rest2.reinterpretAsFloats()).intoArray(y, i);
        }
        return i;
    }

    /** The same steps for one number: the same bits. */
    static float exp(float number) {
        float x = number > LARGEST ? LARGEST : number < SMALLEST ? SMALLEST : number;
        float n = Math.fma(x, LOG2_E, ROUNDER) - ROUNDER;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
        float e = Math.fma(Math.fma(Math.fma(Math.fma(E4, r, E3), r, E2), r, E1), r, E0);
        float p = Math.fma(r * r, e, r) + 1;
        float half = Math.fma(n, 0.5f, ROUNDER);
        float rest = (n - (half - ROUNDER)) + ROUNDER;
        return p * twoToThe(half) * twoToThe(rest);
    }

    private static float twoToThe(float lowestBits) {
        return Float.intBitsToFloat((Float.floatToRawIntBits(lowestBits) << MANTISSA_BITS) + BITS_OF_ONE);
    }
}
