package gradj.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The micro-kernel of large products: 12 rows of two vectors, on panels. */
final class DoubleTile12x2 {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int L = SPECIES.length();

    private DoubleTile12x2() {}

    /** See {@link TileShape}; both operands are panels: 12 numbers of A and 2 vectors of B after another for each term. */
    static void sum(double[] a, double[] b, int bAt, int k, double[] sums) {
        DoubleVector c0 = DoubleVector.zero(SPECIES);
        DoubleVector c1 = DoubleVector.zero(SPECIES);
        DoubleVector c2 = DoubleVector.zero(SPECIES);
        DoubleVector c3 = DoubleVector.zero(SPECIES);
        DoubleVector c4 = DoubleVector.zero(SPECIES);
        DoubleVector c5 = DoubleVector.zero(SPECIES);
        DoubleVector c6 = DoubleVector.zero(SPECIES);
        DoubleVector c7 = DoubleVector.zero(SPECIES);
        DoubleVector c8 = DoubleVector.zero(SPECIES);
        DoubleVector c9 = DoubleVector.zero(SPECIES);
        DoubleVector c10 = DoubleVector.zero(SPECIES);
        DoubleVector c11 = DoubleVector.zero(SPECIES);
        DoubleVector d0 = DoubleVector.zero(SPECIES);
        DoubleVector d1 = DoubleVector.zero(SPECIES);
        DoubleVector d2 = DoubleVector.zero(SPECIES);
        DoubleVector d3 = DoubleVector.zero(SPECIES);
        DoubleVector d4 = DoubleVector.zero(SPECIES);
        DoubleVector d5 = DoubleVector.zero(SPECIES);
        DoubleVector d6 = DoubleVector.zero(SPECIES);
        DoubleVector d7 = DoubleVector.zero(SPECIES);
        DoubleVector d8 = DoubleVector.zero(SPECIES);
        DoubleVector d9 = DoubleVector.zero(SPECIES);
        DoubleVector d10 = DoubleVector.zero(SPECIES);
        DoubleVector d11 = DoubleVector.zero(SPECIES);
        int aAt = 0;
        for (int p = 0; p < k; p++) {
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bAt);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, bAt + L);
            DoubleVector x0 = DoubleVector.broadcast(SPECIES, a[aAt]);
            c0 = x0.fma(b0, c0);
            d0 = x0.fma(b1, d0);
            DoubleVector x1 = DoubleVector.broadcast(SPECIES, a[aAt + 1]);
            c1 = x1.fma(b0, c1);
            d1 = x1.fma(b1, d1);
            DoubleVector x2 = DoubleVector.broadcast(SPECIES, a[aAt + 2]);
            c2 = x2.fma(b0, c2);
            d2 = x2.fma(b1, d2);
            DoubleVector x3 = DoubleVector.broadcast(SPECIES, a[aAt + 3]);
            c3 = x3.fma(b0, c3);
            d3 = x3.fma(b1, d3);
            DoubleVector x4 = DoubleVector.broadcast(SPECIES, a[aAt + 4]);
            c4 = x4.fma(b0, c4);
            d4 = x4.fma(b1, d4);
            DoubleVector x5 = DoubleVector.broadcast(SPECIES, a[aAt + 5]);
            c5 = x5.fma(b0, c5);
            d5 = x5.fma(b1, d5);
            DoubleVector x6 = DoubleVector.broadcast(SPECIES, a[aAt + 6]);
            c6 = x6.fma(b0, c6);
            d6 = x6.fma(b1, d6);
            DoubleVector x7 = DoubleVector.broadcast(SPECIES, a[aAt + 7]);
            c7 = x7.fma(b0, c7);
            d7 = x7.fma(b1, d7);
            DoubleVector x8 = DoubleVector.broadcast(SPECIES, a[aAt + 8]);
            c8 = x8.fma(b0, c8);
            d8 = x8.fma(b1, d8);
            DoubleVector x9 = DoubleVector.broadcast(SPECIES, a[aAt + 9]);
            c9 = x9.fma(b0, c9);
            d9 = x9.fma(b1, d9);
            DoubleVector x10 = DoubleVector.broadcast(SPECIES, a[aAt + 10]);
            c10 = x10.fma(b0, c10);
            d10 = x10.fma(b1, d10);
            DoubleVector x11 = DoubleVector.broadcast(SPECIES, a[aAt + 11]);
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
