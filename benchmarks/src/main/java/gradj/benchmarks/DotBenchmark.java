package gradj.benchmarks;

import gradj.backend.Backends;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One matrix product [m, k] times [k, n]; 2 m n k floating-point operations. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 5, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // filled by JMH
public class DotBenchmark {
    /** A backend on the class path. */
    @Param({"vector", "java"})
    public String backend = "";

    /** The elements' type. */
    @Param({"FLOAT32", "FLOAT64"})
    public DType dtype = DType.FLOAT32;

    /** The sizes m, n, k; with "t" in front, A is stored transposed, [k, m]. */
    @Param({"512x512x512", "1024x1024x1024", "100x50x784", "t784x50x100"})
    public String shape = "";

    private boolean transposed;
    private Tensor a;
    private Tensor b;

    /** Fills the operands with seeded normal numbers. */
    @Setup
    public void fill() {
        transposed = shape.startsWith("t");
        String[] sizes = (transposed ? shape.substring(1) : shape).split("x", -1);
        int m = Integer.parseInt(sizes[0]);
        int n = Integer.parseInt(sizes[1]);
        int k = Integer.parseInt(sizes[2]);
        Tensors tensors = new Tensors(Backends.get(backend), dtype);
        SeededRandom random = new SeededRandom(1);
        a = tensors.gaussian(transposed ? Shape.of(k, m) : Shape.of(m, k), 1, random);
        b = tensors.gaussian(Shape.of(k, n), 1, random);
    }

    /** The product; its memory goes back to the pool at once. */
    @Benchmark
    public int dot() {
        try (TensorScope scope = TensorScope.open()) {
            return (transposed ? a.transposedDot(b) : a.dot(b)).size();
        }
    }
}
