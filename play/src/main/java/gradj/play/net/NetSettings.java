package gradj.play.net;

import gradj.nn.FirstWeights;
import gradj.nn.Network;
import gradj.nn.NetworkBuilder;
import gradj.op.Tanh;
import gradj.optim.Adam;
import gradj.optim.Momentum;
import gradj.optim.Optimizer;
import gradj.optim.ParameterGroup;
import gradj.optim.Sgd;
import gradj.tensor.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A net and how it learns, as the page sets it; what is left out is as {@link #checked} says.
 *
 * @param data {@code moons, spiral, circles, digits} or {@code table}
 * @param noise of the drawn points, 0 to 1
 * @param hidden the sizes of the hidden layers
 * @param activation {@code relu, sigmoid} or {@code tanh}
 * @param optimizer {@code sgd, momentum} or {@code adam}
 * @param weightDecay the regularisation of the weights: that much of them is added to their gradient
 * @param seed of points, first weights and batches
 */
public record NetSettings(
        @Nullable String data,
        @Nullable Double noise,
        @Nullable List<Integer> hidden,
        @Nullable String activation,
        @Nullable String optimizer,
        @Nullable Double learningRate,
        @Nullable Integer batchSize,
        @Nullable Double weightDecay,
        @Nullable Long seed) {
    static final int MOST_LAYERS = 6;
    static final int MOST_UNITS = 1024;
    private static final int MOST_IN_BATCH = 1000;

    /** Settings that are all there, and can be trained with. */
    record Checked(
            String data,
            double noise,
            List<Integer> hidden,
            String activation,
            String optimizer,
            double learningRate,
            int batchSize,
            double weightDecay,
            long seed) {
        Network net(Tensors tensors, int inputs, int classes) {
            NetworkBuilder net = Network.sequence(tensors, seed);
            boolean isRelu = activation.equals("relu");
            int in = inputs;
            for (int units : hidden) {
                net.weights(isRelu ? FirstWeights.he() : FirstWeights.xavier()).affine(in, units);
                switch (activation) {
                    case "relu" -> net.relu();
                    case "sigmoid" -> net.sigmoid();
                    default -> net.activation(Tanh::new);
                }
                in = units;
            }
            return net.weights(FirstWeights.xavier()).affine(in, classes).softmaxCrossEntropy();
        }

        Optimizer newOptimizer() {
            ParameterGroup weights = ParameterGroup.where(
                            parameter -> parameter.name().endsWith("W"))
                    .withWeightDecay(weightDecay);
            return switch (optimizer) {
                case "adam" -> new Adam(learningRate).withGroup(weights);
                case "momentum" -> new Momentum(learningRate).withGroup(weights);
                default -> new Sgd(learningRate).withGroup(weights);
            };
        }
    }

    /**
     * The same with everything set.
     *
     * @throws IllegalArgumentException if something is not as it can be; the message says what was expected
     */
    Checked checked() {
        return new Checked(
                oneOf("data", data, "moons", "spiral", "circles", "digits", "table"),
                number("noise", noise, 0.2, 0, 1),
                layers(),
                oneOf("activation", activation, "relu", "sigmoid", "tanh"),
                oneOf("optimizer", optimizer, "sgd", "momentum", "adam"),
                number("learning rate", learningRate, 0.1, 1e-9, 100),
                (int) number("batch size", batchSize == null ? null : (double) batchSize, 20, 1, MOST_IN_BATCH),
                number("regularisation", weightDecay, 0, 0, 10),
                seed == null ? 1 : seed);
    }

    private List<Integer> layers() {
        List<Integer> sizes = hidden == null ? List.of(8, 8) : hidden;
        if (sizes.size() > MOST_LAYERS) {
            throw new IllegalArgumentException(
                    "hidden layers: expected at most " + MOST_LAYERS + ", got " + sizes.size());
        }
        for (Integer size : sizes) {
            if (size == null || size < 1 || size > MOST_UNITS) {
                throw new IllegalArgumentException(
                        "hidden layers: expected sizes from 1 to " + MOST_UNITS + ", got " + size);
            }
        }
        return List.copyOf(sizes);
    }

    private static String oneOf(String what, @Nullable String value, String first, String... others) {
        if (value == null || value.equals(first) || List.of(others).contains(value)) {
            return value == null ? first : value;
        }
        throw new IllegalArgumentException(
                what + ": expected " + first + ", " + String.join(", ", others) + ", got " + value);
    }

    private static double number(String what, @Nullable Double value, double unset, double least, double most) {
        if (value == null) {
            return unset;
        }
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    what + ": expected a number from " + text(least) + " to " + text(most) + ", got " + text(value));
        }
        return value;
    }

    private static String text(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e9
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
