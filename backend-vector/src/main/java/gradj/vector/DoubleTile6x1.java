package gradj.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The micro-kernel of very narrow products, such as the book's with its 10 columns: 6 rows of one vector, in place. */
final class DoubleTile6x1 {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int L = SPECIES.length();

    private DoubleTile6x1() {}

    /** See {@link TileShape}; {@code rows} of the 6 are there, for the others the last one is read again. */
    static void sum(
            double[] a, int aAt, int aRow, int aStep, int rows, double[] b, int bAt, int bStep, int k, double[] sums) {
        int a1 = Math.min(1, rows - 1) * aRow;
        int a2 = Math.min(2, rows - 1) * aRow;
        int a3 = Math.min(3, rows - 1) * aRow;
        int a4 = Math.min(4, rows - 1) * aRow;
        int a5 = Math.min(5, rows - 1) * aRow;
        DoubleVector c0 = DoubleVector.zero(SPECIES);
        DoubleVector c1 = DoubleVector.zero(SPECIES);
        DoubleVector c2 = DoubleVector.zero(SPECIES);
        DoubleVector c3 = DoubleVector.zero(SPECIES);
        DoubleVector c4 = DoubleVector.zero(SPECIES);
        DoubleVector c5 = DoubleVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bAt);
            DoubleVector x0 = DoubleVector.broadcast(SPECIES, a[aAt]);
            c0 = x0.fma(b0, c0);
            DoubleVector x1 = DoubleVector.broadcast(SPECIES, a[aAt + a1]);
            c1 = x1.fma(b0, c1);
            DoubleVector x2 = DoubleVector.broadcast(SPECIES, a[aAt + a2]);
            c2 = x2.fma(b0, c2);
            DoubleVector x3 = DoubleVector.broadcast(SPECIES, a[aAt + a3]);
            c3 = x3.fma(b0, c3);
            DoubleVector x4 = DoubleVector.broadcast(SPECIES, a[aAt + a4]);
            c4 = x4.fma(b0, c4);
            DoubleVector x5 = DoubleVector.broadcast(SPECIES, a[aAt + a5]);
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
