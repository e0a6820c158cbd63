package gradj.backend.array;

import gradj.spi.BinaryOp;
import gradj.spi.DType;
import gradj.spi.DeviceInfo;
import gradj.spi.PerThread;
import gradj.spi.Reduction;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import gradj.spi.UnaryOp;

/**
 * A backend whose tensors are Java arrays, complete in pure Java. Other backends on Java arrays extend it and override
 * the operations that they do better.
 */
public abstract class ArrayBackend implements TensorBackend {
    /**
     * Bytes behind the last element of a storage that may be read, though they mean nothing: four vectors of 512 bits. So
     * a kernel reads whole vectors at the end of a row as it does elsewhere, and drops what it did not ask for.
     */
    protected static final int SLACK = 256;

    private final String name;
    private final Parallel parallel;
    private final PerThread<StoragePool> pool = new PerThread<>(StoragePool::new);

    /**
     * @param name as users choose it, such as {@code java}
     * @param threads how many threads one operation may use, 1 or more
     */
    protected ArrayBackend(String name, int threads) {
        this.name = name;
        this.parallel = new Parallel(threads);
    }

    @Override
    public final String name() {
        return name;
    }

    /** The threads that an operation may split its output over. */
    protected final Parallel parallel() {
        return parallel;
    }

    @Override
    public DeviceInfo device() {
        return new DeviceInfo("CPU", parallel.threads(), "chosen by the JIT compiler");
    }

    @Override
    public boolean supports(DType dtype) {
        return true;
    }

    protected static boolean isFloat32(Storage storage) {
        return storage.dtype() == DType.FLOAT32;
    }

    /** The elements of a float32 storage, from index 0 on; the array is {@link #SLACK} bytes longer (less only near the longest array there can be). */
    protected static float[] floats(Storage storage) {
        return ((ArrayStorage) storage).floats();
    }

    /** The elements of a float64 storage, from index 0 on; the array is {@link #SLACK} bytes longer (less only near the longest array there can be). */
    protected static double[] doubles(Storage storage) {
        return ((ArrayStorage) storage).doubles();
    }

    // ------------------------------------------------------------------------------------------------------ memory

    @Override
    public final Storage allocate(DType dtype, int size) {
        return pool.get().take(dtype, size);
    }

    @Override
    public final void release(Storage storage) {
        pool.get().give((ArrayStorage) storage);
    }

    /**
     * Ends the worker threads and leaves the released storage of all threads to the garbage collector. Others may share the
     * backend: it still computes, and takes threads and memory anew when it does.
     */
    @Override
    public void close() {
        parallel.close();
        pool.clear();
    }

    @Override
    public final void write(float[] source, int from, Storage target, int to, int count) {
        System.arraycopy(source, from, floats(target), to, count);
    }

    @Override
    public final void write(double[] source, int from, Storage target, int to, int count) {
        System.arraycopy(source, from, doubles(target), to, count);
    }

    @Override
    public final void read(Storage source, int from, float[] target, int to, int count) {
        System.arraycopy(floats(source), from, target, to, count);
    }

    @Override
    public final void read(Storage source, int from, double[] target, int to, int count) {
        System.arraycopy(doubles(source), from, target, to, count);
    }

    @Override
    public final void copy(Storage source, int from, Storage target, int to, int count) {
        switch (source.dtype()) {
            case FLOAT32 -> System.arraycopy(floats(source), from, floats(target), to, count);
            case FLOAT64 -> System.arraycopy(doubles(source), from, doubles(target), to, count);
        }
    }

    // -------------------------------------------------------------------------------------------------- arithmetic

    @Override
    public void dot(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            double alpha,
            Storage a,
            Storage b,
            double beta,
            Storage c) {
        switch (c.dtype()) {
            case FLOAT32 ->
                FloatDot.dot(
                        transposeA,
                        transposeB,
                        m,
                        n,
                        k,
                        (float) alpha,
                        floats(a),
                        floats(b),
                        (float) beta,
                        floats(c),
                        parallel);
            case FLOAT64 ->
                DoubleDot.dot(
                        transposeA, transposeB, m, n, k, alpha, doubles(a), doubles(b), beta, doubles(c), parallel);
        }
    }

    @Override
    public void transpose(int rows, int columns, Storage x, Storage y) {
        switch (x.dtype()) {
            case FLOAT32 -> FloatTranspose.transpose(rows, columns, floats(x), floats(y), parallel);
            case FLOAT64 -> DoubleTranspose.transpose(rows, columns, doubles(x), doubles(y), parallel);
        }
    }

