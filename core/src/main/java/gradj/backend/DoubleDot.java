package gradj.backend;

import java.util.Arrays;

/**
 * The double matrix product of the pure-Java backend: {@code C = alpha op(A) op(B) + beta C}, dense and row-major.
 * The bits of an element of {@code C} depend on the shape and the values alone, not on the number of threads.
 * Its twin of the other precision is the same text but for the name of the type.
 */
final class DoubleDot {
    /*
     * Why this loop. C2 turns a loop over arrays into SIMD when every operand is an array of its own read at the same
     * index; rows of one array at varying offsets stay scalar (they might overlap what is stored). So panels of op(B)
     * are copied into row arrays, and the innermost loop `add` adds 3 of them, each times a number of A, to 2 rows of
     * sums. GFLOP/s of that loop in single precision over 512 and 112 columns (2-core AVX-512 machine, peak of a core
     * 118; JDK 17 | JDK 25):
     *
     *     sums x rows   multiply and add      Math.fma
     *     1 x 4         62 32 | 63 34         63 31 | 64 34
     *     1 x 6          9  9 | 66 33         68 35 | 68 37
     *     2 x 2         68 37 | 69 39         67 35 | 69 36
     *     2 x 3         76 33 | 77 39         85 48 | 87 48, but 14 on JDK 17 depending on what it is inlined into
     *     2 x 4         12 12 | 80 39         14 14 | 90 50
     *     3 x 3         13 13 | 83 42         14 14 | 92 51
     *
     * 2 x 3 with multiply and add is the fastest that both JDKs vectorise wherever it is inlined. In the whole product
     * Math.fma would give 12 % on JDK 25 and cost a factor of 4 on JDK 17; without it, nothing here depends on the
     * processor having that instruction.
     *
     * A loop spends up to 16 scalar turns on aligning its stores and as many on the rest, so the long dimension of C is
     * the one to run along: a tall narrow product is computed as its transpose. It also pays to have all rows at the
     * same place in a cache line (1 x 4 over 512: 63 instead of 48): they are allocated in one go, each a whole number
     * of lines long with its header of 16 bytes. Accumulating GROUP rows at a time keeps them in the first-level cache
     * while all sums pass by.
     */

    /** Columns of a block, numbers of a row array: 2 KiB. */
    private static final int WIDTH = 2048 / Double.BYTES;
    /** With the header of 16 bytes, 33 cache lines. */
    private static final int ROW_LENGTH = WIDTH + 48 / Double.BYTES;
    /** Rows of sums in a block. */
    private static final int HEIGHT = 256;
    /** Terms of the sum in a block: rows of the packed panel. A multiple of 3. */
    private static final int DEPTH = 1026;
    /** Rows of the panel added while they lie in the first-level cache: 24 KiB. A multiple of 3. */
    private static final int GROUP = 12;
    /** Below this many columns a tall product is computed as its transpose. */
    private static final int NARROW = 256;
    /** Up to this many multiplications, or this many rows, packing costs more than it gives. */
    private static final int FEW_TERMS = 2048;

    private static final int FEW_ROWS = 2;
    /** Columns that {@link #direct} sums at the same time. */
    private static final int TILE = 8;
    /** Multiplications that are worth a part of their own: some 25 us, against 1 to 5 for handing it over. */
    private static final long WORTH_SHARING = 600_000;
    /** Columns of a part that are enough for the innermost loop to be fast; narrower ones are cut by rows instead. */
    private static final int WIDE = 128;

    private static final double[] NONE = {};
    private static final ThreadLocal<DoubleDot> OF_THREAD = ThreadLocal.withInitial(DoubleDot::new);

    private final Parallel.RangeTask parts = this::multiplyParts;

    /** The packed panel, and from index {@code sums} on the rows of sums. */
    private double[][] rows = {};

    private int sums;

    // The product at hand, out = alpha left right + beta out, each with the distance from row to row and column to
    // column. In the transposed problem `left` is op(B)^T.
    private double alpha;
    private double beta;
    private double[] left = NONE;
    private double[] right = NONE;
    private double[] out = NONE;
    private int m;
    private int n;
    private int k;
    private int leftRow;
    private int leftColumn;
    private int rightRow;
    private int rightColumn;
    private int outRow;
    private int outColumn;

