package gradj.optim;

import gradj.tensor.Tensor;
import java.util.List;

/**
 * {@link Adam} with weight decay that shrinks the weights themselves: W = (1 - learningRate * decay) * W, then the step of
 * Adam, whose means know nothing of the decay. Loshchilov and Hutter 2019. State: {@code m}, {@code v} and {@code step}.
 */
public final class AdamW extends Descent<AdamW> {
    private static final List<String> STATE = List.of("m", "v");

    private final AdamSettings adam;

    /**
     * With betas of 0.9 and 0.999, an epsilon of 1e-8, and a weight decay of 0.01, as in PyTorch.
     *
     * @throws IllegalArgumentException if the learning rate is not a finite number above 0
     */
    public AdamW(double learningRate) {
        this(Settings.of(learningRate).withWeightDecay(0.01), AdamSettings.DEFAULT);
    }

    private AdamW(Settings settings, AdamSettings adam) {
        super(settings);
        this.adam = adam;
    }

    /** The same before its first step, with other betas: how much is left of m, and of v, in the next step; from 0 to below 1. */
    public AdamW withBetas(double beta1, double beta2) {
        return new AdamW(settings(), adam.withBetas(beta1, beta2));
    }

    /** The same before its first step, with another epsilon, a finite number above 0. */
    public AdamW withEpsilon(double epsilon) {
        return new AdamW(settings(), adam.withEpsilon(epsilon));
    }

    @Override
    AdamW with(Settings other) {
        return new AdamW(other, adam);
    }

    @Override
    List<String> stateNames() {
        return STATE;
    }

    @Override
    boolean countsSteps() {
        return true;
    }

    @Override
    boolean decaysValues() {
        return true;
    }

    @Override
    void update(Slot slot, Tensor gradient, double rate) {
        adam.update(slot, gradient, rate, 1 - rate * slot.weightDecay);
    }
}
