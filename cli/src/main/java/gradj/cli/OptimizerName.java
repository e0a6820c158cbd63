package gradj.cli;

import gradj.optim.AdaGrad;
import gradj.optim.Adam;
import gradj.optim.AdamW;
import gradj.optim.Momentum;
import gradj.optim.Nesterov;
import gradj.optim.Optimizer;
import gradj.optim.RmsProp;
import gradj.optim.Sgd;
import picocli.CommandLine.ITypeConverter;

/** The optimizers that {@code --optimizer} knows. */
enum OptimizerName {
    SGD("sgd", 0.1, 0),
    MOMENTUM("momentum", 0.01, 0),
    NESTEROV("nesterov", 0.01, 0),
    ADAGRAD("adagrad", 0.01, 0),
    RMSPROP("rmsprop", 0.001, 0),
    ADAM("adam", 0.001, 0),
    ADAMW("adamw", 0.001, 0.01);

    static final String ALL = "sgd|momentum|nesterov|adagrad|rmsprop|adam|adamw";

    private final String text;
    private final double learningRate;
    private final double weightDecay;

    OptimizerName(String text, double learningRate, double weightDecay) {
        this.text = text;
        this.learningRate = learningRate;
        this.weightDecay = weightDecay;
    }

    /** Where nothing else is said. */
    double learningRate() {
        return learningRate;
    }

    /** Where nothing else is said. */
    double weightDecay() {
        return weightDecay;
    }

    Optimizer optimizer(double rate, double decay) {
        return switch (this) {
            case SGD -> new Sgd(rate).withWeightDecay(decay);
            case MOMENTUM -> new Momentum(rate).withWeightDecay(decay);
            case NESTEROV -> new Nesterov(rate).withWeightDecay(decay);
            case ADAGRAD -> new AdaGrad(rate).withWeightDecay(decay);
            case RMSPROP -> new RmsProp(rate).withWeightDecay(decay);
            case ADAM -> new Adam(rate).withWeightDecay(decay);
            case ADAMW -> new AdamW(rate).withWeightDecay(decay);
        };
    }

    @Override
    public String toString() {
        return text;
    }

    static final class Converter implements ITypeConverter<OptimizerName> {
        @Override
        public OptimizerName convert(String text) {
            return OptionValues.oneOf(OptimizerName.values(), text);
        }
    }
}
