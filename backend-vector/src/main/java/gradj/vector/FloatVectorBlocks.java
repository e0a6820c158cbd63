package gradj.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** One thread's part of a matrix product: walks over a rectangle of C tile by tile. */
final class FloatVectorBlocks {
    /*
     * Two ways. In place, the micro-kernel reads both operands where they are: right as long as C is narrow, so that the
     * rows of B lie close together, or has few rows, so that each number of B is used a few times only. Otherwise both are
     * copied into panels first: a block of B stays near while all rows of A pass by, and the micro-kernel walks straight
     * through memory.
     *
     * GFLOP/s of one thread in single precision, m x n x k (2-core AVX-512 machine, peak 118, JDK 17; TN: A transposed):
     *
     *                  in place  panels                        in place  panels
     *     100x64x784        106      75       512x512x512           105      88
     *     100x200x784        98      75       1024x1024x1024         95      94
     *     64x64x64           96      70       TN 784x200x100         94      88
     *     1000x200x784       90      79       TN 784x300x100         87      93
     *     256x1024x784       98      83       TN 784x1024x256        93      94
     *
     * In place gains nearly everywhere here. But a processor that does two multiply-adds a cycle, not one as this one, was
     * seen to need the tile of panels: 206 to 237 GFLOP/s against 150 to 180, at a peak of 240. So panels take over beyond
     * NARROW columns, if A is transposed or has more than FEW_ROWS rows; at 512^3 that gives up 16 % here.
     *
     * DEPTH x WIDTH numbers of B are 1 or 2 MiB. 1024^3 with DEPTH x WIDTH = 256 x 1024: 94, 192 x 1024: 91, 384 x 512: 86,
     * 512 x 384: 91, 320 x 256: 83. Narrower blocks pack A again and again, shallower ones read and write C more often.
     */
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int L = SPECIES.length();

    /** Terms of the sum, and columns, in a block of panels. */
    private static final int DEPTH = 256;

    private static final int WIDTH = 1024;
    /** Terms of the sum in a block in place: so many short rows of B stay in the second-level cache. */
    private static final int DEPTH_IN_PLACE = 1024;

    private static final int NARROW = 256;
    private static final int FEW_ROWS = 256;
    /** The same for a transposed A: its numbers of one row lie in as many cache lines. */
    private static final int FEW_ROWS_TRANSPOSED = 12;

    private static final float[] SAMPLE = new float[VectorKernel.STEPS * L];

    static final VectorKernel ADD = new VectorKernel(
            "add to a tile float32", steps -> addVectors(SAMPLE, 0, 0, 0, Math.min(steps, 1), steps * L, SAMPLE, 0));

    private final float[] sums = new float[TileShape.MOST_VECTORS * L];
    private float[] panelOfA = {};
    private float[] panelsOfB = {};

    /** Whether the operands are read in place. */
    static boolean inPlace(FloatVectorOperands o) {
        int fewRows = o.aStep == 1 ? FEW_ROWS : FEW_ROWS_TRANSPOSED;
        return o.bColumn == 1 && (o.n <= NARROW || o.m <= fewRows);
    }

    /** Computes the rows i0 to i1 and the columns j0 to j1 of C. */
    void multiply(FloatVectorOperands o, int i0, int i1, int j0, int j1) {
        if (inPlace(o)) {
            multiplyInPlace(o, i0, i1, j0, j1);
        } else {
            multiplyPanels(o, i0, i1, j0, j1);
        }
    }

    private void multiplyInPlace(FloatVectorOperands o, int i0, int i1, int j0, int j1) {
        int mostTerms = evenly(Math.max(1, o.k), DEPTH_IN_PLACE, 1);
        int p = 0;
        do {
            int depth = Math.min(mostTerms, o.k - p);
            int columns;
            for (int j = j0; j < j1; j += columns) {
                TileShape shape = TileShape.inPlace(i1 - i0, j1 - j, L);
                int width = shape.vectors * L;
                columns = Math.min(width, j1 - j);
                for (int i = i0; i < i1; i += shape.rows) {
                    int rows = Math.min(shape.rows, i1 - i);
                    int a = i * o.aRow + p * o.aStep;
                    FloatTiles.sum(shape, o.a, a, o.aRow, o.aStep, rows, o.b, p * o.bStep + j, o.bStep, depth, sums);
                    store(o, width, i, rows, j, columns, p == 0, p + depth == o.k);
                }
            }
            p += depth;
        } while (p < o.k);
    }

