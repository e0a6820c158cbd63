package gradj.vector;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * e^x of doubles, within 1 ulp (0.99 in 200,000 points; the tests take 20,000). The method is that of {@link FloatExp}, with a
 * longer polynomial, whose largest relative error is 2^-56.4.
 */
final class DoubleExp {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private static final int MANTISSA_BITS = 52;
    private static final long BITS_OF_ONE = Double.doubleToRawLongBits(1);

    /** 1.5 * 2^52: added to a number that is not too large, it leaves it in the lowest bits, rounded to a whole one. */
    private static final double ROUNDER = 0x1.8p52;

    private static final double LOG2_E = 0x1.71547652b82fep0;

    /** ln 2 is the sum of these two. */
    private static final double LN2_HIGH = 0x1.62e42fefa39efp-1;

    private static final double LN2_LOW = 0x1.abc9e3b39803fp-56;

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

    private static final double[] SAMPLE = new double[VectorKernel.STEPS * LANES];

    static final VectorKernel KERNEL =
            new VectorKernel("exp float64", steps -> vectors(0, steps * LANES, SAMPLE, SAMPLE));

    private DoubleExp() {}

    /** y = e^input for the elements from (inclusive) to (exclusive); y may be the input. */
    static void exp(int from, int to, double[] input, double[] y) {
        int i = to - from >= LANES && KERNEL.isReady() ? vectors(from, to, input, y) : from;
        for (; i < to; i++) {
            y[i] = exp(input[i]);
        }
    }

    /** Whole vectors; gives where they end. */
    private static int vectors(int from, int to, double[] input, double[] y) {
        if (from == to) {
            return to; // a call that only counts, see VectorKernel
        }
        DoubleVector log2e = DoubleVector.broadcast(SPECIES, LOG2_E);
        DoubleVector ln2High = DoubleVector.broadcast(SPECIES, -LN2_HIGH);
        DoubleVector ln2Low = DoubleVector.broadcast(SPECIES, -LN2_LOW);
        DoubleVector rounder = DoubleVector.broadcast(SPECIES, ROUNDER);
        DoubleVector oneHalf = DoubleVector.broadcast(SPECIES, 0.5);
        DoubleVector e0 = DoubleVector.broadcast(SPECIES, E0);
        DoubleVector e1 = DoubleVector.broadcast(SPECIES, E1);
        DoubleVector e2 = DoubleVector.broadcast(SPECIES, E2);
        DoubleVector e3 = DoubleVector.broadcast(SPECIES, E3);
        DoubleVector e4 = DoubleVector.broadcast(SPECIES, E4);
        DoubleVector e5 = DoubleVector.broadcast(SPECIES, E5);
        DoubleVector e6 = DoubleVector.broadcast(SPECIES, E6);
        DoubleVector e7 = DoubleVector.broadcast(SPECIES, E7);
        DoubleVector e8 = DoubleVector.broadcast(SPECIES, E8);
        DoubleVector e9 = DoubleVector.broadcast(SPECIES, E9);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, input, i);
            x = x.blend(LARGEST, x.compare(GT, LARGEST));
            x = x.blend(SMALLEST, x.compare(LT, SMALLEST));
            DoubleVector n = x.fma(log2e, rounder).sub(rounder);
            DoubleVector r = n.fma(ln2Low, n.fma(ln2High, x));
            DoubleVector e = e9.fma(r, e8).fma(r, e7).fma(r, e6).fma(r, e5).fma(r, e4);
            e = e.fma(r, e3).fma(r, e2).fma(r, e1).fma(r, e0);
            DoubleVector p = r.mul(r).fma(e, r).add(1);
            DoubleVector half = n.fma(oneHalf, rounder);
            DoubleVector rest = n.sub(half.sub(rounder)).add(rounder);
            LongVector half2 =
                    half.reinterpretAsLongs().lanewise(LSHL, MANTISSA_BITS).add(BITS_OF_ONE);
            LongVector rest2 =
                    rest.reinterpretAsLongs().lanewise(LSHL, MANTISSA_BITS).add(BITS_OF_ONE);
            p.mul(half2.reinterpretAsDoubles())
                    .mul(rest2.reinterpretAsDoubles())
                    .intoArray(y, i);
        }
        return i;
    }

    /** The same steps for one number: the same bits. */
    static double exp(double number) {
        double x = number > LARGEST ? LARGEST : number < SMALLEST ? SMALLEST : number;
        double n = Math.fma(x, LOG2_E, ROUNDER) - ROUNDER;
        double r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
        double e = Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(E9, r, E8), r, E7), r, E6), r, E5), r, E4);
        e = Math.fma(Math.fma(Math.fma(Math.fma(e, r, E3), r, E2), r, E1), r, E0);
        double p = Math.fma(r * r, e, r) + 1;
        double half = Math.fma(n, 0.5, ROUNDER);
        double rest = (n - (half - ROUNDER)) + ROUNDER;
        return p * twoToThe(half) * twoToThe(rest);
    }

    private static double twoToThe(double lowestBits) {
        return Double.longBitsToDouble((Double.doubleToRawLongBits(lowestBits) << MANTISSA_BITS) + BITS_OF_ONE);
    }
}
