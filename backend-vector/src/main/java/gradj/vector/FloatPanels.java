package gradj.vector;

import java.util.Arrays;

/**
 * Copies of parts of a matrix in the order in which a micro-kernel reads them, so that it walks straight through memory
 * whatever the layout of the operand.
 */
final class FloatPanels {
    /** Rows read side by side: with more, rows 4 KiB apart push each other out of the first-level cache. */
    private static final int ROWS = 6;

    private FloatPanels() {}

    /**
     * Rows {@code i} to {@code i + rows} of op(A), terms {@code p0} to {@code p0 + depth}: for each term {@code height}
     * numbers, those of missing rows are any.
     */
    static void packRows(FloatVectorOperands o, int i, int rows, int height, int p0, int depth, float[] panel) {
        int from = i * o.aRow + p0 * o.aStep;
        if (o.aRow == 1) {
            copyRows(o.a, from, o.aStep, depth, panel, height);
            return;
        }
        for (int r = 0; r < rows; r += ROWS) {
            interleave(o.a, from + r * o.aRow, o.aRow, o.aStep, Math.min(ROWS, rows - r), depth, panel, r, height);
        }
    }

    private static void copyRows(float[] a, int from, int step, int depth, float[] panel, int height) {
        for (int p = 0; p < depth; p++) {
            System.arraycopy(a, from + p * step, panel, p * height, height);
        }
    }

    private static void interleave(
            float[] a, int from, int row, int step, int rows, int depth, float[] panel, int to, int height) {
        int row1 = Math.min(1, rows - 1) * row;
        int row2 = Math.min(2, rows - 1) * row;
        int row3 = Math.min(3, rows - 1) * row;
        int row4 = Math.min(4, rows - 1) * row;
        int row5 = Math.min(5, rows - 1) * row;
        for (int p = 0; p < depth; p++) {
            panel[to] = a[from];
            panel[to + 1] = a[from + row1];
            panel[to + 2] = a[from + row2];
            panel[to + 3] = a[from + row3];
            panel[to + 4] = a[from + row4];
            panel[to + 5] = a[from + row5];
            from += step;
            to += height;
        }
    }

    /**
     * Terms {@code p0} to {@code p0 + depth} of op(B), columns {@code j0} to {@code j1}: one panel after the other, each
     * {@code width} columns wide, and in it for each term its numbers, those of missing columns 0.
     */
    static void packColumns(FloatVectorOperands o, int p0, int depth, int j0, int j1, int width, float[] panels) {
        for (int j = j0; j < j1; j += width) {
            int columns = Math.min(width, j1 - j);
            int from = p0 * o.bStep + j * o.bColumn;
            int to = (j - j0) * depth;
            if (o.bColumn == 1) {
                copyColumns(o.b, from, o.bStep, columns, depth, panels, to, width);
            } else {
                turnColumns(o.b, from, o.bColumn, columns, depth, panels, to, width);
            }
        }
    }

    private static void copyColumns(
            float[] b, int from, int step, int columns, int depth, float[] panels, int to, int width) {
        for (int p = 0; p < depth; p++) {
            System.arraycopy(b, from, panels, to, columns);
            Arrays.fill(panels, to + columns, to + width, 0);
            from += step;
            to += width;
        }
    }

    /** B is stored transposed, its columns lie along the memory: eight of them side by side. */
    private static void turnColumns(
            float[] b, int from, int column, int columns, int depth, float[] panels, int to, int width) {
        int j = 0;
        for (; j + 8 <= columns; j += 8) {
            turnEight(b, from + j * column, column, depth, panels, to + j, width);
        }
        for (; j < width; j++) {
            for (int p = 0; p < depth; p++) {
                panels[to + p * width + j] = j < columns ? b[from + j * column + p] : 0;
            }
        }
    }

    private static void turnEight(float[] b, int b0, int column, int depth, float[] panels, int to, int width) {
        int b1 = b0 + column;
        int b2 = b1 + column;
        int b3 = b2 + column;
        int b4 = b3 + column;
        int b5 = b4 + column;
        int b6 = b5 + column;
        int b7 = b6 + column;
        for (int p = 0; p < depth; p++) {
            panels[to] = b[b0 + p];
            panels[to + 1] = b[b1 + p];
            panels[to + 2] = b[b2 + p];
            panels[to + 3] = b[b3 + p];
            panels[to + 4] = b[b4 + p];
            panels[to + 5] = b[b5 + p];
            panels[to + 6] = b[b6 + p];
            panels[to + 7] = b[b7 + p];
            to += width;
        }
    }
}
