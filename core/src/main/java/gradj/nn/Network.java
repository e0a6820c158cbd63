package gradj.nn;

import gradj.gradcheck.Differentiable;
import gradj.gradcheck.NumericalGradient;
import gradj.spi.DType;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A net that learns: a layer, as a rule a {@link Sequential} of several, and the {@link Loss} of what it gives.
 *
 * <pre>{@code
 * Network net = Network.sequence(tensors, seed).affine(784, 100).relu().affine(100, 10).softmaxCrossEntropy();
 * }</pre>
 *
 * <p>Threads: {@link #predict} and {@link #accuracy} may be called from any number of threads at once, also while another
 * one trains the net, whose parameters they then see as they are before or after a step, or partly each; {@link #loss},
 * {@link #backward}, {@link #gradient} and training belong to one thread at a time, and a backward to the thread whose loss
 * it is, else they throw {@link IllegalStateException}. A net may go from one thread to another between steps.
 */
public sealed class Network permits TwoLayerNet {
    /** Samples evaluated at a time: enough to keep the kernels busy, few enough to keep the hidden layers small. */
    private static final int EVALUATION_ROWS = 2000;

    private final Layer layer;
    private final Loss loss;

    private final List<Layer> layers;
    private final List<Parameter> parameters;

    private final Turn turn = new Turn();

    /** The thread of the last loss, if the layers remember its forward and no other. */
    private @Nullable Thread lossThread;

    /** A net of this layer, which learns to make this loss small. */
    public Network(Layer layer, Loss loss) {
        this.layer = layer;
        this.loss = loss;
        this.layers = layer instanceof Sequential sequence ? sequence.layers() : List.of(layer);
        this.parameters = List.copyOf(layer.parameters());
    }

    /**
     * A classifier: chains these layers, the one next to the input first, with {@link SoftmaxWithLoss} behind them. The
     * parameters keep the names that their layers give them.
     *
     * @throws IllegalArgumentException if a layer stands at two places (it remembers one forward only), or two parameters
     *     have the same name
     */
    public Network(List<Layer> layers) {
        this(Sequential.withoutPaths(layers), new SoftmaxWithLoss());
    }

    /** Begins a net of layers one behind the other, with first weights drawn from this seed. */
    public static NetworkBuilder sequence(Tensors tensors, long seed) {
        return new NetworkBuilder(tensors, seed);
    }

    /** The layer that this net is. */
    public Layer layer() {
        return layer;
    }

    /** What the net learns to make small. Its memory is that of the net's own {@link #loss(Tensor, Tensor)}. */
    public Loss loss() {
        return loss;
    }

    /** The layers of a {@link Sequential} as they were given, the one next to the input first; else the one layer. */
    public List<Layer> layers() {
        return layers;
    }

    /** The parameters of all layers, in the layers' order. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** What the net keeps beside its parameters, such as running means; no optimizer changes it. */
    public List<Buffer> buffers() {
        return layer.buffers();
    }

    /**
     * The scores [N, C] of the inputs x [N, ...]; of a classifier the largest of a row names the class. A single sample [D]
     * has scores [C].
     *
     * <p>Nothing is remembered, and a {@link #backward} that is due stays so. Only a net with a layer that has neither an
     * {@link Layer#infer} nor a {@link Layer#copy} of its own is run by its forward, in one thread at a time; the backward
     * is then refused.
     */
    public Tensor predict(Tensor x) {
        try {
            return layer.infer(x);
        } catch (UnsupportedOperationException noCopy) {
            synchronized (turn) {
                boolean began = turn.begin("predict, through a layer without infer(x) and copy,");
                try {
                    lossThread = null;
                    return layer.forward(x, Mode.EVALUATION);
                } finally {
                    end(began);
                }
            }
        }
    }

    /** What the scores of x stand for, by the loss: probabilities, or the numbers themselves. Shapes as {@link #predict}. */
    public Tensor prediction(Tensor x) {
        return loss.prediction(predict(x));
    }

    private void end(boolean began) {
        if (began) {
            turn.end(Thread.currentThread());
        }
    }

    /**
     * The loss of a batch, a scalar, in {@link Mode#TRAINING}.
     *
     * @param x [N, ...], or a single sample [D]
     * @param t what the loss takes, of a classifier one-hot rows [N, C] or class numbers [N]; of a single sample a row [C],
     *     or a class number [] or [1]
     * @throws ShapeException if the shapes do not fit, or the scores are of one class, which leaves nothing to learn
     * @throws IllegalArgumentException if the labels are no class numbers, or rows of them hold NaN or infinity
     * @throws IllegalStateException if another thread is learning with this net
     */
    public Tensor loss(Tensor x, Tensor t) {
        return lossOfBatch(x, t, null);
    }

    /**
     * The same where samples count differently: the mean weighted by these.
     *
     * @param weights [N], finite, none below 0, not all 0
     * @throws UnsupportedOperationException if the net's loss does not weigh samples
     */
    public Tensor loss(Tensor x, Tensor t, Tensor weights) {
        return lossOfBatch(x, t, weights);
    }

    /** No function of the scores is made for this: it would be garbage of every step. */
    private Tensor lossOfBatch(Tensor x, Tensor t, @Nullable Tensor weights) {
        boolean began = turn.begin("loss");
        try {
            lossThread = null;
            Tensor scores = layer.forward(x, Mode.TRAINING);
            Tensor value = weights == null ? loss.forward(scores, t) : loss.forward(scores, t, weights);
            lossThread = Thread.currentThread();
            return value;
        } finally {
            end(began);
        }
    }

    /**
     * Backpropagation: sets the gradient of every parameter for the last {@link #loss}.
     *
     * @throws IllegalStateException if there was no loss, or it was another thread's, or another thread is learning with
     *     this net
     */
    public void backward() {
        boolean began = turn.begin("backward");
        try {
            requireOwnLoss();
            layer.backwardToParameters(loss.backward());
        } finally {
            end(began);
        }
    }

    private void requireOwnLoss() {
        Thread owner = lossThread;
        if (owner == null) {
            throw new IllegalStateException("backward before forward: call loss(x, t) first");
        }
        if (owner != Thread.currentThread()) {
            throw Turn.twoThreads(
                    "backward in thread \"" + Thread.currentThread().getName() + "\" of a loss that thread \""
                            + owner.getName() + "\" computed");
        }
    }

    /** The gradient of the loss on a batch by backpropagation: for each parameter its name, and a tensor of its shape. */
    public Map<String, Tensor> gradient(Tensor x, Tensor t) {
        try (Claim claim = claim()) {
            loss(x, t);
            backward();
            Map<String, Tensor> gradients = new LinkedHashMap<>();
            for (Parameter parameter : parameters) {
                gradients.put(parameter.name(), parameter.gradient());
            }
            return gradients;
        }
    }

    /**
     * Claims this net for the thread that calls, as {@link gradj.train.Trainer} does for its run: until the claim is closed,
     * loss and backward of any other thread throw. For a training loop of your own that spans many steps; a single loss or
     * backward claims the net itself.
     *
     * @throws IllegalStateException if another thread is learning with this net
     */
    public Claim claim() {
        Thread thread = Thread.currentThread();
        return turn.begin("training") ? () -> turn.end(thread) : () -> {};
    }

    /** A net that is claimed for one thread, until this is closed. */
    @FunctionalInterface
    public interface Claim extends AutoCloseable {
        @Override
        void close();
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
     * has a copy of this net, whose parameters stay as they are. Layers of one's own are run, to see that their
     * copies are the same layers: a {@link #backward} needs a new loss after that.
     */
    public Differentiable lossOf(Tensor x, Tensor t) {
        return lossOf(x, new Tensor[] {t});
    }

    /** The same of {@link #loss(Tensor, Tensor, Tensor)}, where samples weigh differently. */
    public Differentiable lossOf(Tensor x, Tensor t, Tensor weights) {
        return lossOf(x, new Tensor[] {t, weights});
    }

    private Differentiable lossOf(Tensor x, Tensor[] constants) {
        boolean isFloat32 =
                parameters.stream().anyMatch(parameter -> parameter.value().dtype() == DType.FLOAT32);
        List<String> notes = isFloat32 ? List.of("the net is float32: checked on a copy of it in float64") : List.of();
        List<Tensor> batch =
                Stream.of(constants).map(tensor -> tensor.to(DType.FLOAT64)).toList();
        if (LayerCopies.isKnown(layer)) {
            return NetworkLoss.of(this, x.to(DType.FLOAT64), batch, notes);
        }
        try (Claim claim = claim()) { // the others are run, beside their copies
            lossThread = null;
            return NetworkLoss.of(this, x.to(DType.FLOAT64), batch, notes);
        }
    }

    /**
     * The part of the samples, 0 to 1, whose largest score names the class of the label, the first one where several scores
     * are equal. A row of labels names the class of its largest share.
     *
     * @param x as in {@link #loss}
     * @param t as in {@link #loss}
     * @throws ShapeException if the shapes do not fit, or the scores are of one class, which is always right
     * @throws IllegalArgumentException if a label is no class number, or a row of labels names no class or two; or if a
     *     sample's scores are NaN because it holds NaN or infinity itself
     * @throws ArithmeticException if the scores of a sample are NaN by the net's fault
     */
    public double accuracy(Tensor x, Tensor t) {
        if (x.shape().rank() < 2) { // one sample, or numbers for a first layer that takes them
            try (TensorScope scope = TensorScope.open()) {
                Tensor scores = predict(x);
                int samples = scores.shape().rank() < 2 ? 1 : scores.shape().length(0);
                requireOneLabelEach(samples, x, t);
                return (double) Accuracy.correct(x, scores, t, 0) / samples;
            }
        }
        int samples = x.shape().length(0);
        requireOneLabelEach(t.shape().rank() == 0 ? 0 : samples, x, t);
        int atOnce = isNarrowBeside(x.size() / samples) ? samples : EVALUATION_ROWS;
        int correct = 0;
        try (TensorScope.Rounds pieces = TensorScope.rounds()) {
            for (int from = 0; from < samples; from += atOnce) {
                int to = Math.min(samples, from + atOnce);
                try (TensorScope piece = pieces.open()) {
                    boolean isAll = to - from == samples;
                    Tensor inputs = isAll ? x : x.rows(from, to);
                    correct += Accuracy.correct(inputs, predict(inputs), isAll ? t : t.rows(from, to), from);
                }
            }
        }
        return (double) correct / samples;
    }

    private static void requireOneLabelEach(int samples, Tensor x, Tensor t) {
        boolean fits = samples > 0
                && (samples == 1 || (t.shape().rank() > 0 && t.shape().length(0) == samples));
        if (!fits) {
            throw new ShapeException(
                    "accuracy",
                    "expected one label for each sample, got " + x.shape() + " and " + t.shape(),
                    x.shape(),
                    t.shape());
        }
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

    /** The same net with parameters of its own, in this dtype. */
    public Network copy(DType dtype) {
        return new Network(LayerCopies.copyOf(layer, dtype), loss.copy());
    }

    /** The same net with parameters of its own, on this backend and in this dtype. */
    public Network copy(Tensors tensors) {
        return new Network(layer.copy(tensors), loss.copy());
    }
}
