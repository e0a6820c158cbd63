package gradj.graph;

import gradj.data.Dataset;
import gradj.data.Digits;
import gradj.nn.TwoLayerNet;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.Arrays;
import java.util.Optional;

/** The graphs of the book's chapter 5, ready made: built, and run forward and backward. */
public enum NamedGraph {
    /** Book section 5.1.1. */
    APPLE("apple", "two apples at 100 with 10 % tax: 220"),
    /** Book section 5.4.2. */
    APPLE_ORANGE("apple-orange", "two apples, three oranges at 150, and the tax: 715"),
    /** Book section 5.1.2. */
    GROCERIES("groceries", "two apples and groceries for 4000: each step is local"),
    /** Book section 5.2. */
    SQUARE("square", "z = (x + y)^2 as t^2 of t = x + y: the chain rule"),
    /** Book section 5.5.2. */
    SIGMOID("sigmoid", "the sigmoid, step by step"),
    /** Book section 5.5.2. */
    SIGMOID_CONDENSED("sigmoid-condensed", "the sigmoid as one node, with the same gradient"),
    /** Book section 5.5.1. */
    RELU("relu", "ReLU, which lets through what is positive"),
    /** Book section 5.6.2. */
    AFFINE("affine", "X W + B of a batch of two"),
    /** Book appendix A. */
    SOFTMAX("softmax", "softmax with cross entropy, step by step: y - t comes back"),
    /** Book section 5.6.3. */
    SOFTMAX_CONDENSED("softmax-condensed", "softmax with cross entropy as one node"),
    /** Book section 5.7.2. */
    NET("net", "the two-layer net, with a mini-batch of 100 drawn digits");

    private final String label;
    private final String description;

    NamedGraph(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /** The name that people write, such as {@code apple-orange}. */
    public String label() {
        return label;
    }

    /** What it shows, in a few words. */
    public String description() {
        return description;
    }

    /** The graph of this {@link #label}, if there is one. */
    public static Optional<NamedGraph> of(String label) {
        return Arrays.stream(values())
                .filter(graph -> graph.label.equals(label))
                .findFirst();
    }

    /** A new graph with these numbers' dtype and backend, after its backward; gives the node that this started from. */
    public Node build(Tensors tensors) {
        Graph graph = new Graph(tensors);
        return switch (this) {
            case APPLE -> apple(graph);
            case APPLE_ORANGE -> appleOrange(graph);
            case GROCERIES -> groceries(graph);
            case SQUARE -> square(graph);
            case SIGMOID -> sigmoid(graph);
            case SIGMOID_CONDENSED -> oneSigmoid(graph);
            case RELU -> relu(graph);
            case AFFINE -> affine(graph);
            case SOFTMAX -> softmax(graph);
            case SOFTMAX_CONDENSED -> oneSoftmax(graph);
            case NET -> net(graph);
        };
    }

    private static Node apple(Graph graph) {
        Node apple = graph.input("apple", 100);
        Node count = graph.input("number of apples", 2);
        Node tax = graph.input("tax", 1.1);
        Node price = apple.times(count).times(tax).named("price");
        price.backward();
        return price;
    }

    private static Node appleOrange(Graph graph) {
        Node apple = graph.input("apple", 100);
        Node apples = graph.input("number of apples", 2);
        Node orange = graph.input("orange", 150);
        Node oranges = graph.input("number of oranges", 3);
        Node tax = graph.input("tax", 1.1);
        Node price = apple.times(apples).plus(orange.times(oranges)).times(tax).named("price");
        price.backward();
        return price;
    }

    private static Node groceries(Graph graph) {
        Node apple = graph.input("apple", 100);
        Node count = graph.input("number of apples", 2);
        Node others = graph.input("other groceries", 4000);
        Node tax = graph.input("tax", 1.1);
        Node price = apple.times(count).plus(others).times(tax).named("price");
        price.backward();
        return price;
    }

    private static Node square(Graph graph) {
        Node x = graph.input("x", 2);
        Node y = graph.input("y", 3);
        Node t = x.plus(y).named("t");
        Node z = t.square().named("z");
        z.backward();
        return z;
    }

    private static Node sigmoid(Graph graph) {
        Node x = graph.input("x", 1);
        Node y = x.times(-1).exp().plus(1).reciprocal().named("y");
        y.backward();
        return y;
    }

    private static Node oneSigmoid(Graph graph) {
        Node y = graph.input("x", 1).sigmoid().named("y");
        y.backward();
        return y;
    }

    private static Node relu(Graph graph) {
        Tensors tensors = graph.tensors();
        Node y = graph.input("x", tensors.vector(1, -0.5, -2, 3)).relu().named("y");
        y.backward(tensors.vector(1, 2, 3, 4));
        return y;
    }

    private static Node affine(Graph graph) {
        Tensors tensors = graph.tensors();
        Node x = graph.input("X", tensors.matrix(new double[][] {{1, 2}, {3, 4}}));
        Node w = graph.input("W", tensors.matrix(new double[][] {{1, 3, 5}, {2, 4, 6}}));
        Node b = graph.input("B", tensors.vector(1, 2, 3));
        Node y = x.dot(w).plus(b).named("Y");
        y.backward(tensors.matrix(new double[][] {{1, 2, 3}, {4, 5, 6}}));
        return y;
    }

    /** Scores whose exp is (3, 2, 5), with sum 10: y = (0.3, 0.2, 0.5), the book's bad answer to t = (0, 1, 0). */
    private static double[] scores() {
        return new double[] {Math.log(3), Math.log(2), Math.log(5)};
    }

    private static Node softmax(Graph graph) {
        double[] scores = scores();
        Node[] a = new Node[3];
        Node[] exp = new Node[3];
        for (int i = 0; i < 3; i++) {
            a[i] = graph.input("a" + (i + 1), scores[i]);
            exp[i] = a[i].exp();
        }
        Node sum = exp[0].plus(exp[1]).plus(exp[2]).named("S");
        Node[] part = new Node[3];
        for (int i = 0; i < 3; i++) {
            Node y = exp[i].dividedBy(sum).named("y" + (i + 1));
            Node t = graph.constant("t" + (i + 1), graph.tensors().scalar(i == 1 ? 1 : 0));
            part[i] = y.log().times(t);
        }
        Node loss = part[0].plus(part[1]).plus(part[2]).times(-1).named("L");
        loss.backward();
        return loss;
    }

    private static Node oneSoftmax(Graph graph) {
        Tensors tensors = graph.tensors();
        Node t = graph.constant("t", tensors.vector(0, 1, 0));
        Node loss = graph.input("a", tensors.vector(scores()))
                .softmaxCrossEntropy(t)
                .named("L");
        loss.backward();
        return loss;
    }

    private static Node net(Graph graph) {
        Tensors tensors = graph.tensors();
        Dataset batch = Dataset.of(Digits.draw(1, 100, 1).train(), 10, tensors);
        TwoLayerNet net = new TwoLayerNet(tensors, batch.features(), 50, 10, TwoLayerNet.WEIGHT_INIT_STD, 1);
        Tensor labels = batch.t();
        Node loss = graph.input("x", batch.x())
                .loss(net, graph.constant("t", labels))
                .named("L");
        loss.backward();
        return loss;
    }
}
