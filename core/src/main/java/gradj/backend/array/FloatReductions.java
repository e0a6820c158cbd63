package gradj.backend.array;

import gradj.spi.Reduction;

/**
 * Sum, maximum and its position along the middle axis of a float array [outer, n, inner]. The twin for
 * the other dtype is the same text.
 */
@SuppressWarnings("cast") // the twin's cast from double to double
final class FloatReductions {
    /** Elements summed in the array's own type before they are added to a double: a long sum in single precision gets stuck. */
    private static final int PIECE = 1024;

    private FloatReductions() {}

    static void reduce(Reduction reduction, int outer, int n, int inner, float[] x, float[] y) {
        switch (reduction) {
            case SUM -> {
                if (inner == 1) {
                    sumRows(outer, n, x, y);
                } else {
                    sumColumns(outer, n, inner, x, y);
                }
            }
            case MAX -> {
                if (inner == 1) {
                    maxOfRows(outer, n, x, y);
                } else {
                    max(outer, n, inner, x, y);
                }
            }
            case ARGMAX -> argmax(outer, n, inner, x, y);
        }
    }

    private static void sumRows(int outer, int n, float[] x, float[] y) {
        for (int i = 0; i < outer; i++) {
            double total = 0;
            for (int from = 0; from < n; from += PIECE) {
                total += sum(x, i * n + from, Math.min(PIECE, n - from));
            }
            y[i] = (float) total;
        }
    }

    /**
     * Eight partial sums in a fixed order: Java may not reorder a sum, so a single one waits 4 cycles for each addition;
     * eight keep the adders busy and, each being shorter, round less.
     */
    private static float sum(float[] x, int from, int count) {
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        int end = from + count;
        int i = from;
        for (; i < end - 7; i += 8) {
            s0 += x[i];
            s1 += x[i + 1];
            s2 += x[i + 2];
            s3 += x[i + 3];
            s4 += x[i + 4];
            s5 += x[i + 5];
            s6 += x[i + 6];
            s7 += x[i + 7];
        }
        float sum = ((s0 + s4) + (s1 + s5)) + ((s2 + s6) + (s3 + s7));
        for (; i < end; i++) {
            sum += x[i];
        }
        return sum;
    }

    /** Adds row to row, so that the inner loop runs along the memory. */
    private static void sumColumns(int outer, int n, int inner, float[] x, float[] y) {
        for (int i = 0; i < outer; i++) {
            int to = i * inner;
            for (int j = 0; j < inner; j++) {
                y[to + j] = 0;
            }
            for (int row = 0; row < n; row++) {
                int from = (i * n + row) * inner;
                for (int j = 0; j < inner; j++) {
                    y[to + j] += x[from + j];
                }
            }
        }
    }

    /** Four maxima at a time, for the reason given at the sum; which one a NaN leaves is unspecified. */
    private static void maxOfRows(int outer, int n, float[] x, float[] y) {
        for (int i = 0; i < outer; i++) {
            int end = (i + 1) * n;
            int j = i * n;
            float m0 = x[j], m1 = m0, m2 = m0, m3 = m0;
            for (; j < end - 3; j += 4) {
                m0 = x[j] > m0 ? x[j] : m0;
                m1 = x[j + 1] > m1 ? x[j + 1] : m1;
                m2 = x[j + 2] > m2 ? x[j + 2] : m2;
                m3 = x[j + 3] > m3 ? x[j + 3] : m3;
            }
            for (; j < end; j++) {
                m0 = x[j] > m0 ? x[j] : m0;
            }
            y[i] = Math.max(Math.max(m0, m1), Math.max(m2, m3));
        }
    }

    private static void max(int outer, int n, int inner, float[] x, float[] y) {
        for (int i = 0; i < outer; i++) {
            int to = i * inner;
            System.arraycopy(x, i * n * inner, y, to, inner);
            for (int row = 1; row < n; row++) {
                int from = (i * n + row) * inner;
                for (int j = 0; j < inner; j++) {
                    y[to + j] = Math.max(y[to + j], x[from + j]);
                }
            }
        }
    }

    private static void argmax(int outer, int n, int inner, float[] x, float[] y) {
        for (int i = 0; i < outer; i++) {
            for (int j = 0; j < inner; j++) {
                int first = i * n * inner + j;
                int best = 0;
                for (int row = 1; row < n; row++) {
                    if (x[first + row * inner] > x[first + best * inner]) {
                        best = row;
                    }
                }
                y[i * inner + j] = best;
            }
        }
    }
}
