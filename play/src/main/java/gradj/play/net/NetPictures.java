package gradj.play.net;

import gradj.nn.Activation;
import gradj.nn.Affine;
import gradj.nn.Layer;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.nn.Relu;
import gradj.nn.Sigmoid;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Makes pictures of a net's numbers. */
final class NetPictures {
    /** More elements could not be told apart on a page. */
    private static final int MOST_ELEMENTS = 100_000;

    private static final int BINS = 24;

    /** A unit is saturated if so many of its outputs are so near an end, in parts of the whole range. */
    private static final double NEARLY_ALL = 0.95;

    private static final double NEAR = 0.02;

    private NetPictures() {}

    /** The layers in words, such as {@code 784 → 50 Relu → 10}. */
    static String layers(Network net) {
        StringBuilder text = new StringBuilder();
        for (Layer layer : net.layers()) {
            if (layer instanceof Affine affine) {
                Shape shape = affine.parameters().get(0).value().shape();
                text.append(text.isEmpty() ? shape.length(0) + " → " : " → ").append(shape.length(1));
            } else {
                text.append(' ')
                        .append(
                                layer instanceof Activation
                                        ? layer
                                        : layer.getClass().getSimpleName());
            }
        }
        return text.toString();
    }

    /** Weights and gradients, after a backward. */
    static List<NetView.Picture> parameters(Network net, boolean hasGradients) {
        List<NetView.Picture> pictures = new ArrayList<>();
        for (Parameter parameter : net.parameters()) {
            Tensor value = parameter.value();
            int columns = value.shape().rank() == 0
                    ? 1
                    : value.shape().length(value.shape().rank() - 1);
            int rows = columns == 0 ? 0 : value.size() / columns;
            int shown = Math.min(columns, MOST_ELEMENTS / Math.max(1, rows));
            float[] numbers = columns(value, columns, shown);
            double largest = largest(numbers);
            float[] gradients = hasGradients ? columns(parameter.gradient(), columns, shown) : new float[0];
            double largestGradient = largest(gradients);
            pictures.add(new NetView.Picture(
                    parameter.name(),
                    rows,
                    shown,
                    signedBytes(numbers, largest),
                    largest,
                    hasGradients ? signedBytes(gradients, largestGradient) : null,
                    largestGradient));
        }
        return pictures;
    }

    /** The first columns of each row. */
    private static float[] columns(Tensor matrix, int columns, int shown) {
        float[] all = matrix.toFloatArray();
        if (shown == columns) {
            return all;
        }
        float[] first = new float[all.length / columns * shown];
        for (int row = 0; row * columns < all.length; row++) {
            System.arraycopy(all, row * columns, first, row * shown, shown);
        }
        return first;
    }

    private static double largest(float[] numbers) {
        float largest = 0;
        for (float number : numbers) {
            largest = Math.max(largest, Math.abs(number));
        }
        return largest;
    }

    private static String signedBytes(float[] numbers, double largest) {
        byte[] bytes = new byte[numbers.length];
        double scale = largest > 0 && largest < Double.POSITIVE_INFINITY ? 127 / largest : 0;
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.round(numbers[i] * scale);
        }
        return base64(bytes);
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** What the hidden layers give for these samples. */
    static List<NetView.Activations> activations(Network net, Tensor x) {
        List<NetView.Activations> all = new ArrayList<>();
        Tensor y = x;
        for (Layer layer : net.layers()) {
            y = layer.infer(y);
            if (isActivation(layer)) {
                all.add(histogram(Integer.toString(all.size() + 1), layer, y));
            }
        }
        return all;
    }

    private static boolean isActivation(Layer layer) {
        return layer instanceof Relu || layer instanceof Sigmoid || layer instanceof Activation;
    }

    /** The outputs of the first hidden layer for one sample; none if there is no hidden layer. */
    static float[] firstHidden(Network net, Tensor x) {
        Tensor y = x;
        for (Layer layer : net.layers()) {
            y = layer.infer(y);
            if (isActivation(layer)) {
                return y.toFloatArray();
            }
        }
        return new float[0];
    }

    private static NetView.Activations histogram(String name, Layer layer, Tensor y) {
        float[] outputs = y.toFloatArray();
        int samples = y.shape().length(0);
        int units = outputs.length / samples;
        boolean isRelu = layer instanceof Relu;
        double low = layer instanceof Sigmoid || isRelu ? 0 : -1;
        double high = isRelu ? Math.max(largest(outputs), Float.MIN_NORMAL) : 1;
        int[] counts = new int[BINS];
        for (float output : outputs) {
            int bin = (int) ((output - low) / (high - low) * BINS);
            counts[Math.max(0, Math.min(BINS - 1, bin))]++;
        }
        List<Integer> dead = new ArrayList<>();
        List<Integer> saturated = new ArrayList<>();
        for (int unit = 0; unit < units; unit++) {
            int zeros = 0;
            int ends = 0;
            for (int sample = 0; sample < samples; sample++) {
                float output = outputs[sample * units + unit];
                zeros += output == 0 ? 1 : 0;
                ends += Math.min(output - low, high - output) < NEAR * (high - low) ? 1 : 0;
            }
            if (isRelu && zeros == samples) {
                dead.add(unit + 1);
            } else if (!isRelu && ends >= NEARLY_ALL * samples) {
                saturated.add(unit + 1);
            }
        }
        return new NetView.Activations(name, low, high, counts, units, dead, saturated);
    }

    /** The class of each place of the plane, and how sure the net is. */
    static String map(Network net, Tensors tensors, double half) {
        int side = NetView.MAP_SIDE;
        double[] places = new double[2 * side * side];
        for (int i = 0; i < side * side; i++) {
            int row = i / side;
            int column = i % side;
            places[2 * i] = half * (2 * (column + 0.5) / side - 1);
            places[2 * i + 1] = half * (1 - 2 * (row + 0.5) / side);
        }
        Tensor probabilities = net.prediction(tensors.of(Shape.of(side * side, 2), places));
        int classes = probabilities.shape().length(1);
        float[] p = probabilities.toFloatArray();
        byte[] map = new byte[2 * side * side];
        for (int i = 0; i < side * side; i++) {
            int best = 0;
            for (int k = 1; k < classes; k++) {
                if (p[i * classes + k] > p[i * classes + best]) {
                    best = k;
                }
            }
            map[2 * i] = (byte) best;
            map[2 * i + 1] = (byte) Math.round(255 * p[i * classes + best]);
        }
        return base64(map);
    }
}
