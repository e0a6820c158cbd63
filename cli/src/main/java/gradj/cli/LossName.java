package gradj.cli;

import gradj.nn.Loss;
import gradj.nn.RegressionLoss;
import gradj.nn.SigmoidWithLoss;
import gradj.nn.SoftmaxWithLoss;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;

/** The losses that {@code --loss} knows. */
enum LossName {
    AUTO("auto", "chosen by the label", SoftmaxWithLoss::new),
    SOFTMAX("softmax", "softmax with cross entropy", SoftmaxWithLoss::new),
    SIGMOID("sigmoid", "sigmoid with cross entropy", SigmoidWithLoss::new),
    SQUARED("mse", "mean squared error", RegressionLoss::meanSquaredError),
    ABSOLUTE("mae", "mean absolute error", RegressionLoss::meanAbsoluteError),
    HUBER("huber", "Huber's loss", () -> RegressionLoss.huber(1));

    static final String ALL = "auto|softmax|sigmoid|mse|mae|huber";

    private final String text;
    private final String description;
    private final Supplier<Loss> loss;

    LossName(String text, String description, Supplier<Loss> loss) {
        this.text = text;
        this.description = description;
        this.loss = loss;
    }

    /** Whether its targets are numbers, not classes. */
    boolean isOfNumbers() {
        return switch (this) {
            case SQUARED, ABSOLUTE, HUBER -> true;
            case AUTO, SOFTMAX, SIGMOID -> false;
        };
    }

    Loss loss() {
        return loss.get();
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
