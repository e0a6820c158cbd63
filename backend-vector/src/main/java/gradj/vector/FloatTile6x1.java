package gradj.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The micro-kernel of very narrow products, such as the book's with its 10 columns: 6 rows of one vector, in place. */
final class FloatTile6x1 {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int L = SPECIES.length();

    private FloatTile6x1() {}

    /** See {@link TileShape}; {@code rows} of the 6 are there, for the others the last one is read again. */
    static void sum(
            float[] a, int aAt, int aRow, int aStep, int rows, float[] b, int bAt, int bStep, int k, float[] sums) {
        if (k < 0) {
            return; // a call that only counts, see VectorKernel
        }
        int a1 = Math.min(1, rows - 1) * aRow;
        int a2 = Math.min(2, rows - 1) * aRow;
        int a3 = Math.min(3, rows - 1) * aRow;
        int a4 = Math.min(4, rows - 1) * aRow;
        int a5 = Math.min(5, rows - 1) * aRow;
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector c3 = FloatVector.zero(SPECIES);
        FloatVector c4 = FloatVector.zero(SPECIES);
        FloatVector c5 = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[aAt]);
            c0 = x0.fma(b0, c0);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[aAt + a1]);
            c1 = x1.fma(b0, c1);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[aAt + a2]);
            c2 = x2.fma(b0, c2);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[aAt + a3]);
            c3 = x3.fma(b0, c3);
            FloatVector x4 = FloatVector.broadcast(SPECIES, a[aAt + a4]);
            c4 = x4.fma(b0, c4);
            FloatVector x5 = FloatVector.broadcast(SPECIES, a[aAt + a5]);
            c5 = x5.fma(b0, c5);
            aAt += aStep;
            bAt += bStep;
        }
        c0.intoArray(sums, 0);
        c1.intoArray(sums, L);
        c2.intoArray(sums, 2 * L);
        c3.intoArray(sums, 3 * L);
        c4.intoArray(sums, 4 * L);
        c5.intoArray(sums, 5 * L);
    }
}