    private void multiplyPanels(FloatVectorOperands o, int i0, int i1, int j0, int j1) {
        TileShape shape = TileShape.ofPanels();
        int height = shape.rows;
        int width = shape.vectors * L;
        int mostColumns = evenly(j1 - j0, WIDTH, width);
        int mostTerms = evenly(Math.max(1, o.k), DEPTH, 1);
        panelOfA = atLeast(panelOfA, height * mostTerms + L);
        panelsOfB = atLeast(panelsOfB, mostColumns * mostTerms);
        for (int block = j0; block < j1; block += mostColumns) {
            int blockEnd = Math.min(j1, block + mostColumns);
            int p = 0;
            do {
                int depth = Math.min(mostTerms, o.k - p);
                FloatPanels.packColumns(o, p, depth, block, blockEnd, width, panelsOfB);
                for (int i = i0; i < i1; i += height) {
                    int rows = Math.min(height, i1 - i);
                    FloatPanels.packRows(o, i, rows, height, p, depth, panelOfA);
                    for (int j = block; j < blockEnd; j += width) {
                        FloatTiles.sum(
                                shape,
                                panelOfA,
                                0,
                                1,
                                height,
                                rows,
                                panelsOfB,
                                (j - block) * depth,
                                width,
                                depth,
                                sums);
                        store(o, width, i, rows, j, Math.min(width, blockEnd - j), p == 0, p + depth == o.k);
                    }
                }
                p += depth;
            } while (p < o.k);
        }
    }

    /** The length of equal pieces, none longer than {@code most} but for rounding up to a multiple. */
    private static int evenly(int length, int most, int multiple) {
        return FloatVectorDot.roundUp(FloatVectorDot.ceilDiv(length, FloatVectorDot.ceilDiv(length, most)), multiple);
    }

    private static float[] atLeast(float[] array, int length) {
        return array.length < length ? new float[length] : array;
    }

    /** Finishes the sums of a tile {@code width} wide, which are still in the first-level cache, and writes them to C. */
    private void store(
            FloatVectorOperands o, int width, int i, int rows, int j, int columns, boolean first, boolean last) {
        if (o.alpha != 1) {
            scale(rows * width, o.alpha);
        }
        if (!first) {
            add(o.c, i * o.n + j, o.n, 1, rows, columns, sums, width);
        } else if (o.beta != 0) {
            add(o.start, i * o.startRow + j, o.startRow, o.beta, rows, columns, sums, width);
        }
        if (o.relu && last) {
            clip(rows * width);
        }
        copy(o.c, i * o.n + j, o.n, rows, columns, width);
    }

    /** sums += factor from. */
    private static void add(
            float[] from, int at, int row, float factor, int rows, int columns, float[] sums, int width) {
        if (ADD.isReady()) {
            addVectors(from, at, row, factor, rows, columns, sums, width);
        } else {
            for (int r = 0; r < rows; r++) {
                addRow(from, at + r * row, factor, columns, sums, r * width);
            }
        }
    }

    private static void addVectors(
            float[] from, int at, int row, float factor, int rows, int columns, float[] sums, int width) {
        if (rows == 0) {
            return; // a call that only counts, see VectorKernel
        }
        FloatVector factors = FloatVector.broadcast(SPECIES, factor);
        for (int r = 0; r < rows; r++) {
            for (int x = 0; x < columns; x += L) {
                FloatVector sum = FloatVector.fromArray(SPECIES, sums, r * width + x);
                FloatVector.fromArray(SPECIES, from, at + x).fma(factors, sum).intoArray(sums, r * width + x);
            }
            at += row;
        }
    }

    private static void addRow(float[] from, int at, float factor, int columns, float[] sums, int to) {
        for (int x = 0; x < columns; x++) {
            sums[to + x] = Math.fma(from[at + x], factor, sums[to + x]);
        }
    }

    // Of these loops the JIT compiler makes SIMD instructions by itself.

    private void scale(int count, float alpha) {
        for (int x = 0; x < count; x++) {
            sums[x] *= alpha;
        }
    }

    private void clip(int count) {
        for (int x = 0; x < count; x++) {
            sums[x] = Math.max(sums[x], 0);
        }
    }

    private void copy(float[] c, int at, int row, int rows, int columns, int width) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(sums, r * width, c, at, columns);
            at += row;
        }
    }
}