    /** The rectangle of out is cut into so many rows and columns of parts. */
    private int rowParts;

    private int columnParts;

    // The block at hand.
    private int rowStart;
    private int height;
    private int columnStart;
    private int width;
    private int depthStart;
    private int depth;

    private DoubleDot() {}

    /**
     * Computes {@code c = alpha op(a) op(b) + beta c} without checking anything.
     *
     * @param transposeA whether {@code a} is stored [k, m] and op(a) is its transpose; otherwise it is [m, k]
     * @param transposeB whether {@code b} is stored [n, k] and op(b) is its transpose; otherwise it is [k, n]
     * @param beta 0 overwrites {@code c}, whatever is in it
     * @param c [m, n]
     */
    static void dot(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            double alpha,
            double[] a,
            double[] b,
            double beta,
            double[] c,
            Parallel parallel) {
        if (m == 0 || n == 0) {
            return;
        }
        int aRow = transposeA ? 1 : k;
        int aColumn = transposeA ? m : 1;
        if (!transposeB && DoubleFewRows.fits(m, n, k)) {
            DoubleFewRows.dot(m, n, k, alpha, a, aRow, aColumn, b, beta, c);
            return;
        }
        int bRow = transposeB ? 1 : n;
        int bColumn = transposeB ? k : 1;
        DoubleDot product = OF_THREAD.get();
        product.alpha = alpha;
        product.beta = beta;
        product.k = k;
        product.out = c;
        if (n < NARROW && m > n) {
            product.setLeft(n, b, bColumn, bRow, 1);
            product.setRight(m, a, aColumn, aRow, n);
        } else {
            product.setLeft(m, a, aRow, aColumn, n);
            product.setRight(n, b, bRow, bColumn, 1);
        }
        product.cut(parallel.threads());
        try {
            parallel.range(0, product.rowParts * product.columnParts, 1, product.parts);
        } finally {
            product.forget();
        }
    }

    private void setLeft(int m, double[] left, int leftRow, int leftColumn, int outRow) {
        this.m = m;
        this.left = left;
        this.leftRow = leftRow;
        this.leftColumn = leftColumn;
        this.outRow = outRow;
    }

    private void setRight(int n, double[] right, int rightRow, int rightColumn, int outColumn) {
        this.n = n;
        this.right = right;
        this.rightRow = rightRow;
        this.rightColumn = rightColumn;
        this.outColumn = outColumn;
    }

    /**
     * Into as many parts as there are threads, or fewer: by columns as long as they stay wide, because the loops run
     * along them, else by rows.
     */
    private void cut(int threads) {
        int most = (int) Math.max(1, Math.min(threads, (long) m * n * k / WORTH_SHARING));
        columnParts = Math.max(1, Math.min(most, n / WIDE));
        rowParts = Math.max(1, Math.min(most / columnParts, m / 2));
    }

    /**
     * Computes some parts. Each thread packs for itself and writes a rectangle of its own: one hand-over per product.
     * When threads shared the panel and wrote to the same cache lines, 784x50x100 took 302 us with two of them, 156 with
     * one; so it takes 84.
     */
    private void multiplyParts(int from, int to) {
        DoubleDot own = OF_THREAD.get();
        own.setProblem(this);
        for (int part = from; part < to; part++) {
            int row = part / columnParts;
            int column = part % columnParts;
            own.multiplyPart(
                    edge(m, row, rowParts, 2),
                    edge(m, row + 1, rowParts, 2),
                    edge(n, column, columnParts, 16),
                    edge(n, column + 1, columnParts, 16));
        }
        if (own != this) {
            own.forget();
        }
    }

    /** Where part {@code i} of {@code parts} begins, a multiple but for the end. */
    private static int edge(int length, int i, int parts, int multiple) {
        return i == parts ? length : (int) ((long) length * i / parts) / multiple * multiple;
    }

