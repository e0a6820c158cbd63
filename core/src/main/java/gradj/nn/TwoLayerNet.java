package gradj.nn;

import gradj.backend.Backends;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensors;
import java.util.List;

/**
 * The book's net of two layers: affine, ReLU, affine, and softmax with loss while it learns. Parameters W1 [D, H],
 * b1 [H], W2 [H, C], b2 [C]; the weights start as Gaussian noise, the biases as 0. Book section 5.7.2.
 */
public final class TwoLayerNet extends Network {
    /** The book's standard deviation of the first weights. */
    public static final double WEIGHT_INIT_STD = 0.01;

    /** A float32 net on the chosen backend, the book's noise, seed 0. */
    public TwoLayerNet(int inputSize, int hiddenSize, int outputSize) {
        this(Backends.float32(), inputSize, hiddenSize, outputSize, WEIGHT_INIT_STD, 0);
    }

    /**
     * @param tensors backend and dtype of the parameters
     * @param weightInitStd standard deviation of the first weights
     * @param seed the same seed gives the same weights on every backend
     */
    public TwoLayerNet(
            Tensors tensors, int inputSize, int hiddenSize, int outputSize, double weightInitStd, long seed) {
        super(layers(tensors, inputSize, hiddenSize, outputSize, weightInitStd, new SeededRandom(seed)));
    }

    private static List<Layer> layers(
            Tensors tensors, int inputSize, int hiddenSize, int outputSize, double std, SeededRandom random) {
        Parameter w1 = new Parameter("W1", tensors.gaussian(Shape.of(inputSize, hiddenSize), std, random));
        Parameter b1 = new Parameter("b1", tensors.zeros(Shape.of(hiddenSize)));
        Parameter w2 = new Parameter("W2", tensors.gaussian(Shape.of(hiddenSize, outputSize), std, random));
        Parameter b2 = new Parameter("b2", tensors.zeros(Shape.of(outputSize)));
        return List.of(new Affine(w1, b1), new Relu(), new Affine(w2, b2));
    }
}
