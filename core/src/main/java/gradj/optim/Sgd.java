package gradj.optim;

import gradj.tensor.Tensor;
import java.util.List;

/** Stochastic gradient descent: W = W - learningRate * dW. Book section 4.4.1. */
public final class Sgd extends Descent<Sgd> {
    /**
     * Descent with this learning rate.
     *
     * @throws IllegalArgumentException if the learning rate is not a finite number above 0
     */
    public Sgd(double learningRate) {
        this(Settings.of(learningRate));
    }

    private Sgd(Settings settings) {
        super(settings);
    }

    @Override
    Sgd with(Settings other) {
        return new Sgd(other);
    }

    @Override
    List<String> stateNames() {
        return List.of();
    }

    @Override
    void update(Slot slot, Tensor gradient, double rate) {
        slot.parameter.addScaled(-rate, gradient);
    }
}
