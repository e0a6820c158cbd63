package gradj.optim;

import gradj.tensor.Tensor;
import java.util.List;

/**
 * Adam: running means m of the gradient and v of its square, both corrected for having started at 0, then
 * W = W - learningRate * m' / (sqrt(v') + epsilon) with m' = m / (1 - beta1^t) and v' = v / (1 - beta2^t) after t steps.
 * Kingma and Ba 2015, algorithm 1; book section 6.1.6. State: {@code m}, {@code v} and {@code step}, the t of each parameter.
 *
 * <p>Weight decay goes into the gradient, as in PyTorch's Adam; {@link AdamW} keeps it out of m and v.
 */
public final class Adam extends Descent<Adam> {
    private static final List<String> STATE = List.of("m", "v");

    private final AdamSettings adam;

    /**
     * With betas of 0.9 and 0.999, an epsilon of 1e-8, and no weight decay.
     *
     * @throws IllegalArgumentException if the learning rate is not a finite number above 0
     */
    public Adam(double learningRate) {
        this(Settings.of(learningRate), AdamSettings.DEFAULT);
    }

    private Adam(Settings settings, AdamSettings adam) {
        super(settings);
        this.adam = adam;
    }

    /** The same before its first step, with other betas: how much is left of m, and of v, in the next step; from 0 to below 1. */
    public Adam withBetas(double beta1, double beta2) {
        return new Adam(settings(), adam.withBetas(beta1, beta2));
    }

    /** The same before its first step, with another epsilon, a finite number above 0. */
    public Adam withEpsilon(double epsilon) {
        return new Adam(settings(), adam.withEpsilon(epsilon));
    }

    @Override
    Adam with(Settings other) {
        return new Adam(other, adam);
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
    void update(Slot slot, Tensor gradient, double rate) {
        adam.update(slot, gradient, rate, 1);
    }
}
