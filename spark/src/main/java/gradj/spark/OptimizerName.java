package gradj.spark;

import gradj.optim.AdaGrad;
import gradj.optim.Adam;
import gradj.optim.AdamW;
import gradj.optim.Momentum;
import gradj.optim.Nesterov;
import gradj.optim.Optimizer;
import gradj.optim.RmsProp;
import gradj.optim.Sgd;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The optimizers that the parameter of this name knows, with the learning rates that are usual with them. */
enum OptimizerName {
    SGD(0.1),
    MOMENTUM(0.01),
    NESTEROV(0.01),
    ADAGRAD(0.01),
    RMSPROP(0.001),
    ADAM(0.001),
    ADAMW(0.001);

    static final String ALL =
            Arrays.stream(values()).map(OptimizerName::toString).collect(Collectors.joining(", "));

    private final double learningRate;

    OptimizerName(double learningRate) {
        this.learningRate = learningRate;
    }

    static boolean isKnown(String name) {
        return Arrays.stream(values()).anyMatch(known -> known.toString().equals(name));
    }

    static OptimizerName of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    double learningRate() {
        return learningRate;
    }

    Optimizer optimizer(double rate) {
        return switch (this) {
            case SGD -> new Sgd(rate);
            case MOMENTUM -> new Momentum(rate);
            case NESTEROV -> new Nesterov(rate);
            case ADAGRAD -> new AdaGrad(rate);
            case RMSPROP -> new RmsProp(rate);
            case ADAM -> new Adam(rate);
            case ADAMW -> new AdamW(rate).withWeightDecay(0.01);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
