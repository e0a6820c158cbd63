package gradj.optim;

import gradj.spi.TensorBackend;
import gradj.tensor.Tensor;
import java.util.List;

/**
 * Descent with momentum: v = momentum * v - learningRate * dW, then W = W + v, as a ball rolls down a valley. Book section
 * 6.1.4. State: {@code v}.
 *
 * <p>PyTorch keeps v / -learningRate instead: the same steps, until a schedule changes the learning rate, of which PyTorch
 * lets the old velocity profit as well.
 */
public final class Momentum extends Descent<Momentum> {
    private static final List<String> STATE = List.of("v");

    private final double momentum;

    /**
     * With the book's momentum of 0.9.
     *
     * @throws IllegalArgumentException if the learning rate is not a finite number above 0
     */
    public Momentum(double learningRate) {
        this(learningRate, 0.9);
    }

    /**
     * @param learningRate a finite number above 0
     * @param momentum how much of the velocity is left in the next step, from 0 to below 1
     * @throws IllegalArgumentException if one of them is not
     */
    public Momentum(double learningRate, double momentum) {
        this(Settings.of(learningRate), Settings.fraction("momentum", momentum));
    }

    private Momentum(Settings settings, double momentum) {
        super(settings);
        this.momentum = momentum;
    }

    @Override
    Momentum with(Settings other) {
        return new Momentum(other, momentum);
    }

    @Override
    List<String> stateNames() {
        return STATE;
    }

    @Override
    void update(Slot slot, Tensor gradient, double rate) {
        TensorBackend backend = slot.backend();
        backend.axpby(slot.size(), -rate, gradient.storage(), momentum, slot.state(0));
        backend.axpy(slot.size(), 1, slot.state(0), slot.value());
    }
}
