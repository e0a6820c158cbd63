package gradj.backend.array;

import gradj.spi.PerThread;

/**
 * The transpose of a row-major float matrix, tile by tile. Eight columns of a tile are read at a time into row arrays, and each is
 * then written as a piece of a row of the transpose. The twin for the other dtype is the same text.
 */
final class FloatTranspose {
    /*
     * Why by way of row arrays. Written one number after another, a cache line of Y would have to wait in the cache until
     * all its numbers are there, and with rows a power of two apart all those lines want the same few places of it; so whole
     * lines are written at once, and as many of them side by side as memory likes. Reading has no such trouble: eight
     * numbers of a line are read one after another. 4096 x 4096 floats, GB/s read and written on one thread, medians (2-core
     * AVX-512 machine, JDK 17, where a copy does 42): square blocks of 32 in place 3.7; here with tiles of 64 rows 6.8, of
     * 128 9.3, of 256 9.4, of 512 11.7, of 1024 8; each with the tiles in the order of Y 6 to 8.
     */

    /** Rows of a tile: 2 KiB of each row of Y at once. */
    private static final int ROWS = 2048 / Float.BYTES;

    private static final int COLUMNS = 32;
    /** Columns read at a time. */
    private static final int GROUP = 8;
    /** With the header of 16 bytes 33 cache lines: rows 2 or 4 KiB apart would get in each other's way in the cache. */
    private static final int LENGTH = ROWS + 48 / Float.BYTES;
    /** With fewer rows, calling a copy for each piece of a row of Y takes longer than writing its numbers. */
    private static final int FEW_ROWS = 16;

    private static final PerThread<float[][]> SCRATCH = new PerThread<>(() -> new float[GROUP][LENGTH]);

    private FloatTranspose() {}

    /** Y [columns, rows] = the transpose of X [rows, columns]. */
    static void transpose(int rows, int columns, float[] x, float[] y, Parallel parallel) {
        int across = (columns + COLUMNS - 1) / COLUMNS;
        int tiles = (rows + ROWS - 1) / ROWS * across;
        if (Sharing.pays((long) rows * columns)) {
            int grain = Sharing.grain(tiles, Math.min(rows, ROWS) * Math.min(columns, COLUMNS), parallel);
            parallel.range(0, tiles, grain, (from, to) -> tiles(from, to, across, rows, columns, x, y));
        } else {
            tiles(0, tiles, across, rows, columns, x, y);
        }
    }

    /** Tiles are numbered along the rows of X, {@code across} beside each other. */
    private static void tiles(int from, int to, int across, int rows, int columns, float[] x, float[] y) {
        for (int tile = from; tile < to; tile++) {
            int row = tile / across * ROWS;
            int column = tile % across * COLUMNS;
            int lastColumn = Math.min(column + COLUMNS, columns);
            tile(rows, columns, row, Math.min(ROWS, rows - row), column, lastColumn, x, y);
        }
    }

    private static void tile(
            int rows, int columns, int row, int height, int column, int lastColumn, float[] x, float[] y) {
        int j = column;
        if (height >= FEW_ROWS) {
            float[][] scratch = SCRATCH.get();
            for (; j + GROUP <= lastColumn; j += GROUP) {
                FloatColumns.readColumns(x, row * columns + j, columns, scratch, 0, height);
                for (int i = 0; i < GROUP; i++) {
                    System.arraycopy(scratch[i], 0, y, (j + i) * rows + row, height);
                }
            }
        }
        for (; j < lastColumn; j++) {
            for (int i = row; i < row + height; i++) {
                y[j * rows + i] = x[i * columns + j];
            }
        }
    }
}
