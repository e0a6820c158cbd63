package gradj.benchmarks;

import gradj.gradcheck.Differentiable;
import gradj.gradcheck.GradientCheck;
import gradj.gradcheck.GradientReport;
import gradj.nn.TwoLayerNet;
import gradj.spi.DType;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** The book's two-layer net 784-hidden-10 and one batch of seeded normal numbers, whose classes follow one another. */
@Warmup(iterations = 5, time = 1) // a net is many kernels: after 2 s some of the backend vector's were not compiled yet
@SuppressWarnings("NullAway.Init") // filled by JMH
public abstract class NetBenchmark extends BackendBenchmark {
    private static final int INPUTS = 784;
    private static final int CLASSES = 10;

    /** As many elements of each parameter as are differentiated numerically before the measurement. */
    private static final int CHECKED_ELEMENTS = 10;

    /** Of a gradient, as parts of its largest element: sums of 784 terms, and of those that come from them. */
    private static final double ROUNDINGS = 1000;

    /** Hidden neurons: 1, 5, 10 and 50 give 805, 3,985, 7,960 and 39,760 parameters. */
    @Param({"1", "5", "10", "50"})
    public int hidden;

    /** Images of a batch. */
    @Param({"1", "3", "100"})
    public int batch;

    /** The net. */
    TwoLayerNet net;

    /** The batch, [batch, 784]. */
    Tensor x;

    /** Its labels, one-hot, [batch, 10]. */
    Tensor t;

    /**
     * Makes net and batch, and compares the gradients.
     *
     * @throws ResultCheck.WrongResultException if they disagree
     */
    @Setup
    public void fill() {
        net = net(tensors());
        x = gaussian(batch, INPUTS);
        int[] labels = new int[batch];
        Arrays.setAll(labels, i -> i % CLASSES);
        t = tensors().oneHot(CLASSES, labels);
        try (TensorScope scope = TensorScope.open()) {
            requireEqualGradients();
        }
    }

    private TwoLayerNet net(Tensors tensors) {
        return new TwoLayerNet(tensors, INPUTS, hidden, CLASSES, TwoLayerNet.WEIGHT_INIT_STD, 1);
    }

    /**
     * Backpropagation against numerical differentiation at some elements, in float64; and in the dtype that is measured
     * against the reference backend's at all elements.
     */
    private void requireEqualGradients() {
        Tensors reference = new Tensors(REFERENCE, DType.FLOAT64);
        Tensors exact = tensors().backend().supports(DType.FLOAT64)
                ? new Tensors(tensors().backend(), DType.FLOAT64)
                : reference;
        GradientReport report = GradientCheck.sample(CHECKED_ELEMENTS, 1).check(loss(exact));
        if (!report.passed()) {
            throw new ResultCheck.WrongResultException("the two gradients of 784-" + hidden + "-10 on backend "
                    + backend + " disagree; not measured\n" + report);
        }
        Map<String, Tensor> right = loss(reference).gradient();
        net.gradient(x, t).forEach((name, gradient) -> {
            double[] expected = Objects.requireNonNull(right.get(name)).toDoubleArray();
            double[] magnitude = new double[expected.length];
            Arrays.fill(magnitude, Arrays.stream(expected).map(Math::abs).max().orElse(0));
            new ResultCheck("gradient of " + name + " on backend " + backend + ", " + dtype)
                    .require(gradient.toDoubleArray(), expected, magnitude, ROUNDINGS * dtype.unitRoundoff());
        });
    }

    /** The loss of the same net and batch. */
    private Differentiable loss(Tensors tensors) {
        return net(tensors).lossOf(copy(x, tensors), copy(t, tensors));
    }

    private static Tensor copy(Tensor tensor, Tensors tensors) {
        return tensors.of(tensor.shape(), tensor.toDoubleArray());
    }

    /** Waits until the gradient of every parameter is there: the first layer's comes last. */
    final double gradientFinished() {
        return finished(net.parameters().get(0).gradient());
    }
}
