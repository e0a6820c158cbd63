package gradj.backend.array;

import gradj.spi.PerThread;
import java.util.Arrays;

/**
 * The float matrix product C = alpha op(A) B + beta C for a C of few rows and a B stored as it is: a mini-batch of three
 * samples, as the gradient check uses it. Its twin of the other precision is the same text but for the name of the type.
 */
final class FloatFewRows {
    /*
     * Each row of B is used as often as C has rows, once or a few times: too seldom for the packed panel of FloatDot to
     * pay. Four rows of B at a time are copied into row arrays, which stay in the first-level cache, and added to every
     * row of C by a loop that the JIT compiler turns into SIMD. Microseconds for a double product 3x50x784 (2-core
     * AVX-512 machine, JDK 17): panel of FloatDot 30, rows of B in place 33 to 48, this 17.
     */

    /** At most so many rows, columns and multiplications; beyond, packing everything pays, and so do threads. */
    private static final int MOST_ROWS = 8;

    private static final int MOST_COLUMNS = 2048 / Float.BYTES;
    /** With the header of 16 bytes 33 cache lines: rows 2 or 4 KiB apart would get in each other's way in the cache. */
    private static final int ROW_LENGTH = MOST_COLUMNS + 48 / Float.BYTES;

    private static final long MOST_TERMS = 600_000;

    private static final PerThread<FloatFewRows> OF_THREAD = new PerThread<>(FloatFewRows::new);

    private final float[] b0 = new float[ROW_LENGTH];
    private final float[] b1 = new float[ROW_LENGTH];
    private final float[] b2 = new float[ROW_LENGTH];
    private final float[] b3 = new float[ROW_LENGTH];
    private final float[][] sums = new float[MOST_ROWS][ROW_LENGTH];

    private FloatFewRows() {}

    static boolean fits(int m, int n, int k) {
        return m <= MOST_ROWS && n <= MOST_COLUMNS && (long) m * n * k <= MOST_TERMS;
    }

    /** Op(A) [m, k] is given by the distances from row to row and from column to column. */
    static void dot(
            int m, int n, int k, float alpha, float[] a, int aRow, int aColumn, float[] b, float beta, float[] c) {
        FloatFewRows scratch = OF_THREAD.get();
        for (int i = 0; i < m; i++) {
            Arrays.fill(scratch.sums[i], 0, n, 0);
        }
        for (int p = 0; p < k; p += 4) {
            scratch.copyRows(b, p, Math.min(4, k - p), n);
            for (int i = 0; i < m; i++) {
                scratch.addRows(i, a, i * aRow + p * aColumn, aColumn, Math.min(4, k - p), n);
            }
        }
        for (int i = 0; i < m; i++) {
            store(scratch.sums[i], n, alpha, beta, c, i * n);
        }
    }

    /** Copies 1 to 4 rows of B from row p on; those beyond the last one are 0. */
    private void copyRows(float[] b, int p, int count, int n) {
        copyRow(b, p, b0, n, true);
        copyRow(b, p + 1, b1, n, count > 1);
        copyRow(b, p + 2, b2, n, count > 2);
        copyRow(b, p + 3, b3, n, count > 3);
    }

    private static void copyRow(float[] b, int row, float[] target, int n, boolean exists) {
        if (exists) {
            System.arraycopy(b, row * n, target, 0, n);
        } else {
            Arrays.fill(target, 0, n, 0);
        }
    }

    private void addRows(int i, float[] a, int at, int step, int count, int n) {
        float a0 = a[at];
        float a1 = count > 1 ? a[at + step] : 0;
        float a2 = count > 2 ? a[at + 2 * step] : 0;
        float a3 = count > 3 ? a[at + 3 * step] : 0;
        add(sums[i], b0, b1, b2, b3, a0, a1, a2, a3, n);
    }

    private static void add(
            float[] sum,
            float[] b0,
            float[] b1,
            float[] b2,
            float[] b3,
            float a0,
            float a1,
            float a2,
            float a3,
            int n) {
        for (int j = 0; j < n; j++) {
            sum[j] = sum[j] + a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
        }
    }

    private static void store(float[] sum, int n, float alpha, float beta, float[] c, int at) {
        for (int j = 0; j < n; j++) {
            c[at + j] = beta == 0 ? alpha * sum[j] : alpha * sum[j] + beta * c[at + j];
        }
    }
}
