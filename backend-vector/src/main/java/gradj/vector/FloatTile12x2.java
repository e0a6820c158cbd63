package gradj.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The micro-kernel of large products: 12 rows of two vectors, on panels. */
final class FloatTile12x2 {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int L = SPECIES.length();

    private FloatTile12x2() {}

    /** See {@link TileShape}; both operands are panels: 12 numbers of A and 2 vectors of B after another for each term. */
    static void sum(float[] a, float[] b, int bAt, int k, float[] sums) {
        if (k < 0) {
            return; // a call that only counts, see VectorKernel
        }
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector c3 = FloatVector.zero(SPECIES);
        FloatVector c4 = FloatVector.zero(SPECIES);
        FloatVector c5 = FloatVector.zero(SPECIES);
        FloatVector c6 = FloatVector.zero(SPECIES);
        FloatVector c7 = FloatVector.zero(SPECIES);
        FloatVector c8 = FloatVector.zero(SPECIES);
        FloatVector c9 = FloatVector.zero(SPECIES);
        FloatVector c10 = FloatVector.zero(SPECIES);
        FloatVector c11 = FloatVector.zero(SPECIES);
        FloatVector d0 = FloatVector.zero(SPECIES);
        FloatVector d1 = FloatVector.zero(SPECIES);
        FloatVector d2 = FloatVector.zero(SPECIES);
        FloatVector d3 = FloatVector.zero(SPECIES);
        FloatVector d4 = FloatVector.zero(SPECIES);
        FloatVector d5 = FloatVector.zero(SPECIES);
        FloatVector d6 = FloatVector.zero(SPECIES);
        FloatVector d7 = FloatVector.zero(SPECIES);
        FloatVector d8 = FloatVector.zero(SPECIES);
        FloatVector d9 = FloatVector.zero(SPECIES);
        FloatVector d10 = FloatVector.zero(SPECIES);
        FloatVector d11 = FloatVector.zero(SPECIES);
        int aAt = 0;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + L);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[aAt]);
            c0 = x0.fma(b0, c0);
            d0 = x0.fma(b1, d0);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[aAt + 1]);
            c1 = x1.fma(b0, c1);
            d1 = x1.fma(b1, d1);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[aAt + 2]);
            c2 = x2.fma(b0, c2);
            d2 = x2.fma(b1, d2);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[aAt + 3]);
            c3 = x3.fma(b0, c3);
            d3 = x3.fma(b1, d3);
            FloatVector x4 = FloatVector.broadcast(SPECIES, a[aAt + 4]);
            c4 = x4.fma(b0, c4);
            d4 = x4.fma(b1, d4);
            FloatVector x5 = FloatVector.broadcast(SPECIES, a[aAt + 5]);
            c5 = x5.fma(b0, c5);
            d5 = x5.fma(b1, d5);
            FloatVector x6 = FloatVector.broadcast(SPECIES, a[aAt + 6]);
            c6 = x6.fma(b0, c6);
            d6 = x6.fma(b1, d6);
            FloatVector x7 = FloatVector.broadcast(SPECIES, a[aAt + 7]);
            c7 = x7.fma(b0, c7);
            d7 = x7.fma(b1, d7);
            FloatVector x8 = FloatVector.broadcast(SPECIES, a[aAt + 8]);
            c8 = x8.fma(b0, c8);
            d8 = x8.fma(b1, d8);
            FloatVector x9 = FloatVector.broadcast(SPECIES, a[aAt + 9]);
            c9 = x9.fma(b0, c9);
            d9 = x9.fma(b1, d9);
            FloatVector x10 = FloatVector.broadcast(SPECIES, a[aAt + 10]);
            c10 = x10.fma(b0, c10);
            d10 = x10.fma(b1, d10);
            FloatVector x11 = FloatVector.broadcast(SPECIES, a[aAt + 11]);
            c11 = x11.fma(b0, c11);
            d11 = x11.fma(b1, d11);
            aAt += 12;
            bAt += 2 * L;
        }
        c0.intoArray(sums, 0);
        d0.intoArray(sums, L);
        c1.intoArray(sums, 2 * L);
        d1.intoArray(sums, 3 * L);
        c2.intoArray(sums, 4 * L);
        d2.intoArray(sums, 5 * L);
        c3.intoArray(sums, 6 * L);
        d3.intoArray(sums, 7 * L);
        c4.intoArray(sums, 8 * L);
        d4.intoArray(sums, 9 * L);
        c5.intoArray(sums, 10 * L);
        d5.intoArray(sums, 11 * L);
        c6.intoArray(sums, 12 * L);
        d6.intoArray(sums, 13 * L);
        c7.intoArray(sums, 14 * L);
        d7.intoArray(sums, 15 * L);
        c8.intoArray(sums, 16 * L);
        d8.intoArray(sums, 17 * L);
        c9.intoArray(sums, 18 * L);
        d9.intoArray(sums, 19 * L);
        c10.intoArray(sums, 20 * L);
        d10.intoArray(sums, 21 * L);
        c11.intoArray(sums, 22 * L);
        d11.intoArray(sums, 23 * L);
    }
}
