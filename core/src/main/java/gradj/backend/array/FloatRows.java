package gradj.backend.array;

import java.util.Arrays;

/** Copies between a matrix and row arrays: the panel and the rows of sums of {@link FloatBlocks}. */
final class FloatRows {
    private FloatRows() {}

    /**
     * Copies {@code depth} rows of {@code right} from row {@code p0} on, {@code width} columns of each from {@code j} on, into
     * the first rows, and adds zeros up to a multiple of 3.
     */
    static void pack(FloatOperands o, int p0, int depth, int j, int width, float[][] rows) {
        int start = p0 * o.rightRow + j * o.rightColumn;
        int p = 0;
        if (o.rightColumn == 1) {
            for (; p < depth; p++) {
                System.arraycopy(o.right, start + p * o.rightRow, rows[p], 0, width);
            }
        }
        for (; p + 8 <= depth; p += 8) {
            FloatColumns.readColumns(o.right, start + p * o.rightRow, o.rightColumn, rows, p, width);
        }
        for (; p < depth; p++) {
            FloatColumns.readColumn(o.right, start + p * o.rightRow, o.rightColumn, 1, rows[p], width);
        }
        for (; p % 3 != 0; p++) {
            Arrays.fill(rows[p], 0, width, 0);
        }
    }

    /** Starts rows of sums from index {@code first} on: element [i, j] with scale times {@code out[at + i row + j column]}. */
    static void load(
            float[] out, int at, int row, int column, float scale, float[][] rows, int first, int height, int width) {
        for (int i = 0; i < height; i++) {
            if (scale == 0) {
                Arrays.fill(rows[first + i], 0, width, 0);
            } else if (scale == 1 && column == 1) {
                System.arraycopy(out, at + i * row, rows[first + i], 0, width);
            } else {
                FloatColumns.readColumn(out, at + i * row, column, scale, rows[first + i], width);
            }
        }
    }

    /** Writes rows of sums where {@link #load} read them; one of both distances is 1. */
    static void store(float[][] rows, int first, int height, int width, float[] out, int at, int row, int column) {
        int i = 0;
        if (column == 1) {
            for (; i < height; i++) {
                System.arraycopy(rows[first + i], 0, out, at + i * row, width);
            }
        }
        for (; i + 4 <= height; i += 4) {
            FloatColumns.writeColumns(rows, first + i, out, at + i, column, width);
        }
        for (; i < height; i++) {
            FloatColumns.writeColumn(rows[first + i], out, at + i, column, width);
        }
    }
}
