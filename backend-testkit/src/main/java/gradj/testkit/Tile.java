package gradj.testkit;

import org.opentest4j.AssertionFailedError;

/**
 * A large block of three axes that repeats a small one along each: element [i, j, l] is the small block's
 * [i mod, j mod, l mod]. What a small call gives then tells every element that a large one should give.
 *
 * @param small the lengths of what is repeated; primes, so that no two elements a power of two apart are the same one
 * @param large the lengths of the whole
 */
record Tile(int[] small, int[] large) {
    /** A block, of which so many indices along each axis are repeated; an axis that is shorter stands as it is. */
    static Tile of(int[] large, int... periods) {
        int[] small = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            small[axis] = Math.min(large[axis], periods[axis]);
        }
        return new Tile(small, large);
    }

    /** A matrix; a period of 0 repeats nothing along its axis. */
    static Tile matrix(int rows, int columns, int rowPeriod, int columnPeriod) {
        return of(
                new int[] {1, rows, columns},
                1,
                rowPeriod == 0 ? rows : rowPeriod,
                columnPeriod == 0 ? columns : columnPeriod);
    }

    /** Elements in a row, the first {@code period} of which are repeated. */
    static Tile line(int size, int period) {
        return matrix(1, size, 1, period);
    }

    /** The number of elements that are repeated. */
    int smallSize() {
        return small[0] * small[1] * small[2];
    }

    /** The large block of this small one. */
    double[] fill(double... values) {
        double[] filled = new double[large[0] * large[1] * large[2]];
        for (int i = 0, at = 0; i < large[0]; i++) {
            for (int j = 0; j < large[1]; j++) {
                int row = row(i, j);
                for (int l = 0, from = 0; l < large[2]; l++) {
                    filled[at++] = values[row + from];
                    from = from + 1 == small[2] ? 0 : from + 1;
                }
            }
        }
        return filled;
    }

    /** Where the small block's row for [i, j] begins. */
    private int row(int i, int j) {
        return (i % small[0] * small[1] + j % small[1]) * small[2];
    }

    /** Every element of the large block is that of the small one, within its bound. */
    void assertClose(double[] expected, double[] bounds, double[] actual, String what) {
        for (int i = 0, at = 0; i < large[0]; i++) {
            for (int j = 0; j < large[1]; j++) {
                int row = row(i, j);
                for (int l = 0, from = 0; l < large[2]; l++, at++) {
                    if (!Close.isClose(expected[row + from], bounds[row + from], actual[at])) {
                        throw new AssertionFailedError(what + ": "
                                + Close.difference(at, expected[row + from], bounds[row + from], actual[at]));
                    }
                    from = from + 1 == small[2] ? 0 : from + 1;
                }
            }
        }
    }
}
