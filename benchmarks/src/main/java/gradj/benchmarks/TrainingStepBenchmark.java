package gradj.benchmarks;

import gradj.optim.Adam;
import gradj.optim.Optimizer;
import gradj.optim.Sgd;
import gradj.tensor.TensorScope;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A whole step of training on one batch: loss, backpropagation, and the parameters moved against the gradient. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // filled by JMH
public class TrainingStepBenchmark extends NetBenchmark {
    private final Sgd sgd = new Sgd(1e-3);
    private final Adam adam = new Adam(1e-5);
    private TensorScope.Rounds steps;

    /** As the trainer does: each step reuses the tensors of the one before. They belong to the measuring thread. */
    @Setup(Level.Iteration)
    public void open() {
        steps = TensorScope.rounds();
    }

    /** Gives their memory back. */
    @TearDown(Level.Iteration)
    public void close() {
        steps.close();
    }

    /** One step; with {@code -prof gc}, gc.alloc.rate.norm is the bytes that it leaves to the garbage collector. */
    @Benchmark
    public double step() {
        return step(sgd);
    }

    /** The same with Adam; {@code peers/step.py} times it in NumPy and PyTorch. */
    @Benchmark
    public double stepWithAdam() {
        return step(adam);
    }

    private double step(Optimizer optimizer) {
        try (TensorScope step = steps.open()) {
            net.loss(x, t);
            net.backward();
            optimizer.step(net.parameters());
            return finished(net.parameters().get(0).value());
        }
    }
}
