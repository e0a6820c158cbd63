package gradj.peers.runner;

import gradj.backend.Backends;
import gradj.nn.Affine;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.nn.Relu;
import gradj.peers.Engine;
import gradj.peers.Gradient;
import gradj.peers.Measurement;
import gradj.peers.Problem;
import gradj.spi.DType;
import gradj.spi.TensorBackend;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** gradj's way: a net of layers; what a call makes ends with its scope. */
public final class GradjGradient implements Engine {
    private final TensorBackend backend;
    private final Network net;
    private final Tensor x;
    private final Tensor t;

    private GradjGradient(String backendName, Problem problem) {
        backend = Backends.get(backendName);
        Tensors tensors = new Tensors(backend, DType.FLOAT32);
        net = net(tensors, problem);
        x = tensors.of(Shape.of(problem.samples(), problem.inputs()), problem.x());
        t = tensors.oneHot(problem.classes(), problem.labels());
    }

    /** The problem's net on these tensors' backend, in their dtype. */
    static Network net(Tensors tensors, Problem problem) {
        int hidden = problem.hidden();
        int classes = problem.classes();
        Parameter w1 = new Parameter("W1", tensors.of(Shape.of(problem.inputs(), hidden), problem.w1()));
        Parameter b1 = new Parameter("b1", tensors.of(Shape.of(hidden), problem.b1()));
        Parameter w2 = new Parameter("W2", tensors.of(Shape.of(hidden, classes), problem.w2()));
        Parameter b2 = new Parameter("b2", tensors.of(Shape.of(classes), problem.b2()));
        return new Network(List.of(new Affine(w1, b1), new Relu(), new Affine(w2, b2)));
    }

    /** Runs the measurement; the first argument names the backend, the others are as {@link Measurement} has them. */
    public static void main(String[] arguments) throws IOException {
        Measurement.run(
                problem -> new GradjGradient(arguments[0], problem),
                Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    @Override
    public String name() {
        return "gradj " + backend.name();
    }

    @Override
    public String version() {
        String version = Network.class.getPackage().getImplementationVersion();
        return version == null ? "unpacked" : version;
    }

    @Override
    public int threads() {
        return backend.device().threads();
    }

    @Override
    public void compute() {
        try (TensorScope scope = TensorScope.open()) {
            net.loss(x, t);
            net.backward();
        }
    }

    @Override
    public Gradient gradient() {
        net.loss(x, t);
        net.backward();
        return new Gradient(read(0), read(1), read(2), read(3));
    }

    private float[] read(int parameter) {
        return net.parameters().get(parameter).gradient().toFloatArray();
    }
}
