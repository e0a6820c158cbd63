package gradj.spi;

/**
 * The seam between gradj and the hardware: what a compute backend must be able to do (the abstract methods) and what it
 * may do better than the composition given here (the default methods).
 *
 * <p><b>Memory.</b> Every operand is a {@link Storage} of this backend: dense, row-major, without offset or stride. A
 * transposed operand is a flag. All operands of one call have the same dtype.
 *
 * <p><b>Checks.</b> The caller ({@code gradj.tensor}) has checked every shape, dtype and owner; implementations check
 * nothing. Sizes may be 0.
 *
 * <p><b>Outputs.</b> The last parameters are the outputs. Every element of an output is written, none beyond, and its
 * former content is not read ({@link #dot} and {@link #axpby} with beta != 0, {@link #axpy}, {@link #rmsStep} and
 * {@link #adamStep} excepted, which change what it held). Inputs are never changed. An output is never one of the inputs;
 * one storage may be two inputs.
 *
 * <p><b>Order and bits.</b> Calls take effect in the order they are made. The same call with the same numbers gives the
 * same bits in one JVM, whatever the number of threads and of concurrent callers. Another processor, vector width, device
 * or library may give others.
 *
 * <p><b>Threads.</b> Several threads may call at once, as long as none writes a storage that another uses. A storage
 * may be used by another thread than the one that allocated it.
 *
 * <p>{@code docs/backend-contract.md} has the same as numbered rules, with the bounds of rounding errors; the module
 * {@code backend-testkit} makes a test of each.
 */
public interface TensorBackend extends AutoCloseable {
    /** The name users choose it by; the same as its provider's. */
    String name();

    /** What it runs on, for people to read. */
    DeviceInfo device();

    /** Whether it computes with this dtype; always the same answer, and true for one of them at least. */
    boolean supports(DType dtype);

    /**
     * Says early that much is about to be computed with this dtype, which it supports: a backend may use the time in which
     * data are read to make ready what is slow at first, on a thread of its own. Returns at once; may be called at any time, again
     * and again, or never, and changes no result.
     */
    default void prepare(DType dtype) {}

    // ---------------------------------------------------------------------------------------------- required: memory

    /** New storage of {@code size} >= 0 elements with unspecified content. */
    Storage allocate(DType dtype, int size);

    /** Takes storage back; it is not used by the caller afterwards, and may be handed out again by {@link #allocate}. */
    void release(Storage storage);

    /** Copies {@code count} float32 elements from the heap: target[to...] = source[from...]. */
    void write(float[] source, int from, Storage target, int to, int count);

    /** Copies {@code count} float64 elements from the heap: target[to...] = source[from...]. */
    void write(double[] source, int from, Storage target, int to, int count);

    /** Copies {@code count} float32 elements to the heap: target[to...] = source[from...]. Waits for pending work. */
    void read(Storage source, int from, float[] target, int to, int count);

    /** Copies {@code count} float64 elements to the heap: target[to...] = source[from...]. Waits for pending work. */
    void read(Storage source, int from, double[] target, int to, int count);

    // ------------------------------------------------------------------------------------------ required: arithmetic

    /**
     * C = alpha * op(A) op(B) + beta * C, the contract of BLAS gemm in row-major order.
     *
     * <p>op(A) is [m, k]: A itself, or the transpose of A, stored as [k, m], when {@code transposeA}. op(B) is [k, n]
     * likewise. C is [m, n]. With beta = 0, C is overwritten whatever it held, NaN included. With alpha = 0, what NaN in A or B leads to is
     * unspecified.
     */
    void dot(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            double alpha,
            Storage a,
            Storage b,
            double beta,
            Storage c);

    /** Y [columns, rows] = the transpose of X [rows, columns]. */
    void transpose(int rows, int columns, Storage x, Storage y);

    /** Y [outer, inner] = the reduction of X [outer, n, inner] along its middle axis; n >= 1 but for sums. */
    void reduce(Reduction reduction, int outer, int n, int inner, Storage x, Storage y);

    /** Y = op(X), element by element. */
    void unary(UnaryOp op, int size, Storage x, Storage y);

    /**
     * Y [outer, n, inner] = op(A, B), element by element. An operand holds either all outer * n * inner elements or only
     * n, which are then repeated along the outer and the inner axis (broadcast); at least one of them holds all.
     *
     * <p>A bias added to each row of [N, D]: outer = N, n = D, inner = 1. A row's sum taken from each of its elements:
     * outer = 1, n = N, inner = D. A scalar: n = 1.
     */
    void binary(BinaryOp op, int outer, int n, int inner, Storage a, Storage b, Storage y);

    /** Y = A where condition > 0, else B; B may be of size 1, then repeated. A NaN condition chooses B. */
    void select(int size, Storage condition, Storage a, Storage b, Storage y);

    // ------------------------------------------------- optional: the compositions below are right; override to be fast

    /** target[to...] = source[from...], {@code count} elements; both may be larger. Default: through the heap. */
    default void copy(Storage source, int from, Storage target, int to, int count) {
        Defaults.copy(this, source, from, target, to, count);
    }

    /** Y [count, columns] = the rows of X [*, columns] with these numbers. Default: one {@link #copy} a row. */
    default void gatherRows(int columns, int[] rows, int count, Storage x, Storage y) {
        Defaults.gatherRows(this, columns, rows, count, x, y);
    }

    /**
     * Y [count, columns] = the rows of X [*, columns] with these numbers, of grey values: each byte is read as 0 to 255 and divided
     * by 255 in float32, which float64 then holds too. X, in Java's memory, is only read. Default: converted there, some rows at
     * a time.
     */
    default void gatherGreys(int columns, int[] rows, int count, byte[] x, Storage y) {
        Defaults.gatherGreys(this, columns, rows, count, x, y);
    }

