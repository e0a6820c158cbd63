package gradj.backend;

/** Copies between columns of a row-major matrix and row arrays: the transposing part of {@link DoubleDot}. */
final class DoubleColumns {
    private DoubleColumns() {}

    /** Reads one column: {@code row[j] = scale source[at + j stride]}. */
    static void readColumn(double[] source, int at, int stride, double scale, double[] row, int width) {
        for (int j = 0; j < width; j++) {
            row[j] = scale * source[at + j * stride];
        }
    }

    /** Reads eight columns that lie side by side; a cache line is read once or twice instead of sixteen times. */
    static void readColumns(double[] source, int at, int stride, double[][] rows, int p, int width) {
        double[] r0 = rows[p];
        double[] r1 = rows[p + 1];
        double[] r2 = rows[p + 2];
        double[] r3 = rows[p + 3];
        double[] r4 = rows[p + 4];
        double[] r5 = rows[p + 5];
        double[] r6 = rows[p + 6];
        double[] r7 = rows[p + 7];
        for (int j = 0; j < width; j++) {
            int o = at + j * stride;
            r0[j] = source[o];
            r1[j] = source[o + 1];
            r2[j] = source[o + 2];
            r3[j] = source[o + 3];
            r4[j] = source[o + 4];
            r5[j] = source[o + 5];
            r6[j] = source[o + 6];
            r7[j] = source[o + 7];
        }
    }

    /** Writes one column: {@code target[at + j stride] = row[j]}. */
    static void writeColumn(double[] row, double[] target, int at, int stride, int width) {
        for (int j = 0; j < width; j++) {
            target[at + j * stride] = row[j];
        }
    }

    /** Writes four columns that lie side by side. */
    static void writeColumns(double[][] rows, int i, double[] target, int at, int stride, int width) {
        double[] r0 = rows[i];
        double[] r1 = rows[i + 1];
        double[] r2 = rows[i + 2];
        double[] r3 = rows[i + 3];
        for (int j = 0; j < width; j++) {
            int o = at + j * stride;
            target[o] = r0[j];
            target[o + 1] = r1[j];
            target[o + 2] = r2[j];
            target[o + 3] = r3[j];
        }
    }
}
