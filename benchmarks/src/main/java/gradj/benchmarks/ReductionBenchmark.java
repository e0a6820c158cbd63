package gradj.benchmarks;

import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import org.openjdk.jmh.annotations.Benchmark;

/** Reductions along either axis of a matrix: each element is read once. */
public class ReductionBenchmark extends MatrixBenchmark {
    @Override
    void check(Tensor reference) {
        Tensor magnitude = magnitude(reference);
        requireRight("sum of columns", x.sum(0), reference.sum(0), magnitude.sum(0), rows + 2.0);
        requireRight("sum of rows", x.sum(1), reference.sum(1), magnitude.sum(1), columns + 2.0);
        requireRight("largest of rows", x.max(1), reference.max(1), magnitude.max(1), 0);
    }

    /** The sum of each column, as for the gradient of a bias. */
    @Benchmark
    public double sumOfColumns(ByteRate rate) {
        try (TensorScope scope = TensorScope.open()) {
            rate.add(bytes(1));
            return finished(x.sum(0));
        }
    }

    /** The sum of each row. */
    @Benchmark
    public double sumOfRows(ByteRate rate) {
        try (TensorScope scope = TensorScope.open()) {
            rate.add(bytes(1));
            return finished(x.sum(1));
        }
    }

    /** The largest element of each row. */
    @Benchmark
    public double maxOfRows(ByteRate rate) {
        try (TensorScope scope = TensorScope.open()) {
            rate.add(bytes(1));
            return finished(x.max(1));
        }
    }
}
