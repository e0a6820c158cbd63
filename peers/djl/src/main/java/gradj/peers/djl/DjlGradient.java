package gradj.peers.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import gradj.peers.Gradient;
import gradj.peers.Measurement;
import gradj.peers.Problem;
import java.io.IOException;

/**
 * DJL's way: arrays that want a gradient, and a collector. The weights are kept as PyTorch keeps them, [out, in]. PyTorch's
 * operations on a CPU are done when they return.
 */
public final class DjlGradient implements gradj.peers.Engine {
    private final Problem problem;
    private final Engine engine = Engine.getEngine("PyTorch");
    private final NDManager manager = engine.newBaseManager();
    private final Loss lossOfScores = Loss.softmaxCrossEntropyLoss();
    private final NDArray x;
    private final NDArray labels;
    private final NDArray w1;
    private final NDArray b1;
    private final NDArray w2;
    private final NDArray b2;

    private DjlGradient(Problem problem) {
        this.problem = problem;
        int inputs = problem.inputs();
        int hidden = problem.hidden();
        int classes = problem.classes();
        x = manager.create(problem.x(), new Shape(problem.samples(), inputs));
        long[] numbers = new long[problem.samples()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = problem.labels()[i];
        }
        labels = manager.create(numbers, new Shape(numbers.length, 1));
        w1 = parameter(Gradient.transposed(problem.w1(), inputs, hidden), new Shape(hidden, inputs));
        b1 = parameter(problem.b1(), new Shape(hidden));
        w2 = parameter(Gradient.transposed(problem.w2(), hidden, classes), new Shape(classes, hidden));
        b2 = parameter(problem.b2(), new Shape(classes));
    }

    private NDArray parameter(float[] values, Shape shape) {
        NDArray parameter = manager.create(values, shape);
        parameter.setRequiresGradient(true);
        return parameter;
    }

    /** Runs the measurement; arguments as {@link Measurement} has them. */
    public static void main(String[] arguments) throws IOException {
        Measurement.run(DjlGradient::new, arguments);
    }

    @Override
    public String name() {
        return "DJL (PyTorch " + engine.getVersion() + ")";
    }

    @Override
    public String version() {
        return Engine.getDjlVersion();
    }

    @Override
    public int threads() {
        return JniUtils.getNumThreads();
    }

    @Override
    public void compute() {
        try (NDScope intermediates = new NDScope();
                GradientCollector collector = engine.newGradientCollector()) {
            intermediates.suppressNotUsedWarning();
            zero(w1);
            zero(b1);
            zero(w2);
            zero(b2);
            NDArray hidden = Activation.relu(Linear.linear(x, w1, b1).singletonOrThrow());
            NDArray scores = Linear.linear(hidden, w2, b2).singletonOrThrow();
            collector.backward(lossOfScores.evaluate(new NDList(labels), new NDList(scores)));
        }
    }

    /** DJL adds to the gradient that is there, and cannot take it away. */
    private static void zero(NDArray parameter) {
        NDArray gradient = parameter.getGradient();
        gradient.subi(gradient);
    }

    @Override
    public Gradient gradient() {
        compute();
        return new Gradient(
                Gradient.transposed(read(w1), problem.hidden(), problem.inputs()),
                read(b1),
                Gradient.transposed(read(w2), problem.classes(), problem.hidden()),
                read(b2));
    }

    private static float[] read(NDArray parameter) {
        return parameter.getGradient().toFloatArray();
    }
}
