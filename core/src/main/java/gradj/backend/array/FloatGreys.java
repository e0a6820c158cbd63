package gradj.backend.array;

/** Rows of grey values as numbers from 0 to 1. The twin for the other dtype is the same text, and holds the same numbers. */
final class FloatGreys {
    /** A look into a table instead of a division, which takes twice as long. */
    private static final float[] NUMBER = new float[256];

    static {
        for (int grey = 0; grey < NUMBER.length; grey++) {
            NUMBER[grey] = grey / 255f;
        }
    }

    private FloatGreys() {}

    /** y [count, columns] = the rows of x with these numbers. */
    static void gather(int columns, int[] rows, int count, byte[] x, float[] y, Parallel parallel) {
        if (Sharing.pays((long) count * columns)) {
            int grain = Sharing.grain(count, columns, parallel);
            parallel.range(0, count, grain, (from, to) -> gather(columns, rows, from, to, x, y));
        } else {
            gather(columns, rows, 0, count, x, y);
        }
    }

    private static void gather(int columns, int[] rows, int from, int to, byte[] x, float[] y) {
        for (int i = from; i < to; i++) {
            convert(x, rows[i] * columns, y, i * columns, columns);
        }
    }

    private static void convert(byte[] x, int from, float[] y, int to, int count) {
        for (int j = 0; j < count; j++) {
            y[to + j] = NUMBER[x[from + j] & 0xFF];
        }
    }
}
