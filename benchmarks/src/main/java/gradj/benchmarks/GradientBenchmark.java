package gradj.benchmarks;

import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** The gradient of the loss of one batch, in the two ways that the notes compare. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class GradientBenchmark extends NetBenchmark {
    /** Loss and backpropagation. */
    @Benchmark
    public double backprop() {
        try (TensorScope scope = TensorScope.open()) {
            net.loss(x, t);
            net.backward();
            return gradientFinished();
        }
    }

    /** Two evaluations of the loss for each parameter; always in float64, whatever the net's dtype. Up to minutes: few iterations. */
    @Benchmark
    @Warmup(iterations = 1, time = 400, timeUnit = TimeUnit.MILLISECONDS)
    @Measurement(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
    public double numerical() {
        double sum = 0;
        try (TensorScope scope = TensorScope.open()) {
            for (Map.Entry<String, Tensor> gradient :
                    net.numericalGradient(x, t).entrySet()) {
                sum += gradient.getValue()
                        .get(new int[gradient.getValue().shape().rank()]);
            }
        }
        return sum;
    }
}
