package gradj.optim;

import gradj.tensor.Tensor;
import java.util.List;

/**
 * AdaGrad: h = h + dW^2, then W = W - learningRate * dW / (sqrt(h) + epsilon): what has moved much moves less. Duchi et al.
 * 2011; book section 6.1.5. State: {@code h}.
 */
public final class AdaGrad extends Descent<AdaGrad> {
    private static final List<String> STATE = List.of("h");

    private final double epsilon;
    private final double initial;

    /**
     * With PyTorch's epsilon of 1e-10; the book's is 1e-7.
     *
     * @throws IllegalArgumentException if the learning rate is not a finite number above 0
     */
    public AdaGrad(double learningRate) {
        this(Settings.of(learningRate), 1e-10, 0);
    }

    private AdaGrad(Settings settings, double epsilon, double initial) {
        super(settings);
        this.epsilon = epsilon;
        this.initial = initial;
    }

    /** The same before its first step, with another epsilon, a finite number above 0. */
    public AdaGrad withEpsilon(double other) {
        return new AdaGrad(settings(), Settings.above0("epsilon", other), initial);
    }

    /** The same before its first step, with an h that starts as this finite number, 0 or more. */
    public AdaGrad withInitialSum(double other) {
        return new AdaGrad(settings(), epsilon, Settings.from0("initial sum", other));
    }

    @Override
    AdaGrad with(Settings other) {
        return new AdaGrad(other, epsilon, initial);
    }

    @Override
    List<String> stateNames() {
        return STATE;
    }

    @Override
    double initial() {
        return initial;
    }

    @Override
    void update(Slot slot, Tensor gradient, double rate) {
        slot.backend().rmsStep(slot.size(), 1, 1, rate, epsilon, gradient.storage(), slot.state(0), slot.value());
    }
}
