package gradj.nn;

import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Yes or no, once or many times for a sample: the sigmoid of each score and its cross entropy against the target, L = -mean(t
 * ln y + (1 - t) ln(1 - y)) over all elements, with dx = (y - t) / elements. The scores stand for probabilities of yes.
 *
 * <p>Scores and targets are [N, K], the targets from 0, no, to 1, yes; of one answer each, scores [N, 1], they may be [N].
 * With a weight of yes, w, the term t ln y counts w times, as {@code pos_weight} of PyTorch's
 * {@code binary_cross_entropy_with_logits} does.
 */
public final class SigmoidWithLoss implements Loss {
    /** Empty for 1, else one of each column, or one of all. */
    private final double[] weightsOfYes;

    private @Nullable Tensor gradient;

    /** Yes weighs as much as no. */
    public SigmoidWithLoss() {
        this(new double[0]);
    }

    private SigmoidWithLoss(double[] weightsOfYes) {
        this.weightsOfYes = weightsOfYes;
    }

    /**
     * The same loss, where yes weighs this much.
     *
     * @param weights one of each of the K answers, or one of all
     * @throws IllegalArgumentException if one is not a finite number above 0, or there is none
     */
    public SigmoidWithLoss withWeightOfYes(double... weights) {
        if (weights.length == 0) {
            throw new IllegalArgumentException("weight of yes: expected one, or one of each answer, got none");
        }
        for (double weight : weights) {
            if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("weight of yes: expected a finite number above 0, got " + weight);
            }
        }
        return new SigmoidWithLoss(weights.clone());
    }

    /** How much yes weighs: one of each answer, or one of all; empty for 1. */
    public double[] weightsOfYes() {
        return weightsOfYes.clone();
    }

    @Override
    public Tensor forward(Tensor scores, Tensor targets) {
        return forward(scores, targets, terms -> terms);
    }

    @Override
    public Tensor forward(Tensor scores, Tensor targets, Tensor weights) {
        Tensor shares = Targets.shares("SigmoidWithLoss", scores, weights);
        return forward(scores, targets, terms -> terms.times(shares));
    }

    /** With each row of the terms and their slopes counting as this says. */
    private Tensor forward(Tensor scores, Tensor targets, UnaryOperator<Tensor> weighted) {
        Tensor t = Targets.inShapeOf("SigmoidWithLoss", scores, targets);
        Tensor no = t.negate().plus(1);
        Tensor weight =
                weightsOfYes.length == 0 ? t.plus(no) : t.times(weights(scores)).plus(no);
        Tensor minus = scores.negate();
        Tensor softplusOfMinus =
                scores.abs().negate().exp().plus(1).log().plus(minus.relu()); // ln(1 + e^-x), without overflow
        Tensor terms = no.times(scores).plus(weight.times(softplusOfMinus));
        Tensor sum = weighted.apply(terms).sum();
        gradient = weighted.apply(no.minus(weight.times(minus.sigmoid()))).dividedBy(scores.size());
        Tensor loss = sum.dividedBy(scores.size());
        if (!Double.isFinite(loss.item())) {
            requireTargets(targets);
        }
        return loss;
    }

    private Tensor weights(Tensor scores) {
        Tensors tensors = new Tensors(scores.backend(), scores.dtype());
        return weightsOfYes.length == 1
                ? tensors.scalar(weightsOfYes[0])
                : tensors.of(Shape.of(weightsOfYes.length), weightsOfYes);
    }

    @Override
    public Tensor backward() {
        return Targets.remembered("SigmoidWithLoss", gradient);
    }

    /** The sigmoid of each score: how likely yes is. */
    @Override
    public Tensor prediction(Tensor scores) {
        return scores.sigmoid();
    }

    /** From 0, no, to 1, yes. */
    @Override
    public void requireTargets(Tensor targets) {
        Targets.requireBetween(targets, 0, 1, "0 for no, 1 for yes, or a share between");
    }

    @Override
    public SigmoidWithLoss copy() {
        return new SigmoidWithLoss(weightsOfYes);
    }
}
