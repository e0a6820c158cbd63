package gradj.backend.array;

/**
 * What one matrix product computes: {@code out = alpha left right + beta out}. The left matrix is [m, k], the right one
 * [k, n], the result [m, n]; each is stored with its own distances from row to row and from column to column, so that
 * transposed operands need no case of their own.
 */
final class FloatOperands {
    private static final float[] NONE = {};

    int m;
    int n;
    int k;
    float alpha;
    float beta;

    float[] left = NONE;
    int leftRow;
    int leftColumn;

    float[] right = NONE;
    int rightRow;
    int rightColumn;

    float[] out = NONE;
    int outRow;
    int outColumn;

    void setLeft(int m, float[] left, int leftRow, int leftColumn) {
        this.m = m;
        this.left = left;
        this.leftRow = leftRow;
        this.leftColumn = leftColumn;
    }

    void setRight(int n, float[] right, int rightRow, int rightColumn) {
        this.n = n;
        this.right = right;
        this.rightRow = rightRow;
        this.rightColumn = rightColumn;
    }

    void setOut(float[] out, int outRow, int outColumn) {
        this.out = out;
        this.outRow = outRow;
        this.outColumn = outColumn;
    }

    /** @param k terms of each sum */
    void setFactors(int k, float alpha, float beta) {
        this.k = k;
        this.alpha = alpha;
        this.beta = beta;
    }

    void setAll(FloatOperands other) {
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
