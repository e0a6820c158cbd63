package gradj.jblas;

import gradj.backend.array.ArrayBackend;
import gradj.spi.Availability;
import gradj.spi.DeviceInfo;
import gradj.spi.Storage;
import org.jblas.NativeBlas;

/**
 * The backend whose matrix products are computed by the native BLAS that jblas brings, on one thread; everything else is
 * inherited pure Java.
 *
 * <p><b>Measured</b> on two cores of an AMD EPYC with AVX-512, JDK 17 and 25; {@code SpeedReport} among the tests repeats
 * it. Times of jblas over those of the inherited kernel on one thread, so that less than 1 is faster:
 * <ul>
 *   <li>dot: native (figures of JDK 17). 256^3 1.1 in float32, 1.5 in float64; 1024^3 1.5 and 1.5; 100x50x784 0.8 and 1.2.
 *       jblas' OpenBLAS does not know new processors and takes its kernels for old ones (here Barcelona, 40 GFLOP/s).
 *       With {@code OPENBLAS_CORETYPE=Haswell} in the environment before Java starts, where the processor has AVX2, it
 *       is 1.7 to 2.3 times as fast.
 *   <li>sum: inherited. As a product with ones (gemv), the sum of each row takes 1.4 to 3.3 times as long, that of each
 *       column 0.9 to 1.7 times, from [100, 50] to [1024, 1024].
 *   <li>max and argmax: inherited. BLAS has neither: its iamax looks for the largest absolute value. Of jblas' own Java
 *       loops, those for argmax take 1.05 to 5 times as long.
 *   <li>transpose: inherited. BLAS has none; jblas' Java loop takes 0.8 to 1.8 times as long, and makes an array.
 * </ul>
 *
 * <p>Several threads may call, but one product is computed at a time. Code that calls jblas beside gradj is not held back
 * by that, and must not do so at the same time.
 */
public final class JblasBackend extends ArrayBackend {
    /*
     * Multiplications up to which the inherited kernel is as fast: a native call takes 0.17 us before it computes, and
     * waits for the others. Microseconds, native | inherited (float32; float64 alike), JDK 17:
     *
     *     4^3  0.18 | 0.09 to 0.23     8^3  0.27 | 0.27     10^3  0.37 | 0.59     16^3  0.76 | 1.0 to 1.4
     */
    private static final long TINY = 512;

    /**
     * Loads the native library.
     *
     * @throws IllegalStateException if that is impossible; the message says why, and what fixes it
     */
    public JblasBackend() {
        super("jblas", 1);
        Availability availability = JblasLibrary.availability();
        if (!availability.isAvailable()) {
            throw new IllegalStateException("backend jblas: " + availability);
        }
    }

    @Override
    public DeviceInfo device() {
        Platform platform = Platform.current();
        return new DeviceInfo(platform.device(), 1, platform.simd());
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
        // Also where an extent is 0: native code gets no empty array. With alpha = 0 BLAS ignores NaN in A and B.
        if ((long) m * n * k <= TINY || alpha == 0) {
            super.dot(transposeA, transposeB, m, n, k, alpha, a, b, beta, c);
            return;
        }
        // BLAS counts by columns, and a row-major matrix read by columns is its transpose: so BLAS is asked for
        // C^T [n, m] = op(B)^T op(A)^T, and nothing has to be copied or turned.
        char formB = transposeB ? 'T' : 'N';
        char formA = transposeA ? 'T' : 'N';
        int rowB = transposeB ? k : n;
        int rowA = transposeA ? m : k;
        synchronized (JblasLibrary.LOCK) {
            switch (c.dtype()) {
                case FLOAT32 ->
                    NativeBlas.sgemm(
                            formB,
                            formA,
                            n,
                            m,
                            k,
                            (float) alpha,
                            floats(b),
                            0,
                            rowB,
                            floats(a),
                            0,
                            rowA,
                            (float) beta,
                            floats(c),
                            0,
                            n);
                case FLOAT64 ->
                    NativeBlas.dgemm(
                            formB,
                            formA,
                            n,
                            m,
                            k,
                            alpha,
                            doubles(b),
                            0,
                            rowB,
                            doubles(a),
                            0,
                            rowA,
                            beta,
                            doubles(c),
                            0,
                            n);
            }
        }
    }
}
