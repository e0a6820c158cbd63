package gradj.benchmarks;

import gradj.backend.Backends;
import gradj.nn.TwoLayerNet;
import gradj.optim.Sgd;
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

/** The two-layer net: the gradient of one mini-batch by backpropagation, and a whole step of training. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 5, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // filled by JMH
public class GradientBenchmark {
    /** A backend on the class path. */
    @Param({"vector", "java"})
    public String backend = "";

    /** The elements' type. */
    @Param("FLOAT32")
    public DType dtype = DType.FLOAT32;

    /** Inputs, hidden neurons, classes, and samples of a batch. */
    @Param({"784-50-10 100", "784-1024-10 256"})
    public String net = "";

    private final Sgd sgd = new Sgd(1e-3);
    private TwoLayerNet layers;
    private Tensor x;
    private Tensor t;

    /** Makes the net, and a batch of seeded normal numbers whose classes follow one another. */
    @Setup
    public void fill() {
        String[] sizes = net.split("[- ]", -1);
        int inputs = Integer.parseInt(sizes[0]);
        int hidden = Integer.parseInt(sizes[1]);
        int classes = Integer.parseInt(sizes[2]);
        int samples = Integer.parseInt(sizes[3]);
        Tensors tensors = new Tensors(Backends.get(backend), dtype);
        layers = new TwoLayerNet(tensors, inputs, hidden, classes, TwoLayerNet.WEIGHT_INIT_STD, 1);
        x = tensors.gaussian(Shape.of(samples, inputs), 1, new SeededRandom(1));
        double[] oneHot = new double[samples * classes];
        for (int i = 0; i < samples; i++) {
            oneHot[i * classes + i % classes] = 1;
        }
        t = tensors.of(Shape.of(samples, classes), oneHot);
    }

    /** Loss and backpropagation. */
    @Benchmark
    public void gradient() {
        try (TensorScope scope = TensorScope.open()) {
            layers.loss(x, t);
            layers.backward();
        }
    }

    /** The gradient, and the parameters moved against it. */
    @Benchmark
    public void step() {
        try (TensorScope scope = TensorScope.open()) {
            layers.loss(x, t);
            layers.backward();
            sgd.step(layers.parameters());
        }
    }
}
