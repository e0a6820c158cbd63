package gradj.vector;

import jdk.incubator.vector.VectorShape;

/**
 * The micro-kernels of the matrix product. Each sums a tile of C, so many rows of so many vectors, in registers: for
 * every term p of the sum it reads a piece of B's row p as vectors, and multiplies and adds them, once for each row i of
 * the tile, with the number A[i, p] in all lanes.
 *
 * <pre>{@code
 * for p in 0 .. k-1:                                B[p, j..]   b0 b1
 *     b0, b1 = two vectors of B's row p                         |  |
 *     for each row i of the tile:          A[i, p] --(x)--------+--+--  sums[i, 0] += x b0
 *         x = A[i, p] in all lanes                                      sums[i, 1] += x b1
 * }</pre>
 *
 * <p>What makes it fast is the number of sums. A fused multiply-add takes 4 cycles, and a core starts one or two of them
 * each cycle: with fewer than 8 independent sums it waits. And each vector read from B is used once for each row, each
 * number of A once for each vector: 12 x 2 sums need 14 reads for 24 multiply-adds, 6 x 1 need 7 for 6. So a tile is as
 * large as the registers allow; 24 sums of 32 registers with 512 bits (and on ARM), 12 of 16 elsewhere. GFLOP/s of the
 * micro-kernels alone, one thread of a 2-core AVX-512 machine whose peak is 118, JDK 17 | 25:
 *
 * <pre>
 * 12 x 2   114 | 113   panels
 *  6 x 4   110 | 109   in place, B with rows of 50
 *  3 x 8    94 | 117   in place, B with rows of 100
 *  6 x 2    87 |  85   in place, B with rows of 50
 *  6 x 1    82 |  82   in place, B with rows of 10
 * </pre>
 *
 * <p>Each sum has a zero of its own to start from: from one common zero, C2 keeps them as objects (a tenth of the speed).
 * Reading in place goes on behind the last column to the end of the vector; what is summed there means nothing, and the
 * arrays are long enough for it.
 */
enum TileShape {
    TILE_12X2(12, 2),
    TILE_6X4(6, 4),
    TILE_6X2(6, 2),
    TILE_6X1(6, 1),
    TILE_3X8(3, 8),
    TILE_3X4(3, 4);

    /** Vectors in the largest tile. */
    static final int MOST_VECTORS = 24;

    private static final boolean MANY_REGISTERS = VectorShape.preferredShape() == VectorShape.S_512_BIT
            || System.getProperty("os.arch", "").equals("aarch64");

    final int rows;
    final int vectors;

    TileShape(int rows, int vectors) {
        this.rows = rows;
        this.vectors = vectors;
    }

    /** For panels. */
    static TileShape ofPanels() {
        return MANY_REGISTERS ? TILE_12X2 : TILE_6X2;
    }

    /** For operands in place, when m rows and n columns are left and a vector has so many lanes. */
    static TileShape inPlace(int m, int n, int lanes) {
        if (n <= lanes) {
            return TILE_6X1;
        }
        if (m <= 3) {
            return n > 4 * lanes && MANY_REGISTERS ? TILE_3X8 : TILE_3X4;
        }
        return n > 2 * lanes && MANY_REGISTERS ? TILE_6X4 : TILE_6X2;
    }
}
