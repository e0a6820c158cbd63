package gradj.examples;

import gradj.backend.JavaBackend;
import gradj.graph.Graph;
import gradj.graph.Node;
import gradj.graph.picture.GraphPicture;
import gradj.graph.picture.Symbols;
import gradj.op.Operation;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.Map;

/** The general figures of the learning path: symbols, where the others have numbers. */
final class SymbolFigures {
    private static final Tensors TENSORS = new Tensors(new JavaBackend(), DType.FLOAT64);

    private SymbolFigures() {}

    /** Each figure's name, and its SVG. */
    static Map<String, String> all() {
        return Map.of(
                "any-node", anyNode(),
                "square-symbols", square(),
                "add-symbols", add(),
                "multiply-symbols", multiply(),
                "relu-symbols", relu(),
                "sigmoid-symbols", sigmoid(),
                "sigmoid-condensed-symbols", sigmoidCondensed(),
                "affine-symbols", affine(),
                "softmax-symbols", softmax());
    }

    private static String svg(Node output, Symbols symbols) {
        return GraphPicture.of(output, symbols).svg();
    }

    /** An operation of which the figure shows the name alone. */
    private abstract static class Nameless implements Operation {
        @Override
        public Tensor forward(Tensor... inputs) {
            return inputs[0];
        }

        @Override
        public Tensor[] backward(Tensor dout) {
            return new Tensor[] {dout};
        }
    }

    private static String anyNode() {
        Node x = new Graph(TENSORS).input("x", 1);
        Node y = x.apply(new Nameless() {}).named("y");
        return svg(y, new Symbols().put(x, "", "E · ∂y/∂x").put(y, "", "E"));
    }

    private static String square() {
        Graph graph = new Graph(TENSORS);
        Node x = graph.input("x", 2);
        Node y = graph.input("y", 3);
        Node t = x.plus(y);
        Node z = t.square().named("z");
        return svg(
                z,
                new Symbols()
                        .put(x, "", "∂z/∂z · ∂z/∂t · ∂t/∂x")
                        .put(y, "", "∂z/∂z · ∂z/∂t · ∂t/∂y")
                        .put(t, "t", "∂z/∂z · ∂z/∂t")
                        .put(z, "", "∂z/∂z"));
    }

    private static String add() {
        Graph graph = new Graph(TENSORS);
        Node x = graph.input("x", 10);
        Node y = graph.input("y", 5);
        Node z = x.plus(y).named("z");
        return svg(
                z, new Symbols().put(x, "", "∂L/∂z · 1").put(y, "", "∂L/∂z · 1").put(z, "", "∂L/∂z"));
    }

    private static String multiply() {
        Graph graph = new Graph(TENSORS);
        Node x = graph.input("x", 10);
        Node y = graph.input("y", 5);
        Node z = x.times(y).named("z");
        return svg(
                z, new Symbols().put(x, "", "∂L/∂z · y").put(y, "", "∂L/∂z · x").put(z, "", "∂L/∂z"));
    }

    private static String relu() {
        Node x = new Graph(TENSORS).input("x", 1);
        Node y = x.relu().named("y");
        return svg(
                y, new Symbols().put(x, "", "∂L/∂y where x > 0\n0 where x ≤ 0").put(y, "", "∂L/∂y"));
    }

    private static String sigmoid() {
        Node x = new Graph(TENSORS).input("x", 1);
        Node minus = x.times(-1);
        Node exp = minus.exp();
        Node sum = exp.plus(1);
        Node y = sum.reciprocal().named("y");
        return svg(
                y,
                new Symbols()
                        .put(x, "", "∂L/∂y · y² exp(−x)")
                        .put(minus, "−x", "−∂L/∂y · y² exp(−x)")
                        .put(exp, "exp(−x)", "−∂L/∂y · y²")
                        .put(sum, "1 + exp(−x)", "−∂L/∂y · y²")
                        .put(y, "", "∂L/∂y"));
    }

    private static String sigmoidCondensed() {
        Node x = new Graph(TENSORS).input("x", 1);
        Node y = x.sigmoid().named("y");
        return svg(y, new Symbols().put(x, "", "∂L/∂y · y (1 − y)").put(y, "", "∂L/∂y"));
    }

    private static String affine() {
        Graph graph = new Graph(TENSORS);
        Node x = graph.input("X", TENSORS.zeros(Shape.of(2, 2)));
        Node w = graph.input("W", TENSORS.zeros(Shape.of(2, 3)));
        Node b = graph.input("B", TENSORS.zeros(Shape.of(3)));
        Node product = x.dot(w);
        Node y = product.plus(b).named("Y");
        return svg(
                y,
                new Symbols()
                        .put(x, "[N, 2]", "[N, 2]\n∂L/∂Y · Wᵀ")
                        .put(w, "[2, 3]", "[2, 3]\nXᵀ · ∂L/∂Y")
                        .put(product, "[N, 3]", "[N, 3]\n∂L/∂Y")
                        .put(b, "[3]", "[3]\n∂L/∂Y, rows added")
                        .put(y, "[N, 3]", "[N, 3]\n∂L/∂Y"));
    }

    private static final class CrossEntropyError extends Nameless {}

    private static String softmax() {
        Graph graph = new Graph(TENSORS);
        Node a = graph.input("scores a", TENSORS.zeros(Shape.of(3)));
        Node t = graph.constant("labels t", TENSORS.zeros(Shape.of(3)));
        Node y = a.softmax();
        Node loss = y.apply(new CrossEntropyError(), t).named("L");
        return svg(
                loss,
                new Symbols()
                        .put(a, "(a₁, a₂, a₃)", "(y₁ − t₁, y₂ − t₂, y₃ − t₃)")
                        .put(y, "(y₁, y₂, y₃)", "(−t₁/y₁, −t₂/y₂, −t₃/y₃)")
                        .put(t, "(t₁, t₂, t₃)", "")
                        .put(loss, "", "1"));
    }
}
