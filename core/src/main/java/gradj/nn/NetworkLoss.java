package gradj.nn;

import gradj.gradcheck.Diagnosis;
import gradj.gradcheck.Diagnosis.Pattern;
import gradj.gradcheck.Differentiable;
import gradj.gradcheck.TensorFunction;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A float64 net's loss on one batch, as a function of its parameters.
 *
 * @param constants the targets, and the samples' weights if they have any
 * @param buffers put back before each forward, so that the net in training is a function of its parameters
 * @param faults of the copies that the net is made of
 */
record NetworkLoss(
        Network net, KeptBuffers buffers, Tensor x, List<Tensor> constants, List<String> notes, List<Diagnosis> faults)
        implements Differentiable {
    /** Inputs go a twentieth of themselves at most: other ones, of the same kind. */
    private static final double PART = 0.05;

    /** The loss of a copy of this net; runs those of its layers that are not gradj's own. */
    static NetworkLoss of(Network net, Tensor x, List<Tensor> constants, List<String> notes) {
        List<Diagnosis> faults = new ArrayList<>();
        List<String> all = new ArrayList<>(notes);
        notFinite("the input x", x).ifPresent(faults::add);
        notFinite("the labels: t", constants.get(0)).ifPresent(faults::add);
        if (faults.isEmpty() && !LayerCopies.isKnown(net.layer())) {
            askLayers(net, x, faults, all);
        }
        return of(net, x, constants, List.copyOf(all), List.copyOf(faults));
    }

    private static NetworkLoss of(
            Network net, Tensor x, List<Tensor> constants, List<String> notes, List<Diagnosis> faults) {
        Network copy = net.copy(DType.FLOAT64);
        return new NetworkLoss(copy, KeptBuffers.of(copy.layer()), x, constants, notes, faults);
    }

    /** The layers that are no chains of others, in their order. */
    private static List<Layer> steps(Layer layer) {
        return layer instanceof Sequential sequence
                ? sequence.layers().stream()
                        .flatMap(inner -> steps(inner).stream())
                        .toList()
                : List.of(layer);
    }

    private static Optional<Diagnosis> notFinite(String what, Tensor tensor) {
        double[] values = tensor.toDoubleArray();
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                int columns = tensor.shape().rank() == 2 ? tensor.shape().length(1) : 1;
                String at = tensor.shape().rank() == 2 ? "[" + i / columns + ", " + i % columns + "]" : "[" + i + "]";
                return Optional.of(new Diagnosis(
                        Pattern.NOT_A_NUMBER,
                        i,
                        what + at + " is " + values[i] + ", nothing can be compared: correct the data"));
            }
        }
        return Optional.empty();
    }

    /** Adds what is wrong with the copies of the first layer where something is, and what must be known of those before. */
    private static void askLayers(Network net, Tensor x, List<Diagnosis> faults, List<String> notes) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor y = x;
            List<Layer> layers = steps(net.layer());
            for (int i = 0; i < layers.size() && faults.isEmpty(); i++) {
                Layer layer = layers.get(i);
                LayerCopies.fault(nameOf(i, layer), layer, y).ifPresent(faults::add);
                if (faults.isEmpty()) {
                    LayerCopies.note(nameOf(i, layer), layer, y).ifPresent(notes::add);
                    y = LayerCopies.copyOf(layer, DType.FLOAT64).forward(y);
                }
            }
        }
    }

    private static String nameOf(int index, Layer layer) {
        return "layer " + (index + 1) + " (" + LayerCopies.nameOf(layer) + ")";
    }

    /** The same net, with what its layers remember, on other inputs. */
    @Override
    public Optional<Differentiable> elsewhere() {
        SeededRandom random = new SeededRandom(0);
        double[] moved = x.toDoubleArray();
        for (int i = 0; i < moved.length; i++) {
            moved[i] *= 1 + PART * (2 * random.nextDouble() - 1);
        }
        Tensor other = new Tensors(x.backend(), x.dtype()).of(x.shape(), moved);
        return Optional.of(new NetworkLoss(net, buffers, other, constants, notes, faults));
    }

    @Override
    public Map<String, Tensor> parameters() {
        Map<String, Tensor> values = new LinkedHashMap<>();
        for (Parameter parameter : net.parameters()) {
            values.put(parameter.name(), parameter.value());
        }
        return values;
    }

    @Override
    public double value() {
        buffers.restore();
        return loss().item();
    }

    private Tensor loss() {
        Tensor t = constants.get(0);
        return constants.size() == 1 ? net.loss(x, t) : net.loss(x, t, constants.get(1));
    }

    /** A loss near 0 is a difference of scores: those are what is rounded. */
    @Override
    public double magnitude() {
        double largest = Math.abs(value());
        for (double score : net.predict(x).toDoubleArray()) {
            largest = Math.max(largest, Math.abs(score));
        }
        return largest;
    }

    @Override
    public Map<String, Tensor> gradient() {
        buffers.restore();
        loss();
        net.backward();
        return net.parameters().stream()
                .collect(Collectors.toMap(
                        Parameter::name, Parameter::gradient, (one, other) -> other, LinkedHashMap::new));
    }

    @Override
    public boolean[] branches() {
        boolean[] layers = net.layer().branches();
        boolean[] loss = net.loss().branches();
        boolean[] all = Arrays.copyOf(layers, layers.length + loss.length);
        System.arraycopy(loss, 0, all, layers.length, loss.length);
        return all;
    }

    @Override
    public Optional<Differentiable> copy() {
        buffers.restore();
        return Optional.of(of(net, x, constants, notes, faults));
    }

    private TensorFunction lossOf(Tensor scores) {
        Tensor t = constants.get(0);
        return constants.size() == 1
                ? TensorFunction.of(net.loss().operation(), scores, t)
                : TensorFunction.of(new LossOperation(net.loss().copy()), scores, t, constants.get(1));
    }

    /** Each layer at the input that it has in this net, and the loss. */
    @Override
    public Map<String, TensorFunction> parts() {
        Map<String, TensorFunction> parts = new LinkedHashMap<>();
        Tensor y = x;
        buffers.restore();
        for (Layer layer : steps(net.layer())) {
            parts.put(nameOf(parts.size(), layer), LayerFunction.of(layer, y));
            y = layer.forward(y, Mode.TRAINING);
        }
        parts.put("the loss", lossOf(y));
        return parts;
    }
}
