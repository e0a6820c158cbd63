package gradj.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The micro-kernel of few rows of up to four vectors, such as a batch of three samples: 3 rows of four vectors, in place. */
final class FloatTile3x4 {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int L = SPECIES.length();

    private FloatTile3x4() {}

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
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + L);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, bAt + 2 * L);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, bAt + 3 * L);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[aAt]);
            c0 = x0.fma(b0, c0);
            d0 = x0.fma(b1, d0);
            e0 = x0.fma(b2, e0);
            f0 = x0.fma(b3, f0);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[aAt + a1]);
            c1 = x1.fma(b0, c1);
            d1 = x1.fma(b1, d1);
            e1 = x1.fma(b2, e1);
            f1 = x1.fma(b3, f1);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[aAt + a2]);
            c2 = x2.fma(b0, c2);
            d2 = x2.fma(b1, d2);
            e2 = x2.fma(b2, e2);
            f2 = x2.fma(b3, f2);
            aAt += aStep;
            bAt += bStep;
        }
        c0.intoArray(sums, 0);
        d0.intoArray(sums, L);
        e0.intoArray(sums, 2 * L);
        f0.intoArray(sums, 3 * L);
        c1.intoArray(sums, 4 * L);
        d1.intoArray(sums, 5 * L);
        e1.intoArray(sums, 6 * L);
        f1.intoArray(sums, 7 * L);
        c2.intoArray(sums, 8 * L);
        d2.intoArray(sums, 9 * L);
        e2.intoArray(sums, 10 * L);
        f2.intoArray(sums, 11 * L);
    }
}
