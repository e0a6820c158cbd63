package gradj.optim;

import gradj.nn.Parameter;
import java.util.List;

/** Stochastic gradient descent: W = W - learningRate * dW. Book section 4.4.1. */
public final class Sgd implements Optimizer {
    private final double learningRate;

    /**
     * Descent with this learning rate.
     *
     * @throws IllegalArgumentException if the learning rate is not a finite number above 0
     */
    public Sgd(double learningRate) {
        if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("learning rate: expected a finite number above 0, got " + learningRate);
        }
        this.learningRate = learningRate;
    }

    @Override
    public void step(List<Parameter> parameters) {
        for (Parameter parameter : parameters) {
            parameter.addScaled(-learningRate, parameter.gradient());
        }
    }
}
