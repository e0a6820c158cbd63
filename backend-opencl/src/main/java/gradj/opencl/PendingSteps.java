package gradj.opencl;

/**
 * Steps Y = Y + alpha X that wait to be made in one launch: an optimizer makes one for each parameter of a net, one after
 * the other, and each would cost a launch of its own. They stand in a table of offset of X, offset of Y and size.
 */
final class PendingSteps {
    /** A net of eight affine layers; an item looks through the table from the top. */
    private static final int MOST = 16;

    private final int[] table;
    private int count;
    private int elements;
    private double alpha;

    /** Writes to this table. */
    PendingSteps(int[] table) {
        this.table = table;
    }

    /** Whether this step can be made at the same time as those that wait: it touches nothing that they change. */
    boolean fits(int size, double factor, int x, int y) {
        if (count == MOST || (count > 0 && factor != alpha) || (long) elements + size > Integer.MAX_VALUE / 2) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            int otherX = table[3 * i];
            int otherY = table[3 * i + 1];
            if (x == otherY || y == otherX || y == otherY) {
                return false;
            }
        }
        return true;
    }

    void add(int size, double factor, int x, int y) {
        table[3 * count] = x;
        table[3 * count + 1] = y;
        table[3 * count + 2] = size;
        count++;
        elements += size;
        alpha = factor;
    }

    int count() {
        return count;
    }

    /** Elements of all steps together. */
    int elements() {
        return elements;
    }

    double alpha() {
        return alpha;
    }

    void clear() {
        count = 0;
        elements = 0;
    }
}
