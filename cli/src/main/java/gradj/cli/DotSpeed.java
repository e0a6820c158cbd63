package gradj.cli;

import gradj.spi.DType;
import gradj.spi.TensorBackend;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;

/**
 * How fast a backend multiplies float32 matrices, in two seconds: enough to tell backends apart, no benchmark.
 *
 * @param n the matrices are n x n: 256, smaller where that would take too long
 * @param gflops 2 n^3 floating-point operations by the time of the fastest product, in 10^9 a second
 */
record DotSpeed(int n, double gflops) {
    private static final int LARGEST = 256;
    private static final int SMALLEST = 64;

    /** Java compiles what it runs only after a while, and Vector API calls are a hundred times slower before. */
    private static final double WARM_UP_SECONDS = 0.8;

    /** Of one product, at most. */
    private static final double LONGEST_SECONDS = 0.15;

    private static final double SECONDS = 0.3;

    /** Measures. */
    static DotSpeed of(TensorBackend backend) {
        Tensors tensors = new Tensors(backend, DType.FLOAT32);
        double seconds = fastest(tensors, SMALLEST, WARM_UP_SECONDS);
        int n = LARGEST;
        while (n > SMALLEST && seconds * Math.pow((double) n / SMALLEST, 3) > LONGEST_SECONDS) {
            n /= 2;
        }
        fastest(tensors, n, WARM_UP_SECONDS);
        return new DotSpeed(n, 2.0 * n * n * n / fastest(tensors, n, SECONDS) / 1e9);
    }

    /** Seconds of the fastest of as many products as fit into a time, at least one. */
    private static double fastest(Tensors tensors, int n, double budget) {
        try (TensorScope matrices = TensorScope.open()) {
            SeededRandom random = new SeededRandom(1);
            Tensor a = tensors.gaussian(Shape.of(n, n), 1, random);
            Tensor b = tensors.gaussian(Shape.of(n, n), 1, random);
            long start = System.nanoTime();
            long best = Long.MAX_VALUE;
            long now = start;
            do {
                long before = now;
                try (TensorScope product = TensorScope.open()) {
                    a.dot(b).get(0, 0); // read, because a device computes later
                }
                now = System.nanoTime();
                best = Math.min(best, now - before);
            } while ((now - start) / 1e9 < budget);
            return best / 1e9;
        }
    }
}
