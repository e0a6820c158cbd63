package gradj.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.nn.Affine;
import gradj.nn.Parameter;
import gradj.nn.Relu;
import gradj.op.Exp;
import gradj.tensor.MixedTensorsException;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class GraphErrorsTest {
    private static final Tensors T = Target.FLOAT64;

    private final Graph graph = new Graph(T);
    private final Node x = graph.input("x", T.matrix(new double[][] {{1, 2, 3}, {4, 5, 6}}));

    private static void assertSays(Class<? extends Throwable> type, String message, Executable executable) {
        assertEquals(message, assertThrows(type, executable).getMessage());
    }

    @Test
    void aNodeOfAnotherGraph() {
        Node other = new Graph(T).input("tax", 1.1);
        assertSays(
                IllegalArgumentException.class,
                "Multiply: the node tax belongs to another graph: make all inputs of an operation in one graph",
                () -> x.times(other));
    }

    @Test
    void aTensorOfAnotherDtypeOrBackend() {
        assertSays(
                MixedTensorsException.class,
                "y: is float32 on backend java, the graph float64 on java: convert with to(dtype) or to(backend)",
                () -> graph.input("y", Target.FLOAT32.scalar(1)));
        assertSays(
                MixedTensorsException.class,
                "dout: is float64 on backend reference, the graph float64 on java: convert with to(dtype) or to(backend)",
                () -> x.backward(Target.REFERENCE_FLOAT64.scalar(1)));
        assertThrows(MixedTensorsException.class, () -> x.set(Target.FLOAT32.scalar(1)));
        Parameter w = new Parameter("W", Target.FLOAT32.matrix(new double[][] {{1}, {2}, {3}}));
        Parameter b = new Parameter("b", Target.FLOAT32.vector(1));
        assertThrows(MixedTensorsException.class, () -> x.apply(new Affine(w, b)));
    }

    @Test
    void shapesThatDoNotFit() {
        int before = graph.nodes().size();
        ShapeException problem = assertThrows(ShapeException.class, () -> x.dot(x));
        assertTrue(problem.getMessage().contains("inner dimensions differ: left [2, 3]"), problem.getMessage());
        assertEquals(before, graph.nodes().size());
        assertSays(
                ShapeException.class,
                "backward from x: dout has the node's shape: expected [2, 3], got [2]",
                () -> x.backward(T.vector(1, 2)));
    }

    @Test
    void aLayerThatDoesNotFitLeavesTheGraphAsItWas() {
        Parameter w = new Parameter("W", T.matrix(new double[][] {{1}, {2}}));
        Parameter b = new Parameter("b", T.vector(1));
        int before = graph.nodes().size();
        assertThrows(ShapeException.class, () -> x.apply(new Affine(w, b)));
        assertEquals(before, graph.nodes().size());
        Parameter three = new Parameter("W", T.matrix(new double[][] {{1}, {2}, {3}}));
        assertEquals(before + 3, x.apply(new Affine(three, b)).graph().nodes().size());
    }

    @Test
    void backwardFromConstantsAlone() {
        Node y = graph.constant(2).square();
        assertSays(
                IllegalStateException.class,
                "backward from Square: it is a constant, or made from constants alone: "
                        + "make what it depends on an input(name, value)",
                y::backward);
    }

    @Test
    void anOperationAtTwoPlaces() {
        Exp exp = new Exp();
        x.apply(exp);
        assertSays(
                IllegalArgumentException.class,
                "Exp: this object stands at another place of the graph already, and it remembers one forward only: "
                        + "make a second one",
                () -> x.apply(exp));
        Relu layer = new Relu();
        x.apply(layer);
        assertThrows(IllegalArgumentException.class, () -> x.apply(layer));
    }

    @Test
    void aGradientThatIsNotThere() {
        Node y = x.sum().named("y");
        assertSays(
                IllegalStateException.class,
                "x has no gradient: call backward() on the graph's output first",
                () -> x.gradient());
        Node z = x.exp().named("z");
        y.backward();
        assertSays(
                IllegalStateException.class,
                "z has no gradient: the last backward, from y, did not come past it",
                () -> z.gradient());
        assertSays(
                IllegalStateException.class,
                "2 has no gradient: it is a constant, or made from constants alone; make it an input(name, value)",
                () -> graph.constant(2).gradient());
    }

    @Test
    void backwardFromWhatIsNoScalar() {
        assertSays(
                IllegalStateException.class,
                "backward from x: its shape is [2, 3], no scalar: give the upstream gradient with backward(dout), "
                        + "or add a sum()",
                () -> x.backward());
    }

    @Test
    void anInputThatChanged() {
        Node y = x.sum().named("y");
        y.backward();
        x.set(T.vector(1, 2));
        assertFalse(x.hasGradient());
        assertFalse(y.gradientPassedTo(0).isPresent());
        assertSays(IllegalStateException.class, "y: an input changed: call graph.forward() first", () -> y.value());
        assertThrows(IllegalStateException.class, () -> x.gradient());
        assertThrows(IllegalStateException.class, () -> y.backward());
        assertThrows(IllegalStateException.class, () -> x.exp());
        assertSays(
                IllegalStateException.class,
                "set: y is computed: set the inputs that it comes from",
                () -> y.set(T.scalar(1)));
    }

    @Test
    void aForwardThatFailsLeavesNoOldValues() {
        Node y = x.dot(graph.input("W", T.matrix(new double[][] {{1}, {2}, {3}})));
        x.set(T.matrix(new double[][] {{1, 2}}));
        assertThrows(ShapeException.class, graph::forward);
        assertThrows(IllegalStateException.class, () -> y.value());
    }

    @Test
    void twoInputsOfOneName() {
        assertSays(
                IllegalArgumentException.class,
                "two inputs of the graph are named x: give each a name of its own",
                () -> graph.input("x", 1));
    }

    @Test
    void aNameThatAnotherInputHas() {
        Node y = graph.input("y", 1);
        assertSays(
                IllegalArgumentException.class,
                "two inputs of the graph are named x: give each a name of its own",
                () -> y.named("x"));
        x.named("x").named("z");
        assertEquals("x", y.named("x").name());
    }

    @Test
    void aParameterIsNotSet() {
        Parameter b = new Parameter("b", T.scalar(1));
        assertSays(
                IllegalStateException.class,
                "set: b is a layer's parameter: change it with Parameter.assign, then call graph.forward()",
                () -> graph.parameter(b).set(2));
    }

    @Test
    void aValueWhoseScopeEnded() {
        Node y;
        try (TensorScope scope = TensorScope.open()) {
            y = x.exp();
        }
        Tensor closed = y.value();
        assertThrows(IllegalStateException.class, () -> closed.toDoubleArray());
        graph.forward();
        assertEquals(Math.E, y.value().get(0, 0), 1e-15);
    }
}