    private void setProblem(DoubleDot caller) {
        alpha = caller.alpha;
        beta = caller.beta;
        k = caller.k;
        out = caller.out;
        setLeft(caller.m, caller.left, caller.leftRow, caller.leftColumn, caller.outRow);
        setRight(caller.n, caller.right, caller.rightRow, caller.rightColumn, caller.outColumn);
    }

    /** Keeps no array of the caller alive. */
    private void forget() {
        left = NONE;
        right = NONE;
        out = NONE;
    }

    private void multiplyPart(int firstRow, int lastRow, int firstColumn, int lastColumn) {
        if (m <= FEW_ROWS || (long) m * n * k <= FEW_TERMS) {
            direct(firstRow, lastRow, firstColumn, lastColumn);
            return;
        }
        int mBlock = blockSize(lastRow - firstRow, HEIGHT, 2);
        int nBlock = blockSize(lastColumn - firstColumn, WIDTH, 16);
        int kBlock = blockSize(Math.max(1, k), DEPTH, 3);
        reserve(kBlock + mBlock);
        sums = kBlock;
        for (columnStart = firstColumn; columnStart < lastColumn; columnStart += nBlock) {
            width = Math.min(nBlock, lastColumn - columnStart);
            depthStart = 0;
            do {
                depth = Math.min(kBlock, k - depthStart);
                pack();
                for (rowStart = firstRow; rowStart < lastRow; rowStart += mBlock) {
                    height = Math.min(mBlock, lastRow - rowStart);
                    multiply();
                }
                depthStart += kBlock;
            } while (depthStart < k);
        }
    }

