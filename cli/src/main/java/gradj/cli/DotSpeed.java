package gradj.cli;

import gradj.spi.DType;
import gradj.spi.TensorBackend;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.util.Locale;

/**
 * How fast a backend multiplies float32 matrices, in seconds: enough to tell backends apart, no benchmark.
 *
 * @param n the matrices are n x n: 256, smaller where that would take too long
 * @param gflops 2 n^3 floating-point operations by the time of the fastest product, in 10^9 a second
 * @param isWarm whether products had stopped getting faster when it was measured
 */
record DotSpeed(int n, double gflops, boolean isWarm) {
    private static final int LARGEST = 256;
    private static final int SMALLEST = 64;

    /** Of one product, at most. */
    private static final double LONGEST_SECONDS = 0.15;

    /** Measures. */
    static DotSpeed of(TensorBackend backend) {
        Tensors tensors = new Tensors(backend, DType.FLOAT32);
        WarmUp small = products(tensors, SMALLEST);
        int n = LARGEST;
        while (n > SMALLEST && small.fastest() * Math.pow((double) n / SMALLEST, 3) > LONGEST_SECONDS) {
            n /= 2;
        }
        WarmUp last = products(tensors, n);
        return new DotSpeed(n, 2.0 * n * n * n / last.fastest() / 1e9, last.isWarm());
    }

    /** As in {@code 198 GFLOP/s (256^3)}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.3g GFLOP/s (%d^3%s)", gflops, n, isWarm ? "" : ", not warm");
    }

    private static WarmUp products(Tensors tensors, int n) {
        try (TensorScope matrices = TensorScope.open()) {
            SeededRandom random = new SeededRandom(1);
            Tensor a = tensors.gaussian(Shape.of(n, n), 1, random);
            Tensor b = tensors.gaussian(Shape.of(n, n), 1, random);
            return WarmUp.of(
                    () -> {
                        try (TensorScope product = TensorScope.open()) {
                            a.dot(b).get(0, 0); // read, because a device computes later
                        }
                    },
                    WarmUp.Clock.SYSTEM);
        }
    }
}
