package gradj.train;

import gradj.nn.Buffer;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The best epoch of a training so far, and the net as it was then. */
final class BestEpoch {
    private final EarlyStopping rule;
    private final Network net;
    private double best;
    private int epochsSince;
    private List<Tensor> parameters = List.of();
    private List<Tensor> buffers = List.of();

    BestEpoch(EarlyStopping rule, Network net) {
        this.rule = rule;
        this.net = net;
        this.best = Double.NaN;
    }

    /** Whether this epoch is one too many without a better one. */
    boolean isEnough(Epoch epoch) {
        double value = epoch.tested(rule.metric());
        if (parameters.isEmpty() || isBetter(rule.metric(), value, best)) {
            best = value;
            epochsSince = 0;
            parameters = net.parameters().stream()
                    .map(parameter -> parameter.value().persistentCopy())
                    .toList();
            buffers = net.buffers().stream()
                    .map(buffer -> buffer.value().persistentCopy())
                    .toList();
            return false;
        }
        epochsSince++;
        return isEnough();
    }

    /** Any number is better than NaN, which a metric may give while it has nothing to measure. */
    static boolean isBetter(Metric metric, double value, double best) {
        if (Double.isNaN(value) || Double.isNaN(best)) {
            return !Double.isNaN(value);
        }
        return metric.isMoreBetter() ? value > best : value < best;
    }

    /** The same of the epochs so far. */
    boolean isEnough() {
        return epochsSince >= rule.patience();
    }

    double value() {
        return best;
    }

    int epochsSince() {
        return epochsSince;
    }

    /** Parameters and buffers of the best epoch by their names; none before the first one. */
    Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            tensors.put(net.parameters().get(i).name(), parameters.get(i));
        }
        for (int i = 0; i < buffers.size(); i++) {
            tensors.put(net.buffers().get(i).name(), buffers.get(i));
        }
        return tensors;
    }

    /** Goes on from what another one had. */
    void restore(Map<String, Tensor> tensors, double value, int since) {
        parameters = net.parameters().stream()
                .map(parameter ->
                        Objects.requireNonNull(tensors.get(parameter.name())).persistentCopy())
                .toList();
        buffers = net.buffers().stream()
                .map(buffer ->
                        Objects.requireNonNull(tensors.get(buffer.name())).persistentCopy())
                .toList();
        best = value;
        epochsSince = since;
    }

    void restore() {
        List<Parameter> own = net.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            own.get(i).assign(parameters.get(i));
        }
        List<Buffer> kept = net.buffers();
        for (int i = 0; i < buffers.size(); i++) {
            kept.get(i).assign(buffers.get(i));
        }
    }
}
