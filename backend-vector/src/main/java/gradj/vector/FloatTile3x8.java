package gradj.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The micro-kernel of few rows: 3 of eight vectors, in place; B passes by once. */
final class FloatTile3x8 {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int L = SPECIES.length();

    private FloatTile3x8() {}

    /** See {@link TileShape}; {@code rows} of the 3 are there, for the others the last one is read again. */
    static void sum(
            float[] a, int aAt, int aRow, int aStep, int rows, float[] b, int bAt, int bStep, int k, float[] sums) {
        if (k < 0) {
            return; // a call that only counts, see VectorKernel
        }
        int a1 = Math.min(1, rows - 1) * aRow;
        int a2 = Math.min(2, rows - 1) * aRow;
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector d0 = FloatVector.zero(SPECIES);
        FloatVector d1 = FloatVector.zero(SPECIES);
        FloatVector d2 = FloatVector.zero(SPECIES);
        FloatVector e0 = FloatVector.zero(SPECIES);
        FloatVector e1 = FloatVector.zero(SPECIES);
        FloatVector e2 = FloatVector.zero(SPECIES);
        FloatVector f0 = FloatVector.zero(SPECIES);
        FloatVector f1 = FloatVector.zero(SPECIES);
        FloatVector f2 = FloatVector.zero(SPECIES);
        FloatVector g0 = FloatVector.zero(SPECIES);
        FloatVector g1 = FloatVector.zero(SPECIES);
        FloatVector g2 = FloatVector.zero(SPECIES);
        FloatVector h0 = FloatVector.zero(SPECIES);
        FloatVector h1 = FloatVector.zero(SPECIES);
        FloatVector h2 = FloatVector.zero(SPECIES);
        FloatVector u0 = FloatVector.zero(SPECIES);
        FloatVector u1 = FloatVector.zero(SPECIES);
        FloatVector u2 = FloatVector.zero(SPECIES);
        FloatVector v0 = FloatVector.zero(SPECIES);
        FloatVector v1 = FloatVector.zero(SPECIES);
        FloatVector v2 = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + L);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, bAt + 2 * L);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, bAt + 3 * L);
            FloatVector b4 = FloatVector.fromArray(SPECIES, b, bAt + 4 * L);
            FloatVector b5 = FloatVector.fromArray(SPECIES, b, bAt + 5 * L);
            FloatVector b6 = FloatVector.fromArray(SPECIES, b, bAt + 6 * L);
            FloatVector b7 = FloatVector.fromArray(SPECIES, b, bAt + 7 * L);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[aAt]);
            c0 = x0.fma(b0, c0);
            d0 = x0.fma(b1, d0);
            e0 = x0.fma(b2, e0);
            f0 = x0.fma(b3, f0);
            g0 = x0.fma(b4, g0);
            h0 = x0.fma(b5, h0);
            u0 = x0.fma(b6, u0);
            v0 = x0.fma(b7, v0);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[aAt + a1]);
            c1 = x1.fma(b0, c1);
            d1 = x1.fma(b1, d1);
            e1 = x1.fma(b2, e1);
            f1 = x1.fma(b3, f1);
            g1 = x1.fma(b4, g1);
            h1 = x1.fma(b5, h1);
            u1 = x1.fma(b6, u1);
            v1 = x1.fma(b7, v1);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[aAt + a2]);
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
