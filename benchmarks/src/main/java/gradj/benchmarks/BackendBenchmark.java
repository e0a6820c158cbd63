package gradj.benchmarks;

import gradj.backend.Backends;
import gradj.backend.ReferenceBackend;
import gradj.spi.DType;
import gradj.spi.TensorBackend;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What is measured on one backend in one dtype. The heap is fixed and touched beforehand, so that neither its growth nor
 * the system's first handing out of pages is measured. Results are calls a millisecond; the rates beside them are
 * {@link FlopRate} and {@link ByteRate}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 5,
        jvmArgsPrepend = {
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-Xms1g",
            "-Xmx1g",
            "-XX:+AlwaysPreTouch"
        })
@Warmup(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public abstract class BackendBenchmark {
    /** Right by definition, and slow. */
    static final ReferenceBackend REFERENCE = new ReferenceBackend();

    /** A backend on the class path; {@code gradj bench} measures each that is available. */
    @Param({"vector", "java", "jblas", "opencl"})
    public String backend = "";

    /** The elements' type. */
    @Param({"FLOAT32", "FLOAT64"})
    public DType dtype = DType.FLOAT32;

    /** Not the seed of the nets: data and weights would be the same numbers. */
    private final SeededRandom random = new SeededRandom(2);

    private final float[] oneFloat = new float[1];
    private final double[] oneDouble = new double[1];

    /**
     * Makes tensors on the backend.
     *
     * @throws gradj.backend.BackendUnavailableException if it cannot run here
     * @throws IllegalArgumentException if it does not compute in this dtype
     */
    final Tensors tensors() {
        return new Tensors(Backends.get(backend), dtype);
    }

    /** Seeded normal numbers. */
    final Tensor gaussian(int... shape) {
        return tensors().gaussian(Shape.of(shape), 1, random);
    }

    /** The same numbers in float64 on the backend that is right by definition. */
    static Tensor onReference(Tensor x) {
        return x.to(DType.FLOAT64).to(REFERENCE);
    }

    /** The absolute values. */
    static Tensor magnitude(Tensor x) {
        return x.relu().plus(x.negate().relu());
    }

    /** Refuses to go on with a backend that computes wrong; see {@link ResultCheck}. */
    final void requireRight(String operation, Tensor actual, Tensor expected, Tensor magnitude, double roundings) {
        new ResultCheck(operation + " " + actual.shape() + " on backend " + backend + ", " + dtype)
                .require(
                        actual.toDoubleArray(),
                        expected.toDoubleArray(),
                        magnitude.toDoubleArray(),
                        roundings * dtype.unitRoundoff());
    }

    /** Waits until a result is there: a device computes later than it is told to, and must be asked for a number. */
    final double finished(Tensor result) {
        TensorBackend computed = result.backend();
        if (dtype == DType.FLOAT32) {
            computed.read(result.storage(), 0, oneFloat, 0, 1);
            return oneFloat[0];
        }
        computed.read(result.storage(), 0, oneDouble, 0, 1);
        return oneDouble[0];
    }

    /** The numbers in a text such as {@code 100x50x784}. */
    static int[] sizes(String text) {
        String[] parts = text.split("x", -1);
        int[] sizes = new int[parts.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Integer.parseInt(parts[i]);
        }
        return sizes;
    }
}
