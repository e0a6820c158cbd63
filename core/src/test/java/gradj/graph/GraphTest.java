package gradj.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.gradcheck.GradientCheck;
import gradj.nn.Affine;
import gradj.nn.Parameter;
import gradj.nn.TwoLayerNet;
import gradj.op.Operation;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphTest {
    private static final Tensors T = Target.FLOAT64;

    private final Graph graph = new Graph(T);

    @Test
    void everyNodeHasAGradientNotOnlyInputs() {
        Node apple = graph.input("apple", 100);
        Node applePrice = apple.times(graph.input("count", 2));
        Node price = applePrice.times(graph.input("tax", 1.1));
        price.backward();
        assertEquals(1.1, applePrice.gradient().item());
        assertEquals(1, price.gradient().item());
        assertEquals(
                1.1 * 2, price.inputs().get(0).gradientPassedTo(0).orElseThrow().item());
    }

    @Test
    void eachOperationRunsOnceHoweverOftenItsValueIsUsed() {
        Node x = graph.input("x", 3);
        Node t = x.square();
        Node z = t.plus(t).times(t).plus(t);
        assertEquals(4, graph.forwardCount());
        assertEquals(2 * 81 + 9, z.item());
        assertEquals(4, graph.forwardCount());
        z.backward();
        assertEquals(4, graph.backwardCount());
        assertEquals((4 * 9 + 1) * 6, x.gradient().item()); // dz/dt = 4t + 1, dt/dx = 2x
        graph.forward();
        assertEquals(8, graph.forwardCount());
    }

    @Test
    void backwardRunsOnlyWhatTheOutputIsMadeFrom() {
        Node x = graph.input("x", 3);
        Node aside = x.exp();
        Node constant = graph.constant(2).square();
        x.times(constant).backward();
        assertEquals(1, graph.backwardCount());
        assertFalse(aside.hasGradient());
        assertFalse(constant.hasGradient());
    }

    @Test
    void aSecondBackwardReplacesTheGradients() {
        Node x = graph.input("x", 3);
        Node y = x.square();
        y.backward();
        y.backward();
        assertEquals(6, x.gradient().item());
        y.backward(T.scalar(10));
        assertEquals(60, x.gradient().item());
    }

    @Test
    void theSameGraphRunsOnOtherInputs() {
        Node x = graph.input("x", 3);
        Node y = x.square().plus(1);
        y.backward();
        x.set(5);
        graph.forward();
        assertEquals(26, y.item());
        assertFalse(x.hasGradient());
        y.backward();
        assertEquals(10, x.gradient().item());

        x.set(T.vector(1, 2)); // another shape is another run of the same graph
        graph.forward();
        assertArrayEquals(new double[] {2, 5}, y.value().toDoubleArray());
    }

    @Test
    void broadcastGradientsAreSummedBack() {
        Node x = graph.input("x", T.matrix(new double[][] {{1, 2, 3}, {4, 5, 6}}));
        Node b = graph.input("b", T.vector(1, 2, 3));
        Node s = graph.input("s", 2);
        Node y = x.times(s).plus(b);
        y.sum().backward();
        assertArrayEquals(new double[] {2, 2, 2}, b.gradient().toDoubleArray());
        assertEquals(21, s.gradient().item());
        assertEquals(Shape.of(2, 3), x.gradient().shape());
    }

    @Test
    void aChainOfAHundredThousandNodes() {
        Node x = graph.input("x", 1);
        Node y = x;
        for (int i = 0; i < 100_000; i++) {
            y = y.plus(x);
        }
        y.backward();
        assertEquals(100_001, y.item());
        assertEquals(100_001, x.gradient().item());
    }

    @Test
    void aLayersParametersAreNodes() {
        Affine layer = new Affine(
                new Parameter("W", T.matrix(new double[][] {{1, 3, 5}, {2, 4, 6}})),
                new Parameter("b", T.vector(1, 2, 3)));
        Node x = graph.input("x", T.matrix(new double[][] {{1, 2}}));
        Node y = x.apply(layer);
        y.backward(T.matrix(new double[][] {{1, 2, 3}}));
        assertArrayEquals(new double[] {6, 13, 20}, y.value().toDoubleArray());
        Node w = graph.parameter(layer.parameters().get(0));
        assertSame(layer.parameters().get(0).value(), w.value());
        assertArrayEquals(new double[] {1, 2, 3, 2, 4, 6}, w.gradient().toDoubleArray());
        assertSame(layer.parameters().get(0).gradient(), w.gradient());
    }

    @Test
    void aParametersGradientIsTheSumOverItsUses() {
        Parameter w = new Parameter("W", T.matrix(new double[][] {{1}, {2}}));
        Node x = graph.input("x", T.matrix(new double[][] {{1, 1}}));
        Node scores = x.apply(new Affine(w, new Parameter("b", T.vector(0))));
        scores.sum().plus(graph.parameter(w).square().sum()).backward(); // L2 decay
        assertArrayEquals(new double[] {3, 5}, w.gradient().toDoubleArray());

        Parameter alone = new Parameter("alone", T.scalar(2));
        graph.parameter(alone).square().backward();
        assertEquals(4, alone.gradient().item());
    }

    @Test
    void aWholeNetGivesTheGradientsOfTheNet() {
        TwoLayerNet net = new TwoLayerNet(T, 4, 5, 3, 0.5, 1);
        Tensor x = T.gaussian(Shape.of(6, 4), 1, new SeededRandom(2));
        Tensor t = T.vector(0, 1, 2, 0, 1, 2);
        Node loss = graph.input("x", x).loss(net, graph.constant("t", t));
        loss.backward();
        assertEquals(net.copy(T.dtype()).loss(x, t).item(), loss.item());
        Map<String, Tensor> expected = net.copy(T.dtype()).gradient(x, t);
        for (Parameter parameter : net.parameters()) {
            assertArrayEquals(
                    expected.get(parameter.name()).toDoubleArray(),
                    graph.parameter(parameter).gradient().toDoubleArray());
        }
        GradientCheck.everyElement().check(loss.asFunction()).assertPassed();
        graph.forward();
        assertEquals(net.loss(x, t).item(), loss.item());
    }

    @Test
    void theCheckLeavesOutKinksAndFindsWhatIsWrong() {
        Node x = graph.input("x", T.vector(0, 1, -1));
        assertEquals(
                1,
                GradientCheck.everyElement().check(x.relu().sum().asFunction()).kinks());
        graph.forward();
        Node wrong = x.apply(new ForgetfulSquare()).sum();
        assertFalse(GradientCheck.everyElement().check(wrong.asFunction()).passed());
    }

    @Test
    void theCheckKnowsNoKinksBesideItsWay() {
        Node x = graph.input("x", T.vector(1e-5, 1, -1));
        x.relu();
        assertEquals(
                0,
                GradientCheck.everyElement()
                        .check(x.square().sum().asFunction())
                        .kinks());
    }

    /** Forward x squared, backward that of the identity. */
    private static final class ForgetfulSquare implements Operation {
        @Override
        public Tensor forward(Tensor... inputs) {
            return inputs[0].square();
        }

        @Override
        public Tensor[] backward(Tensor dout) {
            return new Tensor[] {dout};
        }
    }

    @Test
    void aGraphBuiltOutsideRunsInsideAScope() {
        Node x = graph.input("x", 3);
        Node y = x.square();
        for (int i = 1; i <= 3; i++) {
            try (TensorScope step = TensorScope.open()) {
                x.set(i);
                graph.forward();
                y.backward();
                assertEquals(2 * i, x.gradient().item());
                x.set(step.keep(x.value()));
            }
        }
        graph.forward();
        assertEquals(9, y.item());
    }

    @Test
    void namesAreForReaders() {
        Node y = graph.input("x", 3).times(-1).named("minus x");
        assertEquals("minus x", y.name());
        assertEquals("-1", y.inputs().get(1).name());
        assertEquals("Multiply", y.operation().orElseThrow().name());
        assertTrue(y.toString().startsWith("minus x = "), y.toString());
        Node number = graph.constant(2);
        number.set(0.5);
        assertEquals("0.5", number.name());
        assertFalse(number.isNamed());
        assertEquals("half", number.named("half").name());
    }
}
