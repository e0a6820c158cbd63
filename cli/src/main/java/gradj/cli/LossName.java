package gradj.cli;

import gradj.nn.Loss;
import gradj.nn.RegressionLoss;
import gradj.nn.SigmoidWithLoss;
import gradj.nn.SoftmaxWithLoss;
import picocli.CommandLine.ITypeConverter;

/** The losses that {@code --loss} knows. */
enum LossName {
    AUTO("auto", "chosen by the label"),
    SOFTMAX("softmax", "softmax with cross entropy"),
    SIGMOID("sigmoid", "sigmoid with cross entropy"),
    SQUARED("mse", "mean squared error"),
    ABSOLUTE("mae", "mean absolute error"),
    HUBER("huber", "Huber's loss");

    static final String ALL = "auto|softmax|sigmoid|mse|mae|huber";

    private final String text;
    private final String description;

    LossName(String text, String description) {
        this.text = text;
        this.description = description;
    }

    /** Whether its targets are numbers, not classes. */
    boolean isOfNumbers() {
        return switch (this) {
            case SQUARED, ABSOLUTE, HUBER -> true;
            case AUTO, SOFTMAX, SIGMOID -> false;
        };
    }

    Loss loss() {
        return switch (this) {
            case AUTO, SOFTMAX -> new SoftmaxWithLoss();
            case SIGMOID -> new SigmoidWithLoss();
            case SQUARED -> RegressionLoss.meanSquaredError();
            case ABSOLUTE -> RegressionLoss.meanAbsoluteError();
            case HUBER -> RegressionLoss.huber(1);
        };
    }

    /** As in {@code mean squared error}. */
    String description() {
        return description;
    }

    /** As the option has it. */
    @Override
    public String toString() {
        return text;
    }

    static final class Converter implements ITypeConverter<LossName> {
        @Override
        public LossName convert(String text) {
            return OptionValues.oneOf(LossName.values(), text);
        }
    }
}
