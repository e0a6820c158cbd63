package gradj.nn;

import gradj.op.UnaryOperation;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A net written from its input to its loss, as {@link Network#sequence} begins it. Layers are named 0, 1, 2, ..., their
 * parameters by path: {@code 0.W} and {@code 0.b} are those of the first one. Each call adds a layer; a loss ends the net.
 */
public final class NetworkBuilder {
    private final Tensors tensors;
    private final SeededRandom random;
    private final List<Layer> layers = new ArrayList<>();
    private FirstWeights weights = FirstWeights.he();

    NetworkBuilder(Tensors tensors, long seed) {
        this.tensors = tensors;
        this.random = new SeededRandom(seed);
    }

    /** How the affine layers from here on get their first weights; {@link FirstWeights#he} until this is called. */
    public NetworkBuilder weights(FirstWeights firstWeights) {
        weights = firstWeights;
        return this;
    }

    /**
     * x W + b, W [in, out] and b [out], b at first 0.
     *
     * @throws IllegalArgumentException if there is no input or no output
     */
    public NetworkBuilder affine(int in, int out) {
        if (in < 1 || out < 1) {
            throw new IllegalArgumentException(
                    "affine: expected 1 input and 1 output or more, got " + in + " and " + out);
        }
        Shape shape = Shape.of(in, out);
        Parameter w = new Parameter("W", tensors.of(shape, weights.draw(in, out, random)));
        return layer(new Affine(w, new Parameter("b", tensors.zeros(Shape.of(out)))));
    }

    /** The positive part. */
    public NetworkBuilder relu() {
        return layer(new Relu());
    }

    /** 1 / (1 + e^-x). */
    public NetworkBuilder sigmoid() {
        return layer(new Sigmoid());
    }

    /** Any operation of one input, as {@code activation(Square::new)}; see {@link Activation}. */
    public NetworkBuilder activation(Supplier<? extends UnaryOperation> operations) {
        return layer(Activation.of(operations));
    }

    /** Stops this share of the elements while the net learns, 0 to 1; {@link Dropout}. */
    public NetworkBuilder dropout(double share) {
        return layer(new Dropout(tensors, share, random.nextLong()));
    }

    /** Normalises each of so many features over the batch; {@link BatchNorm}. */
    public NetworkBuilder batchNorm(int features) {
        return layer(new BatchNorm(tensors, features));
    }

    /** Each sample as one row; {@link Flatten}. */
    public NetworkBuilder flatten() {
        return layer(new Flatten());
    }

    /** Any layer. */
    public NetworkBuilder layer(Layer layer) {
        layers.add(layer);
        return this;
    }

    /** A classifier: one score for each class, targets one-hot rows or class numbers; {@link SoftmaxWithLoss}. */
    public Network softmaxCrossEntropy() {
        return loss(new SoftmaxWithLoss());
    }

    /** Yes or no for each score, targets 1 or 0; {@link SigmoidWithLoss}. */
    public Network sigmoidCrossEntropy() {
        return loss(new SigmoidWithLoss());
    }

    /** Regression: the scores are the numbers, their squares are made small; {@link RegressionLoss#meanSquaredError}. */
    public Network meanSquaredError() {
        return loss(RegressionLoss.meanSquaredError());
    }

    /** Any loss. */
    public Network loss(Loss loss) {
        return new Network(Sequential.of(layers), loss);
    }

    /** The layers so far as one layer, without a loss: a part of a larger net. */
    public Sequential layers() {
        return Sequential.of(layers);
    }
}
