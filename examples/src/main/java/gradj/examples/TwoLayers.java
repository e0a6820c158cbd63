package gradj.examples;

import gradj.backend.Backends;
import gradj.data.Dataset;
import gradj.data.Digits;
import gradj.graph.Graph;
import gradj.graph.Node;
import gradj.graph.picture.GraphPicture;
import gradj.nn.Parameter;
import gradj.nn.TwoLayerNet;
import gradj.tensor.Tensors;
import java.util.Locale;

/** The two-layer net as a graph: 100 digits go through, a gradient for every parameter comes back. Book section 5.7.2. */
public final class TwoLayers {
    public static void main(String[] args) {
        Tensors tensors = Backends.float64();
        Dataset digits = Dataset.of(Digits.draw(1, 100, 1).train(), 10, tensors);
        TwoLayerNet net = new TwoLayerNet(tensors, 784, 50, 10, TwoLayerNet.WEIGHT_INIT_STD, 1);

        int numbers = 0;
        for (Parameter parameter : net.parameters()) {
            System.out.println(parameter);
            numbers += parameter.value().size();
        }
        System.out.println(numbers + " numbers to learn");
        System.out.printf(
                Locale.ROOT, "right before learning: %.0f of 100%n", 100 * net.accuracy(digits.x(), digits.t()));

        Graph graph = new Graph(tensors);
        Node x = graph.input("x", digits.x());
        Node loss = x.loss(net, graph.constant("t", digits.t())).named("L");
        loss.backward();
        System.out.print(GraphPicture.of(loss).table());
    }
}
