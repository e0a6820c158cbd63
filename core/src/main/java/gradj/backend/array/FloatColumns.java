package gradj.backend.array;

/** Copies between columns of a row-major matrix and row arrays: the transposing part of {@link FloatDot}. */
final class FloatColumns {
    private FloatColumns() {}

    /** Reads one column: {@code row[j] = scale source[at + j stride]}. */
    static void readColumn(float[] source, int at, int stride, float scale, float[] row, int width) {
        for (int j = 0; j < width; j++) {
            row[j] = scale * source[at + j * stride];
        }
    }

    /** Reads eight columns that lie side by side; a cache line is read once or twice instead of sixteen times. */
    static void readColumns(float[] source, int at, int stride, float[][] rows, int p, int width) {
        float[] r0 = rows[p];
        float[] r1 = rows[p + 1];
        float[] r2 = rows[p + 2];
        float[] r3 = rows[p + 3];
        float[] r4 = rows[p + 4];
        float[] r5 = rows[p + 5];
        float[] r6 = rows[p + 6];
        float[] r7 = rows[p + 7];
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
    static void writeColumn(float[] row, float[] target, int at, int stride, int width) {
        for (int j = 0; j < width; j++) {
            target[at + j * stride] = row[j];
        }
    }

    /** Writes four columns that lie side by side. */
    static void writeColumns(float[][] rows, int i, float[] target, int at, int stride, int width) {
        float[] r0 = rows[i];
        float[] r1 = rows[i + 1];
        float[] r2 = rows[i + 2];
        float[] r3 = rows[i + 3];
        for (int j = 0; j < width; j++) {
            int o = at + j * stride;
            target[o] = r0[j];
            target[o + 1] = r1[j];
            target[o + 2] = r2[j];
            target[o + 3] = r3[j];
        }
    }
}
