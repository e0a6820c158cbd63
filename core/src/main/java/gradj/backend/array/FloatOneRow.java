package gradj.backend.array;

import gradj.spi.PerThread;
import java.util.Arrays;

/**
 * The float matrix product C = alpha A B + beta C for an A of one row and a narrow B stored as it is: what a net predicts
 * for one sample.
 */
final class FloatOneRow {
    /*
     * Each number of B is used once, and copying it costs more than adding it: FloatFewRows copies row by row, 50 numbers at
     * a time, and 784 such copies take 3.5 of its 6.5 us for 1x784x50. Here pieces of many rows are copied at once, four of
     * them to arrays of their own, and the rows that lie at the same place in the four are added to the sums that lie at that
     * place as well: the loop reads every array at the same index, as C2 asks for it to become SIMD, and no row has to be
     * moved to the beginning of an array. In the end the rows of sums are added. Microseconds (best of many calls, medians
     * of processes, 2-core AVX-512 machine; JDK 17 | JDK 25), row by row and so:
     *
     *     n x k       row by row      here
     *     50 x 784    7.2 | 7.9       4.9 | 5.5
     *     100 x 784   9.7 | 10.1      8.2 | 8.6
     *     10 x 784    3.7 | 4.4       2.2 | 2.6
     */

    /** Numbers of a piece: 3 KiB, so that four pieces and the sums stay in the first-level cache. */
    private static final int MOST = 3072 / Float.BYTES;
    /** With the header of 16 bytes, 49 cache lines. */
    private static final int LENGTH = MOST + 48 / Float.BYTES;
    /** Pieces at a time. */
    private static final int PIECES = 4;
    /** Rows of a piece at least, for copying them at once to pay. */
    private static final int FEWEST_ROWS = 4;
    /** Beyond so many multiplications threads pay. */
    private static final long MOST_TERMS = 600_000;

    private static final PerThread<FloatOneRow> OF_THREAD = new PerThread<>(FloatOneRow::new);

    private final float[][] pieces = new float[PIECES][LENGTH];
    private final float[] sums = new float[LENGTH];

    private FloatOneRow() {}

    static boolean fits(int m, int n, int k) {
        long terms = (long) n * k;
        return m == 1 && n <= MOST / FEWEST_ROWS && terms >= PIECES * MOST && terms <= MOST_TERMS;
    }

    static void dot(int n, int k, float alpha, float[] a, float[] b, float beta, float[] c) {
        FloatOneRow scratch = OF_THREAD.get();
        int rows = MOST / n;
        Arrays.fill(scratch.sums, 0, rows * n, 0);
        for (int p = 0; p < k; p += PIECES * rows) {
            int length = Math.min(rows, (k - p + PIECES - 1) / PIECES);
            scratch.copyPieces(b, p, length, n, k);
            scratch.addPieces(a, p, length, n, k);
        }
        store(scratch.sums, rows, n, alpha, beta, c);
    }

    /** Copies pieces of {@code length} rows from row {@code first} on; rows from {@code k} on are 0. */
    private void copyPieces(float[] b, int first, int length, int n, int k) {
        for (int piece = 0; piece < PIECES; piece++) {
            int from = Math.min(k, first + piece * length);
            int count = Math.min(k - from, length) * n;
            System.arraycopy(b, from * n, pieces[piece], 0, count);
            Arrays.fill(pieces[piece], count, length * n, 0);
        }
    }

    private void addPieces(float[] a, int first, int length, int n, int k) {
        float[] b0 = pieces[0];
        float[] b1 = pieces[1];
        float[] b2 = pieces[2];
        float[] b3 = pieces[3];
        for (int row = 0; row < length; row++) {
            int p = first + row;
            float a0 = factor(a, p, k);
            float a1 = factor(a, p + length, k);
            float a2 = factor(a, p + 2 * length, k);
            float a3 = factor(a, p + 3 * length, k);
            add(sums, b0, b1, b2, b3, a0, a1, a2, a3, row * n, row * n + n);
        }
    }

    private static float factor(float[] a, int p, int k) {
        return p < k ? a[p] : 0;
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
            int from,
            int to) {
        for (int j = from; j < to; j++) {
            sum[j] = sum[j] + a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
        }
    }

    /** Adds the rows of sums; four at a time wait for each other less. */
    private static void store(float[] sums, int rows, int n, float alpha, float beta, float[] c) {
        for (int j = 0; j < n; j++) {
            float sum = 0;
            int at = j;
            int row = 0;
            for (; row + 4 <= rows; row += 4) {
                sum += (sums[at] + sums[at + n]) + (sums[at + 2 * n] + sums[at + 3 * n]);
                at += 4 * n;
            }
            for (; row < rows; row++) {
                sum += sums[at];
                at += n;
            }
            c[j] = beta == 0 ? alpha * sum : alpha * sum + beta * c[j];
        }
    }
}