    @Override
    public void reduce(Reduction reduction, int outer, int n, int inner, Storage x, Storage y) {
        switch (x.dtype()) {
            case FLOAT32 -> FloatReductions.reduce(reduction, outer, n, inner, floats(x), floats(y));
            case FLOAT64 -> DoubleReductions.reduce(reduction, outer, n, inner, doubles(x), doubles(y));
        }
    }

    @Override
    public void unary(UnaryOp op, int size, Storage x, Storage y) {
        switch (x.dtype()) {
            case FLOAT32 -> FloatKernels.unary(op, size, floats(x), floats(y), parallel);
            case FLOAT64 -> DoubleKernels.unary(op, size, doubles(x), doubles(y), parallel);
        }
    }

    @Override
    public void binary(BinaryOp op, int outer, int n, int inner, Storage a, Storage b, Storage y) {
        switch (y.dtype()) {
            case FLOAT32 ->
                FloatBinary.apply(
                        op,
                        outer,
                        n,
                        inner,
                        a.size() == y.size(),
                        floats(a),
                        b.size() == y.size(),
                        floats(b),
                        floats(y));
            case FLOAT64 ->
                DoubleBinary.apply(
                        op,
                        outer,
                        n,
                        inner,
                        a.size() == y.size(),
                        doubles(a),
                        b.size() == y.size(),
                        doubles(b),
                        doubles(y));
        }
    }

    @Override
    public void select(int size, Storage condition, Storage a, Storage b, Storage y) {
        switch (y.dtype()) {
            case FLOAT32 ->
                FloatKernels.select(size, floats(condition), floats(a), b.size() == 1, floats(b), floats(y));
            case FLOAT64 ->
                DoubleKernels.select(size, doubles(condition), doubles(a), b.size() == 1, doubles(b), doubles(y));
        }
    }

    // ------------------------------------------------------------------------------------- fused, one pass instead

    @Override
    public void axpy(int size, double alpha, Storage x, Storage y) {
        switch (y.dtype()) {
            case FLOAT32 -> FloatKernels.axpy(size, (float) alpha, floats(x), floats(y), parallel);
            case FLOAT64 -> DoubleKernels.axpy(size, alpha, doubles(x), doubles(y), parallel);
        }
    }

    @Override
    public void axpby(int size, double alpha, Storage x, double beta, Storage y) {
        switch (y.dtype()) {
            case FLOAT32 -> FloatUpdates.axpby(size, (float) alpha, floats(x), (float) beta, floats(y), parallel);
            case FLOAT64 -> DoubleUpdates.axpby(size, alpha, doubles(x), beta, doubles(y), parallel);
        }
    }

    @Override
    public void sqrt(int size, Storage x, Storage y) {
        switch (x.dtype()) {
            case FLOAT32 -> FloatUpdates.sqrt(size, floats(x), floats(y));
            case FLOAT64 -> DoubleUpdates.sqrt(size, doubles(x), doubles(y));
        }
    }

    @Override
    public void clamp(int size, double low, double high, Storage x, Storage y) {
        switch (x.dtype()) {
            case FLOAT32 -> FloatUpdates.clamp(size, (float) low, (float) high, floats(x), floats(y));
            case FLOAT64 -> DoubleUpdates.clamp(size, low, high, doubles(x), doubles(y));
        }
    }

    @Override
    public void rmsStep(
            int size, double decay, double weight, double rate, double epsilon, Storage g, Storage v, Storage w) {
        switch (w.dtype()) {
            case FLOAT32 ->
                FloatUpdates.rmsStep(
                        size,
                        (float) decay,
                        (float) weight,
                        (float) rate,
                        (float) epsilon,
                        floats(g),
                        floats(v),
                        floats(w),
                        parallel);
            case FLOAT64 ->
                DoubleUpdates.rmsStep(size, decay, weight, rate, epsilon, doubles(g), doubles(v), doubles(w), parallel);
        }
    }

    @Override
    public void adamStep(
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
        switch (w.dtype()) {
            case FLOAT32 ->
                FloatUpdates.adamStep(
                        size,
                        (float) beta1,
                        (float) (1 - beta1),
                        (float) beta2,
                        (float) (1 - beta2),
                        (float) rate,
                        (float) epsilon,
                        (float) keep,
                        floats(g),
                        floats(m),
                        floats(v),
                        floats(w),
                        parallel);
            case FLOAT64 ->
                DoubleUpdates.adamStep(
                        size,
                        beta1,
                        1 - beta1,
                        beta2,
                        1 - beta2,
                        rate,
                        epsilon,
                        keep,
                        doubles(g),
                        doubles(m),
                        doubles(v),
                        doubles(w),
                        parallel);
        }
    }

