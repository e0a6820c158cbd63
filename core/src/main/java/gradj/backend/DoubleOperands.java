package gradj.backend;

/**
 * What one matrix product computes: {@code out = alpha left right + beta out}. The left matrix is [m, k], the right one
 * [k, n], the result [m, n]; each is stored with its own distances from row to row and from column to column, so that
 * transposed operands need no case of their own.
 */
final class DoubleOperands {
    private static final double[] NONE = {};

    int m;
    int n;
    int k;
    double alpha;
    double beta;

    double[] left = NONE;
    int leftRow;
    int leftColumn;

    double[] right = NONE;
    int rightRow;
    int rightColumn;

    double[] out = NONE;
    int outRow;
    int outColumn;

    void setLeft(int m, double[] left, int leftRow, int leftColumn) {
        this.m = m;
        this.left = left;
        this.leftRow = leftRow;
        this.leftColumn = leftColumn;
    }

    void setRight(int n, double[] right, int rightRow, int rightColumn) {
        this.n = n;
        this.right = right;
        this.rightRow = rightRow;
        this.rightColumn = rightColumn;
    }

    void setOut(double[] out, int outRow, int outColumn) {
        this.out = out;
        this.outRow = outRow;
        this.outColumn = outColumn;
    }

    /** @param k terms of each sum */
    void setFactors(int k, double alpha, double beta) {
        this.k = k;
        this.alpha = alpha;
        this.beta = beta;
    }

    void setAll(DoubleOperands other) {
        setLeft(other.m, other.left, other.leftRow, other.leftColumn);
        setRight(other.n, other.right, other.rightRow, other.rightColumn);
        setOut(other.out, other.outRow, other.outColumn);
        setFactors(other.k, other.alpha, other.beta);
    }

    /** Multiplications in the whole product. */
    long terms() {
        return (long) m * n * k;
    }

    /** Keeps no array of the caller alive. */
    void forget() {
        left = NONE;
        right = NONE;
        out = NONE;
    }
}
