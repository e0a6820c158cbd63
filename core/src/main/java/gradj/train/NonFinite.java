package gradj.train;

import gradj.data.Batches;
import gradj.nn.Layer;
import gradj.nn.Mode;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Where the first NaN or infinity is, when a training cannot go on. */
final class NonFinite {
    private NonFinite() {}

    static boolean isIn(Tensor tensor) {
        return Arrays.stream(tensor.toDoubleArray()).anyMatch(value -> !Double.isFinite(value));
    }

    /**
     * The loss of a mini-batch does not show what its own update has done: this does.
     *
     * @throws DivergedException if a parameter holds NaN or infinity
     */
    static void requireFinite(Network net, int iteration) {
        for (Parameter parameter : net.parameters()) {
            if (isIn(parameter.value())) {
                throw DivergedException.ofNet(
                        iteration, "the update diverged", parameter.name() + " holds NaN or infinity");
            }
        }
    }

    /** Names the first sample that holds NaN or infinity; empty if none does. */
    static String input(String which, Batches data) {
        for (int from = 0; from < data.size(); from += Evaluation.ROWS) {
            int first = from;
            int[] rows = IntStream.range(from, Math.min(data.size(), from + Evaluation.ROWS))
                    .toArray();
            try (TensorScope piece = TensorScope.open()) {
                String found = input(which, data.batch(rows).x(), row -> first + row);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return "";
    }

    /** Names the first sample of x that holds NaN or infinity; empty if none does. */
    static String input(String which, Tensor x, IntUnaryOperator numberOfRow) {
        double[] values = x.toDoubleArray();
        int columns = Math.max(1, values.length / Math.max(1, x.shape().length(0)));
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                return "the inputs of " + which + " sample " + numberOfRow.applyAsInt(i / columns) + " hold "
                        + values[i] + " in column " + i % columns;
            }
        }
        return "";
    }

    /** Names the first parameter or layer output on the way from x that holds NaN or infinity. */
    static String first(Network net, Tensor x) {
        Tensor y = x;
        List<Layer> layers = net.layers();
        for (int i = 0; i < layers.size(); i++) {
            for (Parameter parameter : layers.get(i).parameters()) {
                if (isIn(parameter.value())) {
                    return nameIn(net, parameter) + " holds NaN or infinity";
                }
            }
            y = layers.get(i).forward(y, Mode.TRAINING);
            if (isIn(y)) {
                return "layer " + (i + 1) + " (" + layers.get(i).getClass().getSimpleName()
                        + ") is the first whose output is no number";
            }
        }
        return "the scores are finite, the loss itself overflowed";
    }

    /** The name that the net has for it. */
    private static String nameIn(Network net, Parameter parameter) {
        int place = net.parameters().indexOf(parameter);
        return place < 0 ? parameter.name() : net.parameters().get(place).name();
    }
}
