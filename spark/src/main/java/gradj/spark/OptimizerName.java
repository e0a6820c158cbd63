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
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/** The optimizers that the parameter of this name knows, with the learning rates that are usual with them. */
enum OptimizerName {
    SGD(0.1, Sgd::new),
    MOMENTUM(0.01, Momentum::new),
    NESTEROV(0.01, Nesterov::new),
    ADAGRAD(0.01, AdaGrad::new),
    RMSPROP(0.001, RmsProp::new),
    ADAM(0.001, Adam::new),
    ADAMW(0.001, rate -> new AdamW(rate).withWeightDecay(0.01));

    static final String ALL =
            Arrays.stream(values()).map(OptimizerName::toString).collect(Collectors.joining(", "));

    private final double learningRate;
    private final DoubleFunction<Optimizer> maker;

    OptimizerName(double learningRate, DoubleFunction<Optimizer> maker) {
        this.learningRate = learningRate;
        this.maker = maker;
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
        return maker.apply(rate);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
