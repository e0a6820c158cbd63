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
    SGD("sgd", 0.1, 0, (rate, decay) -> new Sgd(rate).withWeightDecay(decay)),
    MOMENTUM("momentum", 0.01, 0, (rate, decay) -> new Momentum(rate).withWeightDecay(decay)),
    NESTEROV("nesterov", 0.01, 0, (rate, decay) -> new Nesterov(rate).withWeightDecay(decay)),
    ADAGRAD("adagrad", 0.01, 0, (rate, decay) -> new AdaGrad(rate).withWeightDecay(decay)),
    RMSPROP("rmsprop", 0.001, 0, (rate, decay) -> new RmsProp(rate).withWeightDecay(decay)),
    ADAM("adam", 0.001, 0, (rate, decay) -> new Adam(rate).withWeightDecay(decay)),
    ADAMW("adamw", 0.001, 0.01, (rate, decay) -> new AdamW(rate).withWeightDecay(decay));

    static final String ALL = "sgd|momentum|nesterov|adagrad|rmsprop|adam|adamw";

    private final String text;
    private final double learningRate;
    private final double weightDecay;
    private final Maker maker;

    private interface Maker {
        Optimizer make(double learningRate, double weightDecay);
    }

    OptimizerName(String text, double learningRate, double weightDecay, Maker maker) {
        this.text = text;
        this.learningRate = learningRate;
        this.weightDecay = weightDecay;
        this.maker = maker;
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
        return maker.make(rate, decay);
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
