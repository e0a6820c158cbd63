package gradj.vector;

import gradj.backend.array.Parallel;
import gradj.spi.PerThread;
import jdk.incubator.vector.FloatVector;

/**
 * The float matrix product on the Vector API: splits C into rectangles, one for each thread, which {@link FloatVectorBlocks}
 * computes. The bits of an element of C depend on the shape and the values alone, not on the number of threads: its terms
 * are added one after the other, in blocks of fixed length.
 */
final class FloatVectorDot {
    /** Multiplications that are worth a thread of their own: some 8 us, against 1 to 4 for handing them over. */
    private static final long WORTH_SHARING = 500_000;

    private static final int L = FloatVector.SPECIES_PREFERRED.length();
    private static final PerThread<FloatVectorDot> OF_THREAD = new PerThread<>(FloatVectorDot::new);

    private final FloatVectorOperands operands = new FloatVectorOperands();
    private final FloatVectorBlocks blocks = new FloatVectorBlocks();
    private final Parallel.RangeTask parts = this::multiplyParts;

    /** C is cut into rectangles of so many rows and columns, so many side by side. */
    private int rowsOfPart;

    private int columnsOfPart;
    private int partsAcross;

    private FloatVectorDot() {}

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
        FloatVectorDot product = OF_THREAD.get();
        FloatVectorOperands o = product.operands;
        o.setSizes(m, n, k);
        o.setFactors(alpha, a, transposeA ? 1 : k, transposeA ? m : 1, b, transposeB ? 1 : n, transposeB ? k : 1);
        o.setResult(beta, c, n, false, c);
        product.run(parallel);
    }

    /** Computes {@code y = x w + bias}, [rows, out], and makes 0 of what is negative when {@code relu}. */
    static void affine(
            int rows, int in, int out, float[] x, float[] w, float[] bias, boolean relu, float[] y, Parallel parallel) {
        FloatVectorDot product = OF_THREAD.get();
        FloatVectorOperands o = product.operands;
        o.setSizes(rows, out, in);
        o.setFactors(1, x, in, 1, w, out, 1);
        o.setResult(1, bias, 0, relu, y);
        product.run(parallel);
    }

    private void run(Parallel parallel) {
        try {
            if (operands.m > 0 && operands.n > 0) {
                int count = cut(parallel.threads());
                if (count == 1) {
                    blocks.multiply(operands, 0, operands.m, 0, operands.n);
                } else {
                    parallel.range(0, count, 1, parts);
                }
            }
        } finally {
            operands.forget();
        }
    }

    /**
     * As many parts as threads, or fewer, each as nearly square as can be: what a part must read grows with its height plus
     * its width. Each thread packs for itself and writes whole rows of tiles; sharing panels was slower.
     *
     * @return the number of parts
     */
    private int cut(int threads) {
        int m = operands.m;
        int n = operands.n;
        TileShape shape = FloatVectorBlocks.inPlace(operands) ? TileShape.inPlace(m, n, L) : TileShape.ofPanels();
        int width = shape.vectors * L;
        int count = (int) Math.max(1, Math.min(threads, (long) m * n * operands.k / WORTH_SHARING));
        int across = 1;
        for (int divisor = 2; divisor <= Math.min(count, ceilDiv(n, width)); divisor++) {
            if (count % divisor == 0 && m / (count / divisor) + n / divisor < m / (count / across) + n / across) {
                across = divisor;
            }
        }
        rowsOfPart = roundUp(ceilDiv(m, count / across), shape.rows);
        columnsOfPart = roundUp(ceilDiv(n, across), width);
        partsAcross = ceilDiv(n, columnsOfPart);
        return partsAcross * ceilDiv(m, rowsOfPart);
    }

    private void multiplyParts(int from, int to) {
        FloatVectorDot own = OF_THREAD.get();
        if (own != this) {
            own.operands.setAll(operands);
        }
        try {
            for (int part = from; part < to; part++) {
                int i = part / partsAcross * rowsOfPart;
                int j = part % partsAcross * columnsOfPart;
                int iEnd = Math.min(operands.m, i + rowsOfPart);
                int jEnd = Math.min(operands.n, j + columnsOfPart);
                own.blocks.multiply(own.operands, i, iEnd, j, jEnd);
            }
        } finally {
            if (own != this) {
                own.operands.forget();
            }
        }
    }

    static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    static int roundUp(int a, int multiple) {
        return ceilDiv(a, multiple) * multiple;
    }
}
