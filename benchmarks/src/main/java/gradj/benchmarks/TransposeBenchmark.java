package gradj.benchmarks;

import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import org.openjdk.jmh.annotations.Benchmark;

/** The transpose of a matrix: each element is read once and written once. */
public class TransposeBenchmark extends MatrixBenchmark {
    @Override
    void check(Tensor reference) {
        Tensor expected = reference.transpose();
        requireRight("transpose", x.transpose(), expected, magnitude(expected), 0);
    }

    /** [columns, rows]. */
    @Benchmark
    public double transpose(ByteRate rate) {
        try (TensorScope scope = TensorScope.open()) {
            rate.add(bytes(2));
            return finished(x.transpose());
        }
    }
}
