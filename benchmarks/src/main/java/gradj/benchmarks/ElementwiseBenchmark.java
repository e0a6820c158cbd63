package gradj.benchmarks;

import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import org.openjdk.jmh.annotations.Benchmark;

/** Operations on each element by itself. */
@SuppressWarnings("NullAway.Init") // filled by check, which JMH's setup calls
public class ElementwiseBenchmark extends MatrixBenchmark {
    /** The error of exp, in units of the rounding error; the contract of a backend grants it 4 in the last place. */
    private static final double EXP_ROUNDINGS = 10;

    private Tensor other;
    private Tensor bias;

    @Override
    void check(Tensor reference) {
        other = gaussian(rows, columns);
        bias = gaussian(columns);
        Tensor sum = reference.plus(onReference(other));
        Tensor biased = reference.plus(onReference(bias));
        Tensor positive = reference.relu();
        Tensor powers = reference.exp();
        requireRight("plus", x.plus(other), sum, magnitude(sum), 2);
        requireRight("plus a bias", x.plus(bias), biased, magnitude(biased), 2);
        requireRight("relu", x.relu(), positive, positive, 0);
        requireRight("exp", x.exp(), powers, powers, EXP_ROUNDINGS);
    }

    /** X + Y. */
    @Benchmark
    public double plus(ByteRate rate) {
        try (TensorScope scope = TensorScope.open()) {
            rate.add(bytes(3));
            return finished(x.plus(other));
        }
    }

    /** X + b, the same b for each row. */
    @Benchmark
    public double plusBias(ByteRate rate) {
        try (TensorScope scope = TensorScope.open()) {
            rate.add(bytes(2));
            return finished(x.plus(bias));
        }
    }

    /** The larger of X and 0. */
    @Benchmark
    public double relu(ByteRate rate) {
        try (TensorScope scope = TensorScope.open()) {
            rate.add(bytes(2));
            return finished(x.relu());
        }
    }

    /** e to the power of X; limited by arithmetic. */
    @Benchmark
    public double exp(ByteRate rate) {
        try (TensorScope scope = TensorScope.open()) {
            rate.add(bytes(2));
            return finished(x.exp());
        }
    }
}
