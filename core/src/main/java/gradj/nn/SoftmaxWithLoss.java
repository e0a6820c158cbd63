package gradj.nn;

import gradj.op.Labels;
import gradj.op.Operation;
import gradj.op.SoftmaxCrossEntropy;
import gradj.tensor.Fused;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last layer of a classifier while it learns: softmax of the scores and their cross entropy against the labels. The
 * scores stand for probabilities, softmax of each row. Book section 5.6.3.
 *
 * <p>The labels are rows [N, C], one-hot or any distribution, or class numbers [N]. With weights of the classes the loss of
 * class numbers is the mean weighted by the labels' weights, that of rows the sum of the weighted terms by N: two different
 * means, as PyTorch's {@code cross_entropy} has them. Smoothing by e turns each row t into t (1 - e) + e / C.
 */
public final class SoftmaxWithLoss implements Loss {
    private final SoftmaxCrossEntropy operation = new SoftmaxCrossEntropy();

    /** Empty for equal ones. */
    private final double[] classWeights;

    private final double smoothing;
    private @Nullable Tensor loss;

    /** dL/dL, where backpropagation starts: the same in every step, so it belongs to no scope. */
    private @Nullable Tensor one;

    /** The book's: all classes weigh the same, labels count as they are. */
    public SoftmaxWithLoss() {
        this(new double[0], 0);
    }

    private SoftmaxWithLoss(double[] classWeights, double smoothing) {
        this.classWeights = classWeights;
        this.smoothing = smoothing;
    }

    /**
     * The same loss, with each class weighing this much.
     *
     * @throws IllegalArgumentException if a weight is negative or not finite, or none is above 0
     */
    public SoftmaxWithLoss withClassWeights(double... weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0 && weights[i] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "weight of class " + i + ": expected a finite number, 0 or above, got " + weights[i]);
            }
            sum += weights[i];
        }
        if (sum == 0) {
            throw new IllegalArgumentException("class weights: expected one above 0, got " + Arrays.toString(weights));
        }
        return new SoftmaxWithLoss(weights.clone(), smoothing);
    }

    /**
     * The same loss, with this share of each label spread over all classes.
     *
     * @throws IllegalArgumentException if it is not from 0 to 1
     */
    public SoftmaxWithLoss withLabelSmoothing(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("label smoothing: expected a share from 0 to 1, got " + share);
        }
        return new SoftmaxWithLoss(classWeights, share);
    }

    /** How much each class weighs; empty if all weigh the same. */
    public double[] classWeights() {
        return classWeights.clone();
    }

    /** The share of each label that is spread over all classes. */
    public double labelSmoothing() {
        return smoothing;
    }

    /**
     * The mean loss of the batch, a scalar.
     *
     * @param x scores [N, C]
     * @param t one-hot rows [N, C], or class numbers [N]; see {@link SoftmaxCrossEntropy}
     * @throws gradj.tensor.ShapeException if the scores are of one class, which leaves nothing to learn, or of others than
     *     the classes that have weights
     * @throws IllegalArgumentException if the labels are no class numbers, or rows of them hold NaN or infinity
     */
    @Override
    public Tensor forward(Tensor x, Tensor t) {
        Labels.requireClasses("scores", x.shape());
        return loss(x, t, isPlain() ? t : weighted(x, t, null));
    }

    @Override
    public Tensor forward(Tensor x, Tensor t, Tensor weights) {
        Labels.requireClasses("scores", x.shape());
        return loss(x, t, weighted(x, t, Targets.shares("SoftmaxWithLoss", x, weights)));
    }

    private Tensor loss(Tensor x, Tensor t, Tensor weighted) {
        Tensor output = operation.forward(x, weighted);
        if (!Double.isFinite(output.item())) { // reading all labels each time would cost more than their loss
            Labels.requireFinite(t);
        }
        loss = output;
        return output;
    }

    private boolean isPlain() {
        return classWeights.length == 0 && smoothing == 0;
    }

    /** Rows of labels, smoothed and weighted, for which the plain loss is the one that is asked for. */
    private Tensor weighted(Tensor x, Tensor t, @Nullable Tensor shares) {
        Tensor rows = Labels.oneHot(x, t);
        Tensor smooth = smoothing == 0
                ? rows
                : rows.times(1 - smoothing).plus(smoothing / x.shape().length(-1));
        Tensor counted = shares == null ? smooth : smooth.times(shares);
        if (classWeights.length == 0) {
            return counted;
        }
        Tensor weights = classWeights(x);
        Tensor weighted = counted.times(weights);
        if (rows == t) {
            return weighted;
        }
        Tensor ofLabels = rows.times(weights);
        double sum = (shares == null ? ofLabels : ofLabels.times(shares)).sum().item();
        if (sum == 0) {
            throw new IllegalArgumentException("all labels of the batch are of classes that weigh 0: no mean loss");
        }
        int samples = x.shape().rank() == 1 ? 1 : x.shape().length(0);
        return weighted.times(samples / sum);
    }

    private Tensor classWeights(Tensor x) {
        Shape perClass = Shape.of(classWeights.length);
        if (classWeights.length != x.shape().length(-1)) {
            throw new ShapeException(
                    "SoftmaxWithLoss",
                    "has weights of " + classWeights.length + " classes, got scores " + x.shape(),
                    perClass,
                    x.shape());
        }
        return new Tensors(x.backend(), x.dtype()).of(perClass, classWeights);
    }

    /** The gradient of the scores, (y - t) / N. */
    @Override
    public Tensor backward() {
        Tensor output = loss;
        if (output == null) {
            throw new IllegalStateException("SoftmaxWithLoss: backward before forward: call forward(x, t) first");
        }
        return backward(one(output));
    }

    private Tensor one(Tensor like) {
        Tensor known = one;
        if (known == null || known.dtype() != like.dtype() || known.backend() != like.backend()) {
            known = new Tensors(like.backend(), like.dtype()).scalar(1).persistentCopy();
            one = known;
        }
        return known;
    }

    /** The gradient of the scores for an upstream gradient other than 1, a scalar. */
    public Tensor backward(Tensor dout) {
        return operation.inputGradient(dout);
    }

    /** y [N, C], the probabilities of the last forward. */
    public Tensor probabilities() {
        return operation.probabilities();
    }

    /** Softmax of each row. */
    @Override
    public Tensor prediction(Tensor scores) {
        return Fused.softmax(scores);
    }

    /** Class numbers [N], or a distribution in each row of [N, C], of two classes or more. */
    @Override
    public void requireTargets(Tensor targets) {
        if (targets.shape().rank() == 1) {
            Labels.requireClassNumbers(targets);
        } else {
            Labels.requireDistributions(targets);
        }
    }

    @Override
    public Operation operation() {
        return isPlain() ? new SoftmaxCrossEntropy() : Loss.super.operation();
    }

    @Override
    public SoftmaxWithLoss copy() {
        return new SoftmaxWithLoss(classWeights, smoothing);
    }
}
