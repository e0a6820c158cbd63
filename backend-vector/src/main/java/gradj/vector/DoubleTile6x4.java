package gradj.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The micro-kernel of narrow products, such as the book's with its 50 columns: 6 rows of four vectors, in place. */
final class DoubleTile6x4 {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int L = SPECIES.length();

    private DoubleTile6x4() {}

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
        DoubleVector e0 = DoubleVector.zero(SPECIES);
        DoubleVector e1 = DoubleVector.zero(SPECIES);
        DoubleVector e2 = DoubleVector.zero(SPECIES);
        DoubleVector e3 = DoubleVector.zero(SPECIES);
        DoubleVector e4 = DoubleVector.zero(SPECIES);
        DoubleVector e5 = DoubleVector.zero(SPECIES);
        DoubleVector f0 = DoubleVector.zero(SPECIES);
        DoubleVector f1 = DoubleVector.zero(SPECIES);
        DoubleVector f2 = DoubleVector.zero(SPECIES);
        DoubleVector f3 = DoubleVector.zero(SPECIES);
        DoubleVector f4 = DoubleVector.zero(SPECIES);
        DoubleVector f5 = DoubleVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bAt);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, bAt + L);
            DoubleVector b2 = DoubleVector.fromArray(SPECIES, b, bAt + 2 * L);
            DoubleVector b3 = DoubleVector.fromArray(SPECIES, b, bAt + 3 * L);
            DoubleVector x0 = DoubleVector.broadcast(SPECIES, a[aAt]);
            c0 = x0.fma(b0, c0);
            d0 = x0.fma(b1, d0);
            e0 = x0.fma(b2, e0);
            f0 = x0.fma(b3, f0);
            DoubleVector x1 = DoubleVector.broadcast(SPECIES, a[aAt + a1]);
            c1 = x1.fma(b0, c1);
            d1 = x1.fma(b1, d1);
            e1 = x1.fma(b2, e1);
            f1 = x1.fma(b3, f1);
            DoubleVector x2 = DoubleVector.broadcast(SPECIES, a[aAt + a2]);
            c2 = x2.fma(b0, c2);
            d2 = x2.fma(b1, d2);
            e2 = x2.fma(b2, e2);
            f2 = x2.fma(b3, f2);
            DoubleVector x3 = DoubleVector.broadcast(SPECIES, a[aAt + a3]);
            c3 = x3.fma(b0, c3);
            d3 = x3.fma(b1, d3);
            e3 = x3.fma(b2, e3);
            f3 = x3.fma(b3, f3);
            DoubleVector x4 = DoubleVector.broadcast(SPECIES, a[aAt + a4]);
            c4 = x4.fma(b0, c4);
            d4 = x4.fma(b1, d4);
            e4 = x4.fma(b2, e4);
            f4 = x4.fma(b3, f4);
            DoubleVector x5 = DoubleVector.broadcast(SPECIES, a[aAt + a5]);
            c5 = x5.fma(b0, c5);
            d5 = x5.fma(b1, d5);
            e5 = x5.fma(b2, e5);
            f5 = x5.fma(b3, f5);
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
        c3.intoArray(sums, 12 * L);
        d3.intoArray(sums, 13 * L);
        e3.intoArray(sums, 14 * L);
        f3.intoArray(sums, 15 * L);
        c4.intoArray(sums, 16 * L);
        d4.intoArray(sums, 17 * L);
        e4.intoArray(sums, 18 * L);
        f4.intoArray(sums, 19 * L);
        c5.intoArray(sums, 20 * L);
        d5.intoArray(sums, 21 * L);
        e5.intoArray(sums, 22 * L);
        f5.intoArray(sums, 23 * L);
    }
}
