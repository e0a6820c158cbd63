package gradj.nn;

import gradj.gradcheck.Differentiable;
import gradj.gradcheck.NumericalGradient;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A classifier: a chain of layers that ends in scores, with {@link SoftmaxWithLoss} behind it while it learns. */
public class Network {
    /** Samples evaluated at a time: enough to keep the kernels busy, few enough to keep the hidden layers small. */
    private static final int EVALUATION_ROWS = 2000;

    private final List<Layer> layers;

    /** The same layers as they are run: an affine and its ReLU as one. */
    private final Layer[] chain;

    private final List<Parameter> parameters;
    private final SoftmaxWithLoss lastLayer = new SoftmaxWithLoss();

    /** Whether the layers remember the forward of the last loss, and no other. */
    private boolean lossIsLatest;

    /**
     * Chains these layers, the one next to the input first.
     *
     * @throws IllegalArgumentException if a layer stands at two places (it remembers one forward only), or two parameters
     *     have the same name
     */
    public Network(List<Layer> layers) {
        this.layers = List.copyOf(layers);
        this.chain = AffineRelu.chain(this.layers).toArray(Layer[]::new);
        this.parameters =
                layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
        Set<Layer> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Layer layer : layers) {
            if (!seen.add(layer)) {
                throw new IllegalArgumentException(
                        "a " + layer.getClass().getSimpleName() + " stands at two places of the net: make two of them");
            }
        }
        Set<String> names = new HashSet<>();
        for (Parameter parameter : parameters) {
            if (!names.add(parameter.name())) {
                throw new IllegalArgumentException(
                        "two parameters are named " + parameter.name() + ": give each a name of its own");
            }
        }
    }

    /** The layers as they were given, the one next to the input first. */
    public List<Layer> layers() {
        return layers;
    }

    /** The parameters of all layers, in the layers' order. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** The scores [N, C] of the inputs x [N, ...]; the largest of a row names the class. */
    public Tensor predict(Tensor x) {
        lossIsLatest = false;
        Tensor y = x;
        for (Layer layer : chain) {
            y = layer.forward(y);
        }
        return y;
    }

    /**
     * The mean loss of a batch, a scalar.
     *
     * @param t one-hot rows [N, C], or class numbers [N]
     */
    public Tensor loss(Tensor x, Tensor t) {
        Tensor loss = lastLayer.forward(predict(x), t);
        lossIsLatest = true;
        return loss;
    }

    /**
     * Backpropagation: sets the gradient of every parameter for the last {@link #loss}.
     *
     * @throws IllegalStateException if there was no loss, or a prediction came after it
     */
    public void backward() {
        if (!lossIsLatest) {
            throw new IllegalStateException(
                    "backward before forward: call loss(x, t) first, with no predict or accuracy in between");
        }
        Tensor dout = lastLayer.backward();
        for (int i = chain.length - 1; i > 0; i--) {
            dout = chain[i].backward(dout);
        }
        if (chain.length > 0) {
            chain[0].backwardToParameters(dout);
        }
    }

    /** The gradient of the loss on a batch by backpropagation: for each parameter its name, and a tensor of its shape. */
    public Map<String, Tensor> gradient(Tensor x, Tensor t) {
        loss(x, t);
        backward();
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            gradients.put(parameter.name(), parameter.gradient());
        }
        return gradients;
    }

    /**
     * The same gradient by numerical differentiation, two evaluations of the loss for each element of each parameter.
     * Always in float64: a float32 net is copied to float64 first.
     */
    public Map<String, Tensor> numericalGradient(Tensor x, Tensor t) {
        return NumericalGradient.of(lossOf(x, t));
    }

    /**
     * The loss on one batch as a function of the parameters, in float64, to be checked or differentiated numerically. It
     * has a copy of this net, whose parameters stay as they are. Layers of one's own are run once, to see that their
     * copies are the same layers: a {@link #backward} needs a new loss after that.
     */
    public Differentiable lossOf(Tensor x, Tensor t) {
        boolean isFloat32 =
                parameters.stream().anyMatch(parameter -> parameter.value().dtype() == DType.FLOAT32);
        List<String> notes = isFloat32 ? List.of("the net is float32: checked on a copy of it in float64") : List.of();
        lossIsLatest &= layers.stream().allMatch(LayerCopies::isKnown); // the others are run, beside their copies
        return NetworkLoss.of(this, x.to(DType.FLOAT64), t.to(DType.FLOAT64), notes);
    }

    /** The part of the samples, 0 to 1, whose largest score names the right class; t as in {@link #loss}. */
    public double accuracy(Tensor x, Tensor t) {
        int samples = x.shape().rank() == 0 ? 0 : x.shape().length(0);
        if (samples == 0 || t.shape().rank() == 0 || t.shape().length(0) != samples) {
            throw new ShapeException(
                    "accuracy",
                    "expected one label for each sample, got " + x.shape() + " and " + t.shape(),
                    x.shape(),
                    t.shape());
        }
        int atOnce = isNarrowBeside(x.size() / samples) ? samples : EVALUATION_ROWS;
        int correct = 0;
        try (TensorScope.Rounds pieces = TensorScope.rounds()) {
            for (int from = 0; from < samples; from += atOnce) {
                int to = Math.min(samples, from + atOnce);
                try (TensorScope piece = pieces.open()) {
                    correct += to - from == samples
                            ? correct(predict(x), t)
                            : correct(predict(x.rows(from, to)), t.rows(from, to));
                }
            }
        }
        return (double) correct / samples;
    }

    /**
     * Whether this is a net of affine layers none of whose outputs is more than a quarter of the samples. Then all are
     * evaluated at once, for that much more memory, and no copy of the samples is made: 39 ms instead of 50 to 54 for
     * 60,000 x 784 through 50 units, of which copying takes 11 (float32, backend vector, 2-core AMD EPYC, JDK 17). A wide
     * net's products hide the copy, and of other layers the width is not known.
     */
    private boolean isNarrowBeside(int features) {
        for (Layer layer : layers) {
            boolean known = layer.parameters().isEmpty() || layer instanceof Affine;
            if (!known) {
                return false;
            }
            for (Parameter parameter : layer.parameters()) {
                if (4L * parameter.value().shape().length(-1) > features) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int correct(Tensor scores, Tensor t) {
        float[] predicted = scores.argmax(-1).toFloatArray();
        Shape classNumbers = Shape.of(predicted.length);
        if (!t.shape().equals(classNumbers) && !t.shape().equals(scores.shape())) {
            throw new ShapeException(
                    "accuracy",
                    "labels of scores " + scores.shape() + ": expected one-hot rows " + scores.shape()
                            + " or class numbers " + classNumbers + ", got " + t.shape(),
                    scores.shape(),
                    t.shape());
        }
        float[] expected = (t.shape().equals(classNumbers) ? t : t.argmax(-1)).toFloatArray();
        int correct = 0;
        for (int i = 0; i < predicted.length; i++) {
            correct += predicted[i] == expected[i] ? 1 : 0;
        }
        return correct;
    }

    /** The same net with parameters of its own, in this dtype. */
    public Network copy(DType dtype) {
        return new Network(layers.stream().map(layer -> layer.copy(dtype)).toList());
    }
}
