package gradj.nn;

import gradj.gradcheck.Differentiable;
import gradj.gradcheck.TensorFunction;
import gradj.op.SoftmaxCrossEntropy;
import gradj.spi.DType;
import gradj.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A float64 net's loss on one batch, as a function of its parameters. */
record NetworkLoss(Network net, Tensor x, Tensor t, List<String> notes) implements Differentiable {
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
        return net.loss(x, t).item();
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
        return net.gradient(x, t);
    }

    @Override
    public boolean[] branches() {
        boolean[] all = new boolean[0];
        for (Layer layer : net.layers()) {
            boolean[] own = layer.branches();
            int before = all.length;
            all = Arrays.copyOf(all, before + own.length);
            System.arraycopy(own, 0, all, before, own.length);
        }
        return all;
    }

    @Override
    public Optional<Differentiable> copy() {
        return Optional.of(new NetworkLoss(net.copy(DType.FLOAT64), x, t, notes));
    }

    /** An anonymous class has no simple name: the end of its full one, such as {@code MyTest$1}. */
    private static String nameOf(Class<?> type) {
        String full = type.getName();
        return type.getSimpleName().isEmpty() ? full.substring(full.lastIndexOf('.') + 1) : type.getSimpleName();
    }

    /** Each layer at the input that it has in this net, and the loss. */
    @Override
    public Map<String, TensorFunction> parts() {
        Map<String, TensorFunction> parts = new LinkedHashMap<>();
        Tensor y = x;
        for (Layer layer : net.layers()) {
            String name = "layer " + (parts.size() + 1) + " (" + nameOf(layer.getClass()) + ")";
            parts.put(name, LayerFunction.of(layer, y));
            y = layer.forward(y);
        }
        parts.put("the loss", TensorFunction.of(new SoftmaxCrossEntropy(), y, t));
        return parts;
    }
}
