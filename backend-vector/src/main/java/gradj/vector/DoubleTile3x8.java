package gradj.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The micro-kernel of few rows: 3 of eight vectors, in place; B passes by once. */
final class DoubleTile3x8 {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int L = SPECIES.length();

    private DoubleTile3x8() {}

    /** See {@link TileShape}; {@code rows} of the 3 are there, for the others the last one is read again. */
    static void sum(
            double[] a, int aAt, int aRow, int aStep, int rows, double[] b, int bAt, int bStep, int k, double[] sums) {
        int a1 = Math.min(1, rows - 1) * aRow;
        int a2 = Math.min(2, rows - 1) * aRow;
        DoubleVector c0 = DoubleVector.zero(SPECIES);
        DoubleVector c1 = DoubleVector.zero(SPECIES);
        DoubleVector c2 = DoubleVector.zero(SPECIES);
        DoubleVector d0 = DoubleVector.zero(SPECIES);
        DoubleVector d1 = DoubleVector.zero(SPECIES);
        DoubleVector d2 = DoubleVector.zero(SPECIES);
        DoubleVector e0 = DoubleVector.zero(SPECIES);
        DoubleVector e1 = DoubleVector.zero(SPECIES);
        DoubleVector e2 = DoubleVector.zero(SPECIES);
        DoubleVector f0 = DoubleVector.zero(SPECIES);
        DoubleVector f1 = DoubleVector.zero(SPECIES);
        DoubleVector f2 = DoubleVector.zero(SPECIES);
        DoubleVector g0 = DoubleVector.zero(SPECIES);
        DoubleVector g1 = DoubleVector.zero(SPECIES);
        DoubleVector g2 = DoubleVector.zero(SPECIES);
        DoubleVector h0 = DoubleVector.zero(SPECIES);
        DoubleVector h1 = DoubleVector.zero(SPECIES);
        DoubleVector h2 = DoubleVector.zero(SPECIES);
        DoubleVector u0 = DoubleVector.zero(SPECIES);
        DoubleVector u1 = DoubleVector.zero(SPECIES);
        DoubleVector u2 = DoubleVector.zero(SPECIES);
        DoubleVector v0 = DoubleVector.zero(SPECIES);
        DoubleVector v1 = DoubleVector.zero(SPECIES);
        DoubleVector v2 = DoubleVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bAt);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, bAt + L);
            DoubleVector b2 = DoubleVector.fromArray(SPECIES, b, bAt + 2 * L);
            DoubleVector b3 = DoubleVector.fromArray(SPECIES, b, bAt + 3 * L);
            DoubleVector b4 = DoubleVector.fromArray(SPECIES, b, bAt + 4 * L);
            DoubleVector b5 = DoubleVector.fromArray(SPECIES, b, bAt + 5 * L);
            DoubleVector b6 = DoubleVector.fromArray(SPECIES, b, bAt + 6 * L);
            DoubleVector b7 = DoubleVector.fromArray(SPECIES, b, bAt + 7 * L);
            DoubleVector x0 = DoubleVector.broadcast(SPECIES, a[aAt]);
            c0 = x0.fma(b0, c0);
            d0 = x0.fma(b1, d0);
            e0 = x0.fma(b2, e0);
            f0 = x0.fma(b3, f0);
            g0 = x0.fma(b4, g0);
            h0 = x0.fma(b5, h0);
            u0 = x0.fma(b6, u0);
            v0 = x0.fma(b7, v0);
            DoubleVector x1 = DoubleVector.broadcast(SPECIES, a[aAt + a1]);
            c1 = x1.fma(b0, c1);
            d1 = x1.fma(b1, d1);
            e1 = x1.fma(b2, e1);
            f1 = x1.fma(b3, f1);
            g1 = x1.fma(b4, g1);
            h1 = x1.fma(b5, h1);
            u1 = x1.fma(b6, u1);
            v1 = x1.fma(b7, v1);
            DoubleVector x2 = DoubleVector.broadcast(SPECIES, a[aAt + a2]);
            c2 = x2.fma(b0, c2);
            d2 = x2.fma(b1, d2);
            e2 = x2.fma(b2, e2);
            f2 = x2.fma(b3, f2);
            g2 = x2.fma(b4, g2);
            h2 = x2.fma(b5, h2);
            u2 = x2.fma(b6, u2);
            v2 = x2.fma(b7, v2);
            aAt += aStep;
            bAt += bStep;
        }
        c0.intoArray(sums, 0);
        d0.intoArray(sums, L);
        e0.intoArray(sums, 2 * L);
        f0.intoArray(sums, 3 * L);
        g0.intoArray(sums, 4 * L);
        h0.intoArray(sums, 5 * L);
        u0.intoArray(sums, 6 * L);
        v0.intoArray(sums, 7 * L);
        c1.intoArray(sums, 8 * L);
        d1.intoArray(sums, 9 * L);
        e1.intoArray(sums, 10 * L);
        f1.intoArray(sums, 11 * L);
        g1.intoArray(sums, 12 * L);
        h1.intoArray(sums, 13 * L);
        u1.intoArray(sums, 14 * L);
        v1.intoArray(sums, 15 * L);
        c2.intoArray(sums, 16 * L);
        d2.intoArray(sums, 17 * L);
        e2.intoArray(sums, 18 * L);
        f2.intoArray(sums, 19 * L);
        g2.intoArray(sums, 20 * L);
        h2.intoArray(sums, 21 * L);
        u2.intoArray(sums, 22 * L);
        v2.intoArray(sums, 23 * L);
    }
}
