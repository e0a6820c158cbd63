package gradj.vector;

import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * ln x of floats, within 0.96 ulp, over all of them.
 *
 * <p><b>Method.</b> x = 2^k m with a whole k and m in [sqrt(1/2), sqrt(2)], so that ln x = k ln 2 + ln m. With
 * s = (m - 1) / (m + 1), ln m = 2 s + s^3 L(s^2), the series of atanh (J.-M. Muller, "Elementary Functions", 3rd edition 2016,
 * chapters 3 and 11), where the polynomial L has the smallest largest relative error (Remez' exchange), here 2^-30.1. All
 * is in one loop, for the reason given in {@link FloatExp}.
 */
final class FloatLog {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private static final int MANTISSA_BITS = 23;
    private static final int BIAS = 127;
    private static final int BITS_OF_ONE = Float.floatToRawIntBits(1);
    private static final int BITS_OF_SQRT_HALF = Float.floatToRawIntBits((float) Math.sqrt(0.5));
    private static final int BITS_OF_INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    /** 2^23: with a whole number as its lowest bits, it is the sum of both. */
    private static final float CARRIER = 0x1p23f;

    private static final int BITS_OF_CARRIER = Float.floatToRawIntBits(CARRIER);

    /** Makes a subnormal number, which has no exponent of its own, a normal one. */
    private static final int LIFT = 24;

    private static final float TWO_TO_THE_LIFT = 0x1p24f;

    /** ln 2 is the sum of these two. */
    private static final float LN2_HIGH = 0x1.62e43p-1f;

    private static final float LN2_LOW = -0x1.05c61p-29f;

    private static final float L0 = 0x1.55557ap-1f;
    private static final float L1 = 0x1.995eb2p-2f;
    private static final float L2 = 0x1.31e44ap-2f;

    private static final float[] SAMPLE = new float[VectorKernel.STEPS * LANES];

    static final VectorKernel KERNEL =
            new VectorKernel("log float32", steps -> vectors(0, steps * LANES, SAMPLE, SAMPLE));

    private FloatLog() {}

    /** y = ln input for the elements from (inclusive) to (exclusive); y may be the input. */
    static void log(int from, int to, float[] input, float[] y) {
        int i = to - from >= LANES && KERNEL.isReady() ? vectors(from, to, input, y) : from;
        for (; i < to; i++) {
            y[i] = log(input[i]);
        }
    }

    /** Whole vectors; gives where they end. */
    private static int vectors(int from, int to, float[] input, float[] y) {
        if (from == to) {
            return to; // a call that only counts, see VectorKernel
        }
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector lift = FloatVector.broadcast(SPECIES, TWO_TO_THE_LIFT);
        FloatVector exponentOfOne = FloatVector.broadcast(SPECIES, CARRIER + BIAS);
        FloatVector ln2High = FloatVector.broadcast(SPECIES, LN2_HIGH);
        FloatVector ln2Low = FloatVector.broadcast(SPECIES, -LN2_LOW);
        FloatVector l0 = FloatVector.broadcast(SPECIES, L0);
        FloatVector l1 = FloatVector.broadcast(SPECIES, L1);
        FloatVector l2 = FloatVector.broadcast(SPECIES, L2);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, input, i);
            VectorMask<Float> subnormal = x.compare(LT, Float.MIN_NORMAL);
            IntVector bits = x.blend(x.mul(lift), subnormal).reinterpretAsInts();
            // The exponent goes up where the mantissa reaches sqrt(2), not 2.
            IntVector shifted = bits.add(BITS_OF_ONE - BITS_OF_SQRT_HALF);
            FloatVector m =
                    bits.sub(shifted.and(BITS_OF_INFINITY)).add(BITS_OF_ONE).reinterpretAsFloats();
            IntVector exponent = shifted.lanewise(LSHR, MANTISSA_BITS);
            FloatVector k = exponent.or(BITS_OF_CARRIER).reinterpretAsFloats();
            k = k.sub(exponentOfOne.blend(CARRIER + BIAS + LIFT, subnormal));
            FloatVector f = m.sub(1);
            FloatVector s = f.div(f.add(2));
            FloatVector z = s.mul(s);
            FloatVector l = l2.fma(z, l1).fma(z, l0).mul(z);
            // 2 s = f - s f, and f is exact: ln m = f - s (f - s^2 L).
            FloatVector lnM = f.sub(k.fma(ln2Low, s.mul(f.sub(l))));
            FloatVector ln = k.fma(ln2High, lnM);
            ln = ln.blend(Float.NEGATIVE_INFINITY, x.compare(LT, Float.MIN_VALUE));
            ln = ln.blend(Float.NaN, x.compare(LT, zero));
            // Infinity and NaN are their own logarithms.
            x.blend(ln, x.compare(LT, Float.POSITIVE_INFINITY)).intoArray(y, i);
        }
        return i;
    }

    /** The same steps for one number: the same bits. */
    static float log(float x) {
        if (!(x < Float.POSITIVE_INFINITY)) {
            return x;
        }
        if (x < Float.MIN_VALUE) {
            return x < 0 ? Float.NaN : Float.NEGATIVE_INFINITY;
        }
        boolean subnormal = x < Float.MIN_NORMAL;
        int bits = Float.floatToRawIntBits(subnormal ? x * TWO_TO_THE_LIFT : x);
        int shifted = bits + (BITS_OF_ONE - BITS_OF_SQRT_HALF);
        float m = Float.intBitsToFloat(bits - (shifted & BITS_OF_INFINITY) + BITS_OF_ONE);
        float k = (shifted >>> MANTISSA_BITS) - (subnormal ? BIAS + LIFT : BIAS);
        float f = m - 1;
        float s = f / (f + 2);
        float z = s * s;
        float l = Math.fma(Math.fma(L2, z, L1), z, L0) * z;
        float lnM = f - Math.fma(k, -LN2_LOW, s * (f - l));
        return Math.fma(k, LN2_HIGH, lnM);
    }
}
