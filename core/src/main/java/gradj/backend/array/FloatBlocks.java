package gradj.backend.array;

/**
 * One thread's part of a matrix product: a rectangle of the result and a range of terms, in blocks that fit the caches.
 * A block of the right operand, the panel, is copied into row arrays, and so are the rows of sums that it is added to;
 * {@link FloatInnerLoop} says why.
 */
final class FloatBlocks {
    /*
     * What lies where (single precision, on a machine with 32 KiB of first-level and 1 MiB of second-level cache for a
     * core). GROUP rows of the panel and two rows of sums, 29 KiB, stay in the first level while all sums of the block pass
     * by; the panel and the rows of sums, 825 KiB, stay in the second. One thread takes 0.98, 0.95 and 1.00 of the time at
     * 512^3, 1024^3 and 256x1024x784 that it takes with HEIGHT 256 and DEPTH 1026 (means over 12 processes of the best of
     * many calls in turn, JDK 17 and 25), with a third of the memory.
     * Half the WIDTH takes 1.3 times as long at 512^3, for the ends of the innermost loop; twice as much 1.4 times: rows
     * 4 KiB apart push each other out of the first level.
     */

    /** Columns of a block, numbers of a row array: 2 KiB. */
    private static final int WIDTH = 2048 / Float.BYTES;
    /** With the header of 16 bytes, 33 cache lines. */
    private static final int ROW_LENGTH = WIDTH + 48 / Float.BYTES;
    /** Rows of sums in a block. */
    private static final int HEIGHT = 64;
    /** Terms in a block of full width: rows of the panel. A multiple of 3. */
    private static final int DEPTH = 336;
    /** Terms in a narrow block, whose rows are short. A multiple of 3. */
    private static final int MOST_DEPTH = 1026;
    /** Rows of the panel added while they lie in the first-level cache: 24 KiB. A multiple of 3. */
    private static final int GROUP = 12;

    /** The panel, and from index {@code sums} on the rows of sums. Allocated in one go, see {@link FloatInnerLoop}. */
    private float[][] rows = {};

    private int sums;

    private int firstRow;
    private int lastRow;
    private int firstColumn;
    private int lastColumn;
    private int firstTerm;
    private int lastTerm;

    /** Rows and columns of the result to compute. */
    void setRectangle(int firstRow, int lastRow, int firstColumn, int lastColumn) {
        this.firstRow = firstRow;
        this.lastRow = lastRow;
        this.firstColumn = firstColumn;
        this.lastColumn = lastColumn;
    }

    /** Terms of the sums to add. */
    void setTerms(int firstTerm, int lastTerm) {
        this.firstTerm = firstTerm;
        this.lastTerm = lastTerm;
    }

    /** Computes {@code out = alpha left right + beta out} for the rectangle and the terms; {@code out} as in {@code o}. */
    void multiply(FloatOperands o, float beta, float[] out) {
        int mostRows = evenly(lastRow - firstRow, HEIGHT, 2);
        int mostColumns = evenly(lastColumn - firstColumn, WIDTH, 16);
        int deepest = Math.min(MOST_DEPTH, DEPTH * WIDTH / mostColumns / 3 * 3);
        int mostTerms = evenly(Math.max(1, lastTerm - firstTerm), deepest, 3);
        reserve(mostTerms + mostRows);
        sums = mostTerms;
        for (int j = firstColumn; j < lastColumn; j += mostColumns) {
            int width = Math.min(mostColumns, lastColumn - j);
            int p = firstTerm;
            do {
                int depth = Math.min(mostTerms, lastTerm - p);
                FloatRows.pack(o, p, depth, j, width, rows);
                float scale = p == firstTerm ? beta : 1;
                for (int i = firstRow; i < lastRow; i += mostRows) {
                    int height = Math.min(mostRows, lastRow - i);
                    int at = i * o.outRow + j * o.outColumn;
                    FloatRows.load(out, at, o.outRow, o.outColumn, scale, rows, sums, height, width);
                    addPanel(o, i, height, p, depth, width);
                    FloatRows.store(rows, sums, height, width, out, at, o.outRow, o.outColumn);
                }
                p += mostTerms;
            } while (p < lastTerm);
        }
    }

    /** The length of equal pieces, none longer than {@code most} but for rounding up to a multiple. */
    private static int evenly(int length, int most, int multiple) {
        return ceilDiv(ceilDiv(length, ceilDiv(length, most)), multiple) * multiple;
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    private void reserve(int count) {
        if (rows.length < count) {
            rows = new float[Math.max(count, Math.min(2 * rows.length, MOST_DEPTH + HEIGHT))][ROW_LENGTH];
        }
    }

    /** Adds the panel, times rows of the left operand, to the rows of sums. A single last row fills a spare row, too. */
    private void addPanel(FloatOperands o, int firstRow, int height, int firstTerm, int depth, int width) {
        for (int p = 0; p < depth; p += GROUP) {
            int end = Math.min(p + GROUP, depth);
            for (int i = 0; i < height; i += 2) {
                int at = (firstRow + i) * o.leftRow + (firstTerm + p) * o.leftColumn;
                boolean two = i + 1 < height;
                FloatInnerLoop.addGroup(o, at, two ? at + o.leftRow : at, rows, p, end, sums + i, width);
            }
        }
    }
}
