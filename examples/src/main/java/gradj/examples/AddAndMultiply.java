package gradj.examples;

import gradj.backend.Backends;
import gradj.graph.Graph;
import gradj.graph.Node;
import gradj.tensor.Tensors;

/** What an addition and a multiplication do with a gradient of 1.3 that comes from upstream. Book section 5.3. */
public final class AddAndMultiply {
    private static final Tensors TENSORS = Backends.float64();

    static Node sum() {
        Graph graph = new Graph(TENSORS);
        Node sum = graph.input("x", 10).plus(graph.input("y", 5)).named("z");
        sum.backward(TENSORS.scalar(1.3));
        return sum;
    }

    static Node product() {
        Graph graph = new Graph(TENSORS);
        Node product = graph.input("x", 10).times(graph.input("y", 5)).named("z");
        product.backward(TENSORS.scalar(1.3));
        return product;
    }

    public static void main(String[] args) {
        print("10 + 5", sum());
        print("10 x 5", product());
    }

    private static void print(String formula, Node z) {
        double dx = z.inputs().get(0).gradient().item();
        double dy = z.inputs().get(1).gradient().item();
        System.out.println(formula + " = " + z.item() + ", gradients " + dx + " and " + dy);
    }
}
