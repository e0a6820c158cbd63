package gradj.jblas;

import gradj.spi.DType;
import gradj.spi.Storage;
import gradj.spi.TensorBackend;
import java.util.Arrays;
import java.util.Random;

/** One matrix product, its operands in double, and what its result may be. */
record Product(
        boolean transposeA,
        boolean transposeB,
        int m,
        int n,
        int k,
        double alpha,
        double beta,
        double[] a,
        double[] b,
        double[] c) {

    /** The values are floats, so that both dtypes compute the same product. */
    static Product random(
            boolean transposeA, boolean transposeB, int m, int n, int k, double alpha, double beta, Random random) {
        return new Product(
                transposeA,
                transposeB,
                m,
                n,
                k,
                alpha,
                beta,
                values(m * k, random),
                values(k * n, random),
                values(m * n, random));
    }

    static double[] values(int length, Random random) {
        return random.doubles(length, -1, 1).map(x -> (float) x).toArray();
    }

    /** C as the backend computes it; A and B must come out as they went in. */
    double[] on(TensorBackend backend, DType dtype) {
        Storage left = stored(backend, dtype, a);
        Storage right = stored(backend, dtype, b);
        Storage out = stored(backend, dtype, c);
        backend.dot(transposeA, transposeB, m, n, k, alpha, left, right, beta, out);
        double[] result = read(backend, out);
        double[] afterA = read(backend, left);
        double[] afterB = read(backend, right);
        backend.release(left);
        backend.release(right);
        backend.release(out);
        if (!Arrays.equals(a, afterA) || !Arrays.equals(b, afterB)) {
            throw new AssertionError(this + " changed an operand");
        }
        return result;
    }

    static Storage stored(TensorBackend backend, DType dtype, double[] values) {
        Storage storage = backend.allocate(dtype, values.length);
        if (dtype == DType.FLOAT32) {
            float[] narrow = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                narrow[i] = (float) values[i];
            }
            backend.write(narrow, 0, storage, 0, values.length);
        } else {
            backend.write(values, 0, storage, 0, values.length);
        }
        return storage;
    }

    static double[] read(TensorBackend backend, Storage storage) {
        double[] values = new double[storage.size()];
        if (storage.dtype() == DType.FLOAT64) {
            backend.read(storage, 0, values, 0, values.length);
            return values;
        }
        float[] narrow = new float[values.length];
        backend.read(storage, 0, narrow, 0, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = narrow[i];
        }
        return values;
    }

    /** Element [i, j] by the definition, in double: {sum, the sum of the terms' sizes}. */
    double[] exact(int i, int j) {
        double sum = 0;
        double size = 0;
        for (int p = 0; p < k; p++) {
            double term = alpha * a[transposeA ? p * m + i : i * k + p] * b[transposeB ? j * k + p : p * n + j];
            sum += term;
            size += Math.abs(term);
        }
        double before = beta == 0 ? 0 : beta * c[i * n + j];
        return new double[] {sum + before, size + Math.abs(before)};
    }

    /**
     * |computed - exact| <= gamma (|alpha| |A| |B| + |beta| |C|) with gamma of k + 3 roundings: k terms, two scalings, one
     * more addition. Where the exact number is NaN or infinite, the computed one must be the same.
     */
    void assertWithinBound(DType dtype, double[] computed) {
        double gamma = gamma(dtype) + gamma(DType.FLOAT64); // the exact sum is itself a computed one
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double[] exact = exact(i, j);
                double got = computed[i * n + j];
                boolean right = Double.isFinite(exact[0])
                        ? Math.abs(got - exact[0]) <= gamma * exact[1]
                        : Double.compare(got, exact[0]) == 0;
                if (!right) {
                    throw new AssertionError(String.format(
                            "%s %s at [%d, %d]: expected %s within %s, got %s",
                            dtype, this, i, j, exact[0], gamma * exact[1], got));
                }
            }
        }
    }

    private double gamma(DType dtype) {
        double steps = (k + 3) * dtype.unitRoundoff();
        return steps / (1 - steps);
    }

    @Override
    public String toString() {
        return String.format(
                "%dx%dx%d%s%s alpha %s beta %s",
                m, n, k, transposeA ? " A^T" : "", transposeB ? " B^T" : "", alpha, beta);
    }
}
