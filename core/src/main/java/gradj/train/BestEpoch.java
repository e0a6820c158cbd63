package gradj.train;

import gradj.nn.Buffer;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.tensor.Tensor;
import java.util.List;

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
        this.best = rule.worst();
    }

    /** Whether this epoch is one too many without a better one. */
    boolean isEnough(Epoch epoch) {
        double value = epoch.tested(rule.metric(), "early stopping");
        if (parameters.isEmpty() || rule.isBetter(value, best)) {
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
        return epochsSince >= rule.patience();
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
