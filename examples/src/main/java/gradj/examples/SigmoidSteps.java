package gradj.examples;

import gradj.backend.Backends;
import gradj.graph.Graph;
import gradj.graph.Node;
import gradj.graph.picture.GraphPicture;
import java.util.Locale;

/** y = 1 / (1 + exp(-x)), step by step and as one node: the same gradient, y (1 - y). Book section 5.5.2. */
public final class SigmoidSteps {
    public static void main(String[] args) {
        Graph graph = new Graph(Backends.float64());
        Node y = graph.input("x", 1).times(-1).exp().plus(1).reciprocal().named("y");
        y.backward();
        System.out.print(GraphPicture.of(y).table());

        Node x = graph.input("x of one node", 1);
        Node atOnce = x.sigmoid();
        atOnce.backward();
        System.out.printf(
                Locale.ROOT,
                "as one node  y %.10f, gradient %.10f%n",
                atOnce.item(),
                x.gradient().item());
        System.out.printf(Locale.ROOT, "y (1 - y)    %.10f%n", y.item() * (1 - y.item()));
    }
}
