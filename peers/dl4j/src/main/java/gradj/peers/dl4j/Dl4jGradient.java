package gradj.peers.dl4j;

import gradj.peers.Engine;
import gradj.peers.Gradient;
import gradj.peers.Measurement;
import gradj.peers.Problem;
import java.io.IOException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** DL4J's way: a configured net, which is asked for gradient and score. ND4J's operations on a CPU are done when they return. */
public final class Dl4jGradient implements Engine {
    private final Problem problem;
    private final MultiLayerNetwork net;
    private final INDArray x;
    private final INDArray t;

    private Dl4jGradient(Problem problem) {
        this.problem = problem;
        net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(problem.inputs())
                        .nOut(problem.hidden())
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(problem.hidden())
                        .nOut(problem.classes())
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        net.init();
        net.setParam("0_W", matrix(problem.w1(), problem.inputs(), problem.hidden()));
        net.setParam("0_b", matrix(problem.b1(), 1, problem.hidden()));
        net.setParam("1_W", matrix(problem.w2(), problem.hidden(), problem.classes()));
        net.setParam("1_b", matrix(problem.b2(), 1, problem.classes()));
        x = matrix(problem.x(), problem.samples(), problem.inputs());
        t = matrix(problem.oneHot(), problem.samples(), problem.classes());
    }

    private static INDArray matrix(float[] values, int rows, int columns) {
        return Nd4j.createFromArray(values).reshape('c', rows, columns);
    }

    /** Runs the measurement; arguments as {@link Measurement} has them. */
    public static void main(String[] arguments) throws IOException {
        Measurement.run(Dl4jGradient::new, arguments);
    }

    @Override
    public String name() {
        return "DL4J";
    }

    @Override
    public String version() {
        // Its jar has the version in its name, and nowhere inside.
        String jar = MultiLayerNetwork.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        return jar.replaceAll(".*/deeplearning4j-nn-|\\.jar$", "");
    }

    @Override
    public int threads() {
        return Nd4j.getEnvironment().maxMasterThreads();
    }

    @Override
    public void compute() {
        net.setInput(x);
        net.setLabels(t);
        net.computeGradientAndScore();
        // It adds the samples' gradients; their mean is taken later, when the net learns.
        net.getFlattenedGradients().divi(problem.samples());
    }

    @Override
    public Gradient gradient() {
        compute();
        return new Gradient(part("0_W"), part("0_b"), part("1_W"), part("1_b"));
    }

    private float[] part(String parameter) {
        return net.gradient().getGradientFor(parameter).dup('c').data().asFloat();
    }
}
