package gradj.benchmarks;

import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** One matrix product [m, k] times [k, n]; 2 m n k floating-point operations. */
@SuppressWarnings("NullAway.Init") // filled by JMH
public class DotBenchmark extends BackendBenchmark {
    /** As many rows of a product as are compared. */
    private static final int CHECKED_ROWS = 5;

    /** The sizes m, n, k; with "t" in front, A is stored transposed, [k, m], as for the gradient of a weight matrix. */
    @Param({
        "16x16x16",
        "32x32x32",
        "64x64x64",
        "128x128x128",
        "256x256x256",
        "512x512x512",
        "1024x1024x1024",
        "2048x2048x2048",
        "100x50x784",
        "t784x50x100"
    })
    public String size = "";

    private boolean transposed;
    private double operations;
    private Tensor a;
    private Tensor b;

    /** Fills the operands with seeded normal numbers, and compares some rows of their product with the definition's. */
    @Setup
    public void fill() {
        transposed = size.startsWith("t");
        int[] mnk = sizes(transposed ? size.substring(1) : size);
        int m = mnk[0];
        int n = mnk[1];
        int k = mnk[2];
        operations = 2.0 * m * n * k;
        a = transposed ? gaussian(k, m) : gaussian(m, k);
        b = gaussian(k, n);
        int[] rows = new int[Math.min(m, CHECKED_ROWS)];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (int) ((m - 1L) * i / Math.max(1, rows.length - 1)); // the first, the last, and between
        }
        Tensor someA = onReference(transposed ? a.transpose() : a).gatherRows(rows);
        Tensor allB = onReference(b);
        requireRight(
                "dot " + size,
                product().gatherRows(rows),
                someA.dot(allB),
                magnitude(someA).dot(magnitude(allB)),
                k + 2.0);
    }

    /** The product; its memory goes back to the pool at once. */
    @Benchmark
    public double dot(FlopRate rate) {
        try (TensorScope scope = TensorScope.open()) {
            rate.add(operations);
            return finished(product());
        }
    }

    private Tensor product() {
        return transposed ? a.transposedDot(b) : a.dot(b);
    }
}