    /** Y = Y + alpha * X, in place: the step of gradient descent. X is not Y. Default: multiply, add, copy back. */
    default void axpy(int size, double alpha, Storage x, Storage y) {
        Defaults.axpy(this, size, alpha, x, y);
    }

    /** Y = tanh(X), element by element. Default: through the heap. */
    default void tanh(int size, Storage x, Storage y) {
        Defaults.tanh(this, size, x, y);
    }

    /**
     * Y = alpha * X + beta * Y, in place; with beta = 0, Y is overwritten whatever it held, NaN included. X is not Y.
     * Default: two products, add, copy back.
     */
    default void axpby(int size, double alpha, Storage x, double beta, Storage y) {
        Defaults.axpby(this, size, alpha, x, beta, y);
    }

    /** Y = the square root of X, element by element; NaN where X is below 0. Default: through the heap. */
    default void sqrt(int size, Storage x, Storage y) {
        Defaults.sqrt(this, size, x, y);
    }

    /** Y = X where it lies from low to high, else the nearer of the two; NaN stays NaN. Default: through the heap. */
    default void clamp(int size, double low, double high, Storage x, Storage y) {
        Defaults.clamp(this, size, low, high, x, y);
    }

    /**
     * The step of AdaGrad and RMSProp, in place: V = decay * V + weight * G * G, then W = W - rate * G / (sqrt(V) +
     * epsilon), element by element. No element of V is below 0, and epsilon > 0. Default: composed of the operations above.
     */
    default void rmsStep(
            int size, double decay, double weight, double rate, double epsilon, Storage g, Storage v, Storage w) {
        Defaults.rmsStep(this, size, decay, weight, rate, epsilon, g, v, w);
    }

    /**
     * The step of Adam, in place: M = beta1 * M + (1 - beta1) * G, V = beta2 * V + (1 - beta2) * G * G, then W = keep * W -
     * rate * M / (sqrt(V) + epsilon), element by element. No element of V is below 0, and epsilon > 0; what corrects the
     * bias of M and V is in rate and epsilon. Default: composed of the operations above.
     */
    default void adamStep(
            int size,
            double beta1,
            double beta2,
            double rate,
            double epsilon,
            double keep,
            Storage g,
            Storage m,
            Storage v,
            Storage w) {
        Defaults.adamStep(this, size, beta1, beta2, rate, epsilon, keep, g, m, v, w);
    }

    /** Y [rows, out] = X [rows, in] W [in, out] + b [out]. Default: dot, then add. */
    default void affine(int rows, int in, int out, Storage x, Storage w, Storage b, Storage y) {
        Defaults.affine(this, rows, in, out, x, w, b, y);
    }

    /** Y [rows, out] = X [rows, in] W [in, out] + b [out] where above 0, else 0; NaN stays NaN. Default: affine, then ReLU. */
    default void affineRelu(int rows, int in, int out, Storage x, Storage w, Storage b, Storage y) {
        Defaults.affineRelu(this, rows, in, out, x, w, b, y);
    }

    /** dW [in, out] = the transpose of X [rows, in] times dY [rows, out]; db [out] = the column sums of dY. */
    default void affineBackward(int rows, int in, int out, Storage x, Storage dy, Storage dw, Storage db) {
        Defaults.affineBackward(this, rows, in, out, x, dy, dw, db);
    }

    /** dX = dY where Y > 0, else 0, also for a NaN; Y is what ReLU gave. Default: {@link #select}. */
    default void reluBackward(int size, Storage y, Storage dy, Storage dx) {
        Defaults.reluBackward(this, size, y, dy, dx);
    }

    /** dX = dY * (1 - Y) * Y; Y is what the sigmoid gave. */
    default void sigmoidBackward(int size, Storage y, Storage dy, Storage dx) {
        Defaults.sigmoidBackward(this, size, y, dy, dx);
    }

    /** Y [rows, columns] = softmax of each row of X, columns >= 1, shifted by the row's maximum so that nothing overflows. */
    default void softmax(int rows, int columns, Storage x, Storage y) {
        Defaults.softmax(this, rows, columns, x, y);
    }

    /**
     * Softmax and cross entropy in one: Y [rows, columns] = softmax of each row of X; loss [1] = the mean over the rows
     * of -sum(T * ln Y), computed as T * (logsumexp(X) - X) so that no logarithm of 0 occurs; where T = 0 nothing is
     * added, whatever X is. T is [rows, columns]: one-hot rows as a rule, but any finite numbers, whatever a row's sum.
     */
    default void softmaxCrossEntropy(int rows, int columns, Storage x, Storage t, Storage y, Storage loss) {
        Defaults.softmaxCrossEntropy(this, rows, columns, x, t, y, loss);
    }

    /**
     * dX [rows, columns] = dLoss [1] * (Y * sum(T) - T) / rows, the sum along the row: the gradient of the loss above for
     * any T. Of a one-hot row the sum is 1, which leaves Y - T.
     */
    default void softmaxCrossEntropyBackward(int rows, int columns, Storage y, Storage t, Storage dLoss, Storage dx) {
        Defaults.softmaxCrossEntropyBackward(this, rows, columns, y, t, dLoss, dx);
    }

    /**
     * Whether it still computes: no longer once it is closed, or its device failed for good. Whoever shares backends asks
     * before each use, so it answers at once and never throws. Default: yes, unless {@link #allocate} throws an
     * {@link IllegalStateException}, as that of a closed backend does.
     */
    default boolean isUsable() {
        return Defaults.isUsable(this);
    }

    /**
     * Frees what the backend holds, storages included; it and they are not used afterwards. May be called twice. Default:
     * nothing to free.
     */
    @Override
    default void close() {}
}
