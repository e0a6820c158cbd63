package gradj.optim;

import gradj.spi.TensorBackend;
import gradj.tensor.Tensor;
import java.util.List;

/**
 * Nesterov's accelerated gradient: v = momentum * v - learningRate * dW, then W = W + momentum * v - learningRate * dW. It is
 * {@link Momentum} with the gradient taken where the velocity is about to lead, rearranged so that W is that place
 * (Bengio et al. 2013, "Advances in optimizing recurrent networks", equations 6 and 7). State: {@code v}.
 */
public final class Nesterov extends Descent<Nesterov> {
    private static final List<String> STATE = List.of("v");

    private final double momentum;

    /**
     * With a momentum of 0.9.
     *
     * @throws IllegalArgumentException if the learning rate is not a finite number above 0
     */
    public Nesterov(double learningRate) {
        this(learningRate, 0.9);
    }

    /**
     * @param learningRate a finite number above 0
     * @param momentum how much of the velocity is left in the next step, from 0 to below 1
     * @throws IllegalArgumentException if one of them is not
     */
    public Nesterov(double learningRate, double momentum) {
        this(Settings.of(learningRate), Settings.fraction("momentum", momentum));
    }

    private Nesterov(Settings settings, double momentum) {
        super(settings);
        this.momentum = momentum;
    }

    @Override
    Nesterov with(Settings other) {
        return new Nesterov(other, momentum);
    }

    @Override
    List<String> stateNames() {
        return STATE;
    }

    @Override
    void update(Slot slot, Tensor gradient, double rate) {
        TensorBackend backend = slot.backend();
        backend.axpby(slot.size(), -rate, gradient.storage(), momentum, slot.state(0));
        backend.axpy(slot.size(), momentum, slot.state(0), slot.value());
        backend.axpy(slot.size(), -rate, gradient.storage(), slot.value());
    }
}
