package gradj.vector;

/**
 * What one matrix product computes: {@code C = alpha op(A) op(B) + beta start}, and what is negative of it becomes 0 when
 * {@code relu}. The start is C itself, or a bias that is the same for each row.
 */
final class FloatVectorOperands {
    private static final float[] NONE = {};

    int m;
    int n;
    int k;
    float alpha;

    /** Op(A) [m, k], its element [i, p] at {@code i * aRow + p * aStep}. */
    float[] a = NONE;

    int aRow;
    int aStep;

    /** Op(B) [k, n], its element [p, j] at {@code p * bStep + j * bColumn}. */
    float[] b = NONE;

    int bStep;
    int bColumn;

    /** What is added, its element [i, j] at {@code i * startRow + j}; not read when beta is 0. */
    float[] start = NONE;

    int startRow;
    float beta;
    boolean relu;

    /** C [m, n], row by row. */
    float[] c = NONE;

    void setSizes(int m, int n, int k) {
        this.m = m;
        this.n = n;
        this.k = k;
    }

    void setFactors(float alpha, float[] a, int aRow, int aStep, float[] b, int bStep, int bColumn) {
        this.alpha = alpha;
        this.a = a;
        this.aRow = aRow;
        this.aStep = aStep;
        this.b = b;
        this.bStep = bStep;
        this.bColumn = bColumn;
    }

    void setResult(float beta, float[] start, int startRow, boolean relu, float[] c) {
        this.beta = beta;
        this.start = start;
        this.startRow = startRow;
        this.relu = relu;
        this.c = c;
    }

    void setAll(FloatVectorOperands other) {
        setSizes(other.m, other.n, other.k);
        setFactors(other.alpha, other.a, other.aRow, other.aStep, other.b, other.bStep, other.bColumn);
        setResult(other.beta, other.start, other.startRow, other.relu, other.c);
    }

    /** Keeps no array of the caller alive. */
    void forget() {
        a = NONE;
        b = NONE;
        start = NONE;
        c = NONE;
    }
}