    @Override
    public void gatherRows(int columns, int[] rows, int count, Storage x, Storage y) {
        if (Sharing.pays((long) count * columns)) {
            int grain = Sharing.grain(count, columns, parallel);
            parallel.range(0, count, grain, (from, to) -> copyRows(columns, rows, from, to, x, y));
        } else {
            copyRows(columns, rows, 0, count, x, y);
        }
    }

    @Override
    public void gatherGreys(int columns, int[] rows, int count, byte[] x, Storage y) {
        switch (y.dtype()) {
            case FLOAT32 -> FloatGreys.gather(columns, rows, count, x, floats(y), parallel);
            case FLOAT64 -> DoubleGreys.gather(columns, rows, count, x, doubles(y), parallel);
        }
    }

    private void copyRows(int columns, int[] rows, int from, int to, Storage x, Storage y) {
        for (int i = from; i < to; i++) {
            copy(x, rows[i] * columns, y, i * columns, columns);
        }
    }

    @Override
    public void tanh(int size, Storage x, Storage y) {
        switch (x.dtype()) {
            case FLOAT32 -> FloatKernels.tanh(size, floats(x), floats(y));
            case FLOAT64 -> DoubleKernels.tanh(size, doubles(x), doubles(y));
        }
    }

    /** The bias is what the product starts from: no pass of its own over Y. */
    @Override
    public void affine(int rows, int in, int out, Storage x, Storage w, Storage b, Storage y) {
        for (int row = 0; row < rows; row++) {
            copy(b, 0, y, row * out, out);
        }
        dot(false, false, rows, out, in, 1, x, w, 1, y);
    }

    /** ReLU's loops read an element before they write it: Y may be both. */
    @Override
    public void affineRelu(int rows, int in, int out, Storage x, Storage w, Storage b, Storage y) {
        affine(rows, in, out, x, w, b, y);
        switch (y.dtype()) {
            case FLOAT32 -> FloatKernels.unary(UnaryOp.RELU, rows * out, floats(y), floats(y), parallel);
            case FLOAT64 -> DoubleKernels.unary(UnaryOp.RELU, rows * out, doubles(y), doubles(y), parallel);
        }
    }

    @Override
    public void reluBackward(int size, Storage y, Storage dy, Storage dx) {
        switch (y.dtype()) {
            case FLOAT32 -> FloatKernels.reluBackward(size, floats(y), floats(dy), floats(dx), parallel);
            case FLOAT64 -> DoubleKernels.reluBackward(size, doubles(y), doubles(dy), doubles(dx), parallel);
        }
    }

    @Override
    public void sigmoidBackward(int size, Storage y, Storage dy, Storage dx) {
        switch (y.dtype()) {
            case FLOAT32 -> FloatKernels.sigmoidBackward(size, floats(y), floats(dy), floats(dx));
            case FLOAT64 -> DoubleKernels.sigmoidBackward(size, doubles(y), doubles(dy), doubles(dx));
        }
    }

    @Override
    public void softmax(int rows, int columns, Storage x, Storage y) {
        switch (x.dtype()) {
            case FLOAT32 -> FloatSoftmax.softmax(rows, columns, floats(x), floats(y), parallel);
            case FLOAT64 -> DoubleSoftmax.softmax(rows, columns, doubles(x), doubles(y), parallel);
        }
    }

    @Override
    public void softmaxCrossEntropy(int rows, int columns, Storage x, Storage t, Storage y, Storage loss) {
        switch (x.dtype()) {
            case FLOAT32 ->
                FloatSoftmax.crossEntropy(rows, columns, floats(x), floats(t), floats(y), floats(loss), parallel);
            case FLOAT64 ->
                DoubleSoftmax.crossEntropy(rows, columns, doubles(x), doubles(t), doubles(y), doubles(loss), parallel);
        }
    }

    @Override
    public void softmaxCrossEntropyBackward(int rows, int columns, Storage y, Storage t, Storage dLoss, Storage dx) {
        switch (y.dtype()) {
            case FLOAT32 ->
                FloatSoftmax.crossEntropyBackward(rows, columns, floats(y), floats(t), floats(dLoss), floats(dx));
            case FLOAT64 ->
                DoubleSoftmax.crossEntropyBackward(rows, columns, doubles(y), doubles(t), doubles(dLoss), doubles(dx));
        }
    }
}
