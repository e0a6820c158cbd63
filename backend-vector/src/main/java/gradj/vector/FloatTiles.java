package gradj.vector;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;

/**
 * The micro-kernels of all shapes, and the one scalar twin of them: each number of a tile is the sum of its terms in their
 * order, one fused multiply-add after the other, whatever else is summed beside it.
 */
final class FloatTiles {
    private static final int L = FloatVector.SPECIES_PREFERRED.length();

    // What is multiplied for warming up.
    private static final float[] A = new float[VectorKernel.STEPS * TileShape.MOST_VECTORS];
    private static final float[] B = new float[VectorKernel.STEPS * 8 * L];
    private static final float[] SUMS = new float[TileShape.MOST_VECTORS * L];

    private static final Map<TileShape, VectorKernel> KERNELS = new EnumMap<>(TileShape.class);

    static {
        for (TileShape shape : TileShape.values()) {
            KERNELS.put(shape, kernel(shape));
        }
    }

    private FloatTiles() {}

    private static VectorKernel kernel(TileShape shape) {
        int width = shape.vectors * L;
        int terms = TileShape.MOST_VECTORS / (shape.rows * shape.vectors); // in a step: a small tile takes more
        return new VectorKernel(
                "dot " + shape.rows + "x" + shape.vectors + " float32",
                steps -> vectors(
                        shape, A, 0, 1, shape.rows, shape.rows, B, 0, width, steps == 0 ? -1 : steps * terms, SUMS));
    }

    static VectorKernel kernelOf(TileShape shape) {
        return Objects.requireNonNull(KERNELS.get(shape));
    }

    /**
     * sums [shape.rows, shape.vectors * L] = the k terms of op(A) from {@code aAt} on times those of op(B) from {@code bAt} on;
     * {@code rows} of the tile are there, what is summed for the others means nothing.
     */
    static void sum(
            TileShape shape,
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            int rows,
            float[] b,
            int bAt,
            int bStep,
            int k,
            float[] sums) {
        if (kernelOf(shape).isReady()) {
            vectors(shape, a, aAt, aRow, aStep, rows, b, bAt, bStep, k, sums);
        } else {
            scalars(shape.vectors * L, a, aAt, aRow, aStep, rows, b, bAt, bStep, k, sums);
        }
    }

    private static void vectors(
            TileShape shape,
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            int rows,
            float[] b,
            int bAt,
            int bStep,
            int k,
            float[] sums) {
        switch (shape) {
            case TILE_12X2 -> FloatTile12x2.sum(a, b, bAt, k, sums);
            case TILE_6X4 -> FloatTile6x4.sum(a, aAt, aRow, aStep, rows, b, bAt, bStep, k, sums);
            case TILE_6X2 -> FloatTile6x2.sum(a, aAt, aRow, aStep, rows, b, bAt, bStep, k, sums);
            case TILE_6X1 -> FloatTile6x1.sum(a, aAt, aRow, aStep, rows, b, bAt, bStep, k, sums);
            case TILE_3X8 -> FloatTile3x8.sum(a, aAt, aRow, aStep, rows, b, bAt, bStep, k, sums);
            case TILE_3X4 -> FloatTile3x4.sum(a, aAt, aRow, aStep, rows, b, bAt, bStep, k, sums);
        }
    }

    /** Three rows of four sums at a time, which even the compiler C1 keeps in registers. */
    private static void scalars(
            int width,
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            int rows,
            float[] b,
            int bAt,
            int bStep,
            int k,
            float[] sums) {
        for (int r = 0; r < rows; r += 3) {
            int a0 = aAt + r * aRow;
            int a1 = aAt + Math.min(r + 1, rows - 1) * aRow;
            int a2 = aAt + Math.min(r + 2, rows - 1) * aRow;
            for (int j = 0; j < width; j += 4) {
                sumTwelve(a, a0, a1, a2, aStep, b, bAt + j, bStep, k, sums, r * width + j, width);
            }
        }
    }

    private static void sumTwelve(
            float[] a,
            int a0,
            int a1,
            int a2,
            int aStep,
            float[] b,
            int bAt,
            int bStep,
            int k,
            float[] sums,
            int at,
            int width) {
        float c0 = 0;
        float c1 = 0;
        float c2 = 0;
        float c3 = 0;
        float d0 = 0;
        float d1 = 0;
        float d2 = 0;
        float d3 = 0;
        float e0 = 0;
        float e1 = 0;
        float e2 = 0;
        float e3 = 0;
        for (int p = 0; p < k; p++) {
            float b0 = b[bAt];
            float b1 = b[bAt + 1];
            float b2 = b[bAt + 2];
            float b3 = b[bAt + 3];
            float x0 = a[a0];
            c0 = Math.fma(x0, b0, c0);
            c1 = Math.fma(x0, b1, c1);
            c2 = Math.fma(x0, b2, c2);
            c3 = Math.fma(x0, b3, c3);
            float x1 = a[a1];
            d0 = Math.fma(x1, b0, d0);
            d1 = Math.fma(x1, b1, d1);
            d2 = Math.fma(x1, b2, d2);
            d3 = Math.fma(x1, b3, d3);
            float x2 = a[a2];
            e0 = Math.fma(x2, b0, e0);
            e1 = Math.fma(x2, b1, e1);
            e2 = Math.fma(x2, b2, e2);
            e3 = Math.fma(x2, b3, e3);
            a0 += aStep;
            a1 += aStep;
            a2 += aStep;
            bAt += bStep;
        }
        // Row after row: where two doubles make a vector, a row may be two wide, and the next one goes over its end.
        put(c0, c1, c2, c3, sums, at);
        put(d0, d1, d2, d3, sums, at + width);
        put(e0, e1, e2, e3, sums, at + 2 * width);
    }

    private static void put(float s0, float s1, float s2, float s3, float[] sums, int at) {
        sums[at] = s0;
        sums[at + 1] = s1;
        sums[at + 2] = s2;
        sums[at + 3] = s3;
    }
}