    /** Blocks of equal size, at most {@code most} long but for rounding up to a multiple. */
    private static int blockSize(int length, int most, int multiple) {
        return ceilDiv(ceilDiv(length, ceilDiv(length, most)), multiple) * multiple;
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    private void reserve(int count) {
        if (rows.length < count) {
            rows = new double[Math.max(count, Math.min(2 * rows.length, DEPTH + HEIGHT))][ROW_LENGTH];
        }
    }

    /** Copies the panel of {@code right} into row arrays, and adds zeros up to a multiple of 3. */
    private void pack() {
        int start = depthStart * rightRow + columnStart * rightColumn;
        int p = 0;
        if (rightColumn == 1) {
            for (; p < depth; p++) {
                System.arraycopy(right, start + p * rightRow, rows[p], 0, width);
            }
        }
        for (; p + 8 <= depth; p += 8) {
            DoubleColumns.readColumns(right, start + p * rightRow, rightColumn, rows, p, width);
        }
        for (; p < depth; p++) {
            DoubleColumns.readColumn(right, start + p * rightRow, rightColumn, 1, rows[p], width);
        }
        for (; p % 3 != 0; p++) {
            Arrays.fill(rows[p], 0, width, 0);
        }
    }

    /** Adds the whole panel to the rows of the block. */
    private void multiply() {
        load();
        for (int p = 0; p < depth; p += GROUP) {
            for (int i = 0; i < height; i += 2) {
                addGroup(i, p, Math.min(p + GROUP, depth));
            }
        }
        store();
    }

    /** Adds rows {@code from} to {@code to} of the panel to sums i and i + 1; the last row is its own partner. */
    private void addGroup(int i, int from, int to) {
        double[][] r = rows;
        double[] x = left;
        double[] sum0 = r[sums + i];
        double[] sum1 = r[sums + i + 1];
        int step = leftColumn;
        int at0 = (rowStart + i) * leftRow + (depthStart + from) * step;
        int at1 = i + 1 < height ? at0 + leftRow : at0;
        int p = from;
        for (; p + 3 <= to; p += 3) {
            double a00 = alpha * x[at0];
            double a01 = alpha * x[at0 + step];
            double a02 = alpha * x[at0 + 2 * step];
            double a10 = alpha * x[at1];
            double a11 = alpha * x[at1 + step];
            double a12 = alpha * x[at1 + 2 * step];
            add(sum0, sum1, r[p], r[p + 1], r[p + 2], a00, a01, a02, a10, a11, a12, width);
            at0 += 3 * step;
            at1 += 3 * step;
        }
        if (p < to) {
            boolean two = p + 2 == to;
            double a01 = two ? alpha * x[at0 + step] : 0;
            double a11 = two ? alpha * x[at1 + step] : 0;
            add(sum0, sum1, r[p], r[p + 1], r[p + 2], alpha * x[at0], a01, 0, alpha * x[at1], a11, 0, width);
        }
    }

    /** The loop that all the time goes into; see the top. Reading both sums before storing one is part of it. */
    private static void add(
            double[] sum0,
            double[] sum1,
            double[] b0,
            double[] b1,
            double[] b2,
            double a00,
            double a01,
            double a02,
            double a10,
            double a11,
            double a12,
            int width) {
        for (int j = 0; j < width; j++) {
            double x0 = b0[j];
            double x1 = b1[j];
            double x2 = b2[j];
            double y0 = sum0[j];
            double y1 = sum1[j];
            sum0[j] = y0 + a00 * x0 + a01 * x1 + a02 * x2;
            sum1[j] = y1 + a10 * x0 + a11 * x1 + a12 * x2;
        }
    }

    /** Starts rows of sums: with beta C in the first block of terms, with the sums so far in the others. */
    private void load() {
        double scale = depthStart == 0 ? beta : 1;
        int start = rowStart * outRow + columnStart * outColumn;
        for (int i = 0; i < height; i++) {
            if (scale == 0) {
                Arrays.fill(rows[sums + i], 0, width, 0);
            } else if (scale == 1 && outColumn == 1) {
                System.arraycopy(out, start + i * outRow, rows[sums + i], 0, width);
            } else {
                DoubleColumns.readColumn(out, start + i * outRow, outColumn, scale, rows[sums + i], width);
            }
        }
    }

    private void store() {
        int start = rowStart * outRow + columnStart * outColumn;
        int i = 0;
        if (outColumn == 1) {
            for (; i < height; i++) {
                System.arraycopy(rows[sums + i], 0, out, start + i * outRow, width);
            }
        }
        for (; i + 4 <= height; i += 4) {
            DoubleColumns.writeColumns(rows, sums + i, out, start + i, outColumn, width);
        }
        for (; i < height; i++) {
            DoubleColumns.writeColumn(rows[sums + i], out, start + i, outColumn, width);
        }
    }

    /** Without packing, eight sums of a row at a time. */
    private void direct(int firstRow, int lastRow, int firstColumn, int lastColumn) {
        for (int j = firstColumn; j < lastColumn; j += TILE) {
            for (int i = firstRow; i < lastRow; i++) {
                if (j + TILE <= lastColumn) {
                    directTile(i, j);
                } else {
                    directRest(i, j, lastColumn);
                }
            }
        }
    }

    private void directTile(int i, int j) {
        double[] x = left;
        double[] y = right;
        int step = rightColumn;
        int atX = i * leftRow;
        int atY = j * step;
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        for (int p = 0; p < k; p++) {
            double a = x[atX];
            s0 += a * y[atY];
            s1 += a * y[atY + step];
            s2 += a * y[atY + 2 * step];
            s3 += a * y[atY + 3 * step];
            s4 += a * y[atY + 4 * step];
            s5 += a * y[atY + 5 * step];
            s6 += a * y[atY + 6 * step];
            s7 += a * y[atY + 7 * step];
            atX += leftColumn;
            atY += rightRow;
        }
        put(i, j, s0);
        put(i, j + 1, s1);
        put(i, j + 2, s2);
        put(i, j + 3, s3);
        put(i, j + 4, s4);
        put(i, j + 5, s5);
        put(i, j + 6, s6);
        put(i, j + 7, s7);
    }

    private void directRest(int i, int j, int lastColumn) {
        for (int column = j; column < lastColumn; column++) {
            double sum = 0;
            for (int p = 0; p < k; p++) {
                sum += left[i * leftRow + p * leftColumn] * right[p * rightRow + column * rightColumn];
            }
            put(i, column, sum);
        }
    }

    private void put(int i, int j, double sum) {
        int at = i * outRow + j * outColumn;
        out[at] = beta == 0 ? alpha * sum : alpha * sum + beta * out[at];
    }
}
