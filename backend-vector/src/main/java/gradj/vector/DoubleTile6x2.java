package gradj.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The micro-kernel of processors with 16 vector registers, and of up to two vectors of columns: 6 rows of two vectors. */
final class DoubleTile6x2 {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int L = SPECIES.length();

    private DoubleTile6x2() {}

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
        DoubleVector d0 = DoubleVector.zero(SPECIES);
        DoubleVector d1 = DoubleVector.zero(SPECIES);
        DoubleVector d2 = DoubleVector.zero(SPECIES);
        DoubleVector d3 = DoubleVector.zero(SPECIES);
        DoubleVector d4 = DoubleVector.zero(SPECIES);
        DoubleVector d5 = DoubleVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bAt);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, bAt + L);
            DoubleVector x0 = DoubleVector.broadcast(SPECIES, a[aAt]);
            c0 = x0.fma(b0, c0);
            d0 = x0.fma(b1, d0);
            DoubleVector x1 = DoubleVector.broadcast(SPECIES, a[aAt + a1]);
            c1 = x1.fma(b0, c1);
            d1 = x1.fma(b1, d1);
            DoubleVector x2 = DoubleVector.broadcast(SPECIES, a[aAt + a2]);
            c2 = x2.fma(b0, c2);
            d2 = x2.fma(b1, d2);
            DoubleVector x3 = DoubleVector.broadcast(SPECIES, a[aAt + a3]);
            c3 = x3.fma(b0, c3);
            d3 = x3.fma(b1, d3);
            DoubleVector x4 = DoubleVector.broadcast(SPECIES, a[aAt + a4]);
            c4 = x4.fma(b0, c4);
            d4 = x4.fma(b1, d4);
            DoubleVector x5 = DoubleVector.broadcast(SPECIES, a[aAt + a5]);
            c5 = x5.fma(b0, c5);
            d5 = x5.fma(b1, d5);
            aAt += aStep;
            bAt += bStep;
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
    }
}
