package gradj.backend.array;

/** When a loop that hardly computes is shared by threads, and how: for element-wise operations and copies. */
public final class Sharing {
    /** Elements read and written that are worth a thread of their own: some 4 us, against 1 to 4 for handing them over. */
    private static final int ELEMENTS = 1 << 14;

    private Sharing() {}

    /** Whether so many elements are worth more than one thread. */
    public static boolean pays(long elements) {
        return elements >= 2 * ELEMENTS;
    }

    /**
     * The grain of {@link Parallel#range} for a loop over {@code count} things of {@code elements} > 0 elements each: one
     * piece for each thread. So a thread finds in its cache what it wrote in the operation before. The step of gradient
     * descent on 784 x 50 weights takes 25 us in one piece, when two threads have computed the gradient, and 4 us when one
     * has.
     */
    public static int grain(int count, int elements, Parallel parallel) {
        return Math.max(ELEMENTS / elements, count / parallel.threads());
    }
}
