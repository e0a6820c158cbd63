package gradj.testkit;

import gradj.spi.BinaryOp;
import gradj.spi.DType;
import gradj.spi.DeviceInfo;
import gradj.spi.Reduction;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import gradj.spi.UnaryOp;

/**
 * A backend without its optional operations: forwards the required ones only, so that the default compositions are what
 * runs.
 */
class RequiredOnly implements TensorBackend {
    private final TensorBackend backend;

    RequiredOnly(TensorBackend backend) {
        this.backend = backend;
    }

    @Override
    public String name() {
        return backend.name();
    }

    @Override
    public DeviceInfo device() {
        return backend.device();
    }

    @Override
    public boolean supports(DType dtype) {
        return backend.supports(dtype);
    }

    @Override
    public Storage allocate(DType dtype, int size) {
        return backend.allocate(dtype, size);
    }

    @Override
    public void release(Storage storage) {
        backend.release(storage);
    }

    @Override
    public void write(float[] source, int from, Storage target, int to, int count) {
        backend.write(source, from, target, to, count);
    }

    @Override
    public void write(double[] source, int from, Storage target, int to, int count) {
        backend.write(source, from, target, to, count);
    }

    @Override
    public void read(Storage source, int from, float[] target, int to, int count) {
        backend.read(source, from, target, to, count);
    }

    @Override
    public void read(Storage source, int from, double[] target, int to, int count) {
        backend.read(source, from, target, to, count);
    }

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
        backend.dot(transposeA, transposeB, m, n, k, alpha, a, b, beta, c);
    }

    @Override
    public void transpose(int rows, int columns, Storage x, Storage y) {
        backend.transpose(rows, columns, x, y);
    }

    @Override
    public void reduce(Reduction reduction, int outer, int n, int inner, Storage x, Storage y) {
        backend.reduce(reduction, outer, n, inner, x, y);
    }

    @Override
    public void unary(UnaryOp op, int size, Storage x, Storage y) {
        backend.unary(op, size, x, y);
    }

    @Override
    public void binary(BinaryOp op, int outer, int n, int inner, Storage a, Storage b, Storage y) {
        backend.binary(op, outer, n, inner, a, b, y);
    }

    @Override
    public void select(int size, Storage condition, Storage a, Storage b, Storage y) {
        backend.select(size, condition, a, b, y);
    }
}
