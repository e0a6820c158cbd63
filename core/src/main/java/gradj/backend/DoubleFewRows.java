package gradj.backend;

import gradj.spi.PerThread;
import java.util.Arrays;

/**
 * The double matrix product C = alpha op(A) B + beta C for a C of few rows and a B stored as it is: a mini-batch of three
 * samples, as the gradient check uses it. Its twin of the other precision is the same text but for the name of the type.
 */
final class DoubleFewRows {
    /*
     * Each row of B is used as often as C has rows, once or a few times: too seldom for the packed panel of DoubleDot to
     * pay. Four rows of B at a time are copied into row arrays, which stay in the first-level cache, and added to every
     * row of C by a loop that the JIT compiler turns into SIMD. Microseconds for a double product 3x50x784 (2-core
     * AVX-512 machine, JDK 17): panel of DoubleDot 30, rows of B in place 33 to 48, this 17.
     */

    /** At most so many rows, columns and multiplications; beyond, packing everything pays, and so do threads. */
    private static final int MOST_ROWS = 8;

    private static final int MOST_COLUMNS = 2048 / Double.BYTES;
    /** With the header of 16 bytes 33 cache lines: rows 2 or 4 KiB apart would get in each other's way in the cache. */
    private static final int ROW_LENGTH = MOST_COLUMNS + 48 / Double.BYTES;

    private static final long MOST_TERMS = 600_000;

    private static final PerThread<DoubleFewRows> OF_THREAD = new PerThread<>(DoubleFewRows::new);

    private final double[] b0 = new double[ROW_LENGTH];
    private final double[] b1 = new double[ROW_LENGTH];
    private final double[] b2 = new double[ROW_LENGTH];
    private final double[] b3 = new double[ROW_LENGTH];
    private final double[][] sums = new double[MOST_ROWS][ROW_LENGTH];

    private DoubleFewRows() {}

    static boolean fits(int m, int n, int k) {
        return m <= MOST_ROWS && n <= MOST_COLUMNS && (long) m * n * k <= MOST_TERMS;
    }

    /** Op(A) [m, k] is given by the distances from row to row and from column to column. */
    static void dot(
            int m, int n, int k, double alpha, double[] a, int aRow, int aColumn, double[] b, double beta, double[] c) {
        DoubleFewRows scratch = OF_THREAD.get();
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
    private void copyRows(double[] b, int p, int count, int n) {
        copyRow(b, p, b0, n, true);
        copyRow(b, p + 1, b1, n, count > 1);
        copyRow(b, p + 2, b2, n, count > 2);
        copyRow(b, p + 3, b3, n, count > 3);
    }

    private static void copyRow(double[] b, int row, double[] target, int n, boolean exists) {
        if (exists) {
            System.arraycopy(b, row * n, target, 0, n);
        } else {
            Arrays.fill(target, 0, n, 0);
        }
    }

    private void addRows(int i, double[] a, int at, int step, int count, int n) {
        double a0 = a[at];
        double a1 = count > 1 ? a[at + step] : 0;
        double a2 = count > 2 ? a[at + 2 * step] : 0;
        double a3 = count > 3 ? a[at + 3 * step] : 0;
        add(sums[i], b0, b1, b2, b3, a0, a1, a2, a3, n);
    }

    private static void add(
            double[] sum,
            double[] b0,
            double[] b1,
            double[] b2,
            double[] b3,
            double a0,
            double a1,
            double a2,
            double a3,
            int n) {
        for (int j = 0; j < n; j++) {
            sum[j] = sum[j] + a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
        }
    }

    private static void store(double[] sum, int n, double alpha, double beta, double[] c, int at) {
        for (int j = 0; j < n; j++) {
            c[at + j] = beta == 0 ? alpha * sum[j] : alpha * sum[j] + beta * c[at + j];
        }
    }
}
