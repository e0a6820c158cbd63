package gradj.nn;

import gradj.gradcheck.Differentiable;
import gradj.spi.DType;
import gradj.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A float64 net's loss on one batch, as a function of its parameters. */
record NetworkLoss(Network net, Tensor x, Tensor t) implements Differentiable {
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
            all = java.util.Arrays.copyOf(all, before + own.length);
            System.arraycopy(own, 0, all, before, own.length);
        }
        return all;
    }

    @Override
    public Optional<Differentiable> copy() {
        return Optional.of(new NetworkLoss(net.copy(DType.FLOAT64), x, t));
    }
}
