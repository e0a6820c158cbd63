package gradj.backend.array;

/** The float matrix product without copying anything, for what is too small for {@link FloatBlocks} to pay. */
final class FloatDirect {
    /** Up to this many multiplications, or this many rows, packing costs more than it gives. */
    private static final int FEW_TERMS = 2048;

    private static final int FEW_ROWS = 2;
    /** Columns summed at the same time: their sums wait for each other's additions no more than they must. */
    private static final int TILE = 8;

    private FloatDirect() {}

    static boolean fits(FloatOperands o) {
        return o.m <= FEW_ROWS || o.terms() <= FEW_TERMS;
    }

    /** Computes a rectangle of the result, eight sums of a row at a time. */
    static void multiply(FloatOperands o, int firstRow, int lastRow, int firstColumn, int lastColumn) {
        for (int j = firstColumn; j < lastColumn; j += TILE) {
            for (int i = firstRow; i < lastRow; i++) {
                if (j + TILE <= lastColumn) {
                    sumTile(o, i, j);
                } else {
                    sumRest(o, i, j, lastColumn);
                }
            }
        }
    }

    private static void sumTile(FloatOperands o, int i, int j) {
        float[] x = o.left;
        float[] y = o.right;
        int step = o.rightColumn;
        int atX = i * o.leftRow;
        int atY = j * step;
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        for (int p = 0; p < o.k; p++) {
            float a = x[atX];
            s0 += a * y[atY];
            s1 += a * y[atY + step];
            s2 += a * y[atY + 2 * step];
            s3 += a * y[atY + 3 * step];
            s4 += a * y[atY + 4 * step];
            s5 += a * y[atY + 5 * step];
            s6 += a * y[atY + 6 * step];
            s7 += a * y[atY + 7 * step];
            atX += o.leftColumn;
            atY += o.rightRow;
        }
        put(o, i, j, s0);
        put(o, i, j + 1, s1);
        put(o, i, j + 2, s2);
        put(o, i, j + 3, s3);
        put(o, i, j + 4, s4);
        put(o, i, j + 5, s5);
        put(o, i, j + 6, s6);
        put(o, i, j + 7, s7);
    }

    private static void sumRest(FloatOperands o, int i, int j, int lastColumn) {
        for (int column = j; column < lastColumn; column++) {
            float sum = 0;
            for (int p = 0; p < o.k; p++) {
                sum += o.left[i * o.leftRow + p * o.leftColumn] * o.right[p * o.rightRow + column * o.rightColumn];
            }
            put(o, i, column, sum);
        }
    }

    private static void put(FloatOperands o, int i, int j, float sum) {
        int at = i * o.outRow + j * o.outColumn;
        o.out[at] = o.beta == 0 ? o.alpha * sum : o.alpha * sum + o.beta * o.out[at];
    }
}
