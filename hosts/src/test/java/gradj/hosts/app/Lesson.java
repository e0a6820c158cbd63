package gradj.hosts.app;

import gradj.backend.Backends;
import gradj.data.Dataset;
import gradj.data.Digits;
import gradj.nn.TwoLayerNet;
import gradj.optim.Sgd;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.util.Locale;

/** What an application does with gradj, in whatever host: it trains a net of its own for a few steps and asks it. */
public final class Lesson {
    private Lesson() {}

    /** The chosen backend's name, and what was learned: for every thread of a process the same text. */
    public static String learn() {
        Tensors tensors = Backends.float32();
        try (TensorScope scope = TensorScope.open()) {
            Dataset digits = Dataset.of(Digits.draw(1, 32, 1).train(), tensors);
            TwoLayerNet net = new TwoLayerNet(784, 50, 10);
            Sgd sgd = new Sgd(0.5);
            float before = net.loss(digits.x(), digits.t()).toFloatArray()[0];
            for (int step = 0; step < 2; step++) {
                net.gradient(digits.x(), digits.t());
                sgd.step(net.parameters());
            }
            float after = net.loss(digits.x(), digits.t()).toFloatArray()[0];
            double right = net.accuracy(digits.x(), digits.t());
            String name = tensors.backend().name();
            return String.format(Locale.ROOT, "%s: loss %.3f, then %.3f, %.2f right", name, before, after, right);
        }
    }
}
