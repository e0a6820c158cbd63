package gradj.vector;

/**
 * Small arrays for intermediate results, one of each type for each thread: kept, so that a call allocates nothing. Whoever
 * calls another kernel in between says where that one may write.
 */
final class Scratch {
    /** Room for four vectors of 2048 bits, the widest there are. */
    static final int LANES = 4 * 64;

    /** Behind them, three numbers of each row of a block of 128. */
    private static final int SIZE = LANES + 3 * 128;

    private static final ThreadLocal<float[]> FLOATS = ThreadLocal.withInitial(() -> new float[SIZE]);
    private static final ThreadLocal<double[]> DOUBLES = ThreadLocal.withInitial(() -> new double[SIZE]);

    private Scratch() {}

    static float[] floats() {
        return FLOATS.get();
    }

    static double[] doubles() {
        return DOUBLES.get();
    }
}
