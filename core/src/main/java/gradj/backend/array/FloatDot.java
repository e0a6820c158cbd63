package gradj.backend.array;

import gradj.spi.PerThread;

/**
 * The float matrix product of the pure-Java backend: {@code C = alpha op(A) op(B) + beta C}, dense and row-major. This
 * class chooses the way and splits it over threads; {@link FloatBlocks} is the usual way of one thread.
 * The bits of an element of {@code C} depend on the shape and the values alone, not on the number of threads.
 * Its twin of the other precision is the same text but for the name of the type.
 */
final class FloatDot {
    /** Below this many columns a tall product is computed as its transpose: the loops run along the rows of C. */
    private static final int NARROW = 256;
    /** Multiplications that are worth a part of their own: some 25 us, against 1 to 5 for handing it over. */
    private static final long WORTH_SHARING = 600_000;
    /** Columns of a part that are enough for the innermost loop to be fast; narrower ones are cut by rows instead. */
    private static final int WIDE = 128;
    /** With so many rows or fewer to use what a thread copies, it is too dear that each thread copies it. */
    private static final int HALVES_ROWS = 128;
    /** At least so many terms for each row: else adding the halves costs what copying less gives. */
    private static final int HALVES_TERMS_PER_ROW = 4;

    private static final PerThread<FloatDot> OF_THREAD = new PerThread<>(FloatDot::new);

    private final FloatOperands operands = new FloatOperands();
    private final FloatBlocks blocks = new FloatBlocks();
    private final Parallel.RangeTask parts = this::multiplyParts;

    /** The second halves of the sums, laid out as {@code out}. */
    private float[] secondHalves = {};

    // The product at hand is cut into so many rows and columns of rectangles, and each into so many ranges of terms.
    private int rowParts;
    private int columnParts;
    private int halves;

    private FloatDot() {}

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
            float alpha,
            float[] a,
            float[] b,
            float beta,
            float[] c,
            Parallel parallel) {
        if (m == 0 || n == 0) {
            return;
        }
        int aRow = transposeA ? 1 : k;
        int aColumn = transposeA ? m : 1;
        if (!transposeB && FloatOneRow.fits(m, n, k)) {
            FloatOneRow.dot(n, k, alpha, a, b, beta, c);
            return;
        }
        if (!transposeB && FloatFewRows.fits(m, n, k)) {
            FloatFewRows.dot(m, n, k, alpha, a, aRow, aColumn, b, beta, c);
            return;
        }
        int bRow = transposeB ? 1 : n;
        int bColumn = transposeB ? k : 1;
        FloatDot product = OF_THREAD.get();
        FloatOperands o = product.operands;
        o.setFactors(k, alpha, beta);
        if (n < NARROW && m > n) {
            o.setLeft(n, b, bColumn, bRow);
            o.setRight(m, a, aColumn, aRow);
            o.setOut(c, 1, n);
        } else {
            o.setLeft(m, a, aRow, aColumn);
            o.setRight(n, b, bRow, bColumn);
            o.setOut(c, n, 1);
        }
        product.run(parallel);
    }

    private void run(Parallel parallel) {
        try {
            cut(parallel.threads());
            parallel.range(0, rowParts * columnParts * halves, 1, parts);
            if (halves == 2) {
                addSecondHalves(operands.out, secondHalves, operands.m * operands.n);
            }
        } finally {
            operands.forget();
        }
    }

    /**
     * Into as many parts as there are threads, or fewer: by columns as long as they stay wide, because the loops run along
     * them, then by halves of the sums where the shape asks for it, else by rows.
     */
    private void cut(int threads) {
        FloatOperands o = operands;
        int most = (int) Math.max(1, Math.min(threads, o.terms() / WORTH_SHARING));
        columnParts = Math.max(1, Math.min(most, o.n / WIDE));
        halves = inHalves(o) ? 2 : 1;
        rowParts = Math.max(1, Math.min(most / columnParts / halves, o.m / 2));
        if (halves == 2 && secondHalves.length < o.m * o.n) {
            secondHalves = new float[o.m * o.n];
        }
    }

    /**
     * Whether each sum is the sum of two halves, each computed by a thread of its own; that depends on the shape alone. A
     * thread copies all terms of its columns, so threads that share columns copy the same, and with few rows to use the copy
     * that is much of the work. Two threads take 201 us for 100x50x784 in halves and 234 with half of the rows each, on
     * JDK 25 225 and 252 (means over 28 processes of the best call, on a busy machine); one thread loses 2 to 3 %.
     */
    private static boolean inHalves(FloatOperands o) {
        return o.n < 2 * WIDE
                && o.m <= HALVES_ROWS
                && o.k >= HALVES_TERMS_PER_ROW * o.m
                && o.terms() >= 2 * WORTH_SHARING
                && !FloatDirect.fits(o);
    }

    /**
     * Computes some parts. Each thread packs for itself and writes a rectangle of its own: one hand-over per product.
     * When threads shared the panel and wrote to the same cache lines, 784x50x100 took 302 us with two of them, 156 with
     * one; so two take 84.
     */
    private void multiplyParts(int from, int to) {
        FloatDot own = OF_THREAD.get();
        if (own != this) {
            own.operands.setAll(operands);
        }
        for (int part = from; part < to; part++) {
            int rectangle = part / halves;
            own.multiplyPart(this, rectangle / columnParts, rectangle % columnParts, part % halves);
        }
        if (own != this) {
            own.operands.forget();
        }
    }

    private void multiplyPart(FloatDot caller, int row, int column, int half) {
        FloatOperands o = operands;
        int firstRow = edge(o.m, row, caller.rowParts, 2);
        int lastRow = edge(o.m, row + 1, caller.rowParts, 2);
        int firstColumn = edge(o.n, column, caller.columnParts, 16);
        int lastColumn = edge(o.n, column + 1, caller.columnParts, 16);
        if (FloatDirect.fits(o)) {
            FloatDirect.multiply(o, firstRow, lastRow, firstColumn, lastColumn);
            return;
        }
        blocks.setRectangle(firstRow, lastRow, firstColumn, lastColumn);
        blocks.setTerms(edge(o.k, half, caller.halves, 8), edge(o.k, half + 1, caller.halves, 8));
        if (half == 0) {
            blocks.multiply(o, o.beta, o.out);
        } else {
            blocks.multiply(o, 0, caller.secondHalves);
        }
    }

    /** Where part {@code i} of {@code parts} begins, a multiple but for the end. */
    private static int edge(int length, int i, int parts, int multiple) {
        return i == parts ? length : (int) ((long) length * i / parts) / multiple * multiple;
    }

    private static void addSecondHalves(float[] out, float[] second, int count) {
        for (int i = 0; i < count; i++) {
            out[i] += second[i];
        }
    }
}
