package gradj.optim;

import gradj.tensor.Tensor;
import java.util.List;

/**
 * RMSProp: h = decay * h + (1 - decay) * dW^2, then W = W - learningRate * dW / (sqrt(h) + epsilon): {@link AdaGrad} that
 * forgets. Tieleman and Hinton 2012; book section 6.1.5. State: {@code h}.
 */
public final class RmsProp extends Descent<RmsProp> {
    private static final List<String> STATE = List.of("h");

    private final double decay;
    private final double epsilon;

    /**
     * With a decay of 0.99 and PyTorch's epsilon of 1e-8; the book's is 1e-7.
     *
     * @throws IllegalArgumentException if the learning rate is not a finite number above 0
     */
    public RmsProp(double learningRate) {
        this(Settings.of(learningRate), 0.99, 1e-8);
    }

    private RmsProp(Settings settings, double decay, double epsilon) {
        super(settings);
        this.decay = decay;
        this.epsilon = epsilon;
    }

    /** The same before its first step, with another decay (PyTorch's alpha), from 0 to below 1. */
    public RmsProp withDecay(double other) {
        return new RmsProp(settings(), Settings.fraction("decay", other), epsilon);
    }

    /** The same before its first step, with another epsilon, a finite number above 0. */
    public RmsProp withEpsilon(double other) {
        return new RmsProp(settings(), decay, Settings.above0("epsilon", other));
    }

    @Override
    RmsProp with(Settings other) {
        return new RmsProp(other, decay, epsilon);
    }

    @Override
    List<String> stateNames() {
        return STATE;
    }

    @Override
    void update(Slot slot, Tensor gradient, double rate) {
        slot.backend()
                .rmsStep(slot.size(), decay, 1 - decay, rate, epsilon, gradient.storage(), slot.state(0), slot.value());
    }
}
