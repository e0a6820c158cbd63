package gradj.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The micro-kernel of few rows of up to four vectors, such as a batch of three samples: 3 rows of four vectors, in place. */
final class DoubleTile3x4 {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int L = SPECIES.length();

    private DoubleTile3x4() {}

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
