package gradj.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.gradcheck.GradientCheck;
import gradj.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The numbers of the book and of the notes. */
class NamedGraphTest {
    private static final double NEAR = 1e-12;

    private static Node node(Node output, String name) {
        return output.graph().nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static double gradient(Node output, String name) {
        return node(output, name).gradient().item();
    }

    private static Node build(NamedGraph graph) {
        return graph.build(Target.FLOAT64);
    }

    @Test
    void apple() {
        Node price = build(NamedGraph.APPLE);
        assertEquals(220.00000000000003, price.item());
        assertEquals(2.2, gradient(price, "apple"));
        assertEquals(110, gradient(price, "number of apples"), 1e-10);
        assertEquals(200, gradient(price, "tax"));
    }

    @Test
    void applesAndOranges() {
        Node price = build(NamedGraph.APPLE_ORANGE);
        assertEquals(715.0000000000001, price.item());
        assertEquals(110, gradient(price, "number of apples"), 1e-10);
        assertEquals(2.2, gradient(price, "apple"));
        assertEquals(3.3000000000000003, gradient(price, "orange"));
        assertEquals(165, gradient(price, "number of oranges"), 1e-10);
        assertEquals(650, gradient(price, "tax"));
    }

    @Test
    void groceries() {
        Node price = build(NamedGraph.GROCERIES);
        assertEquals(4620, price.item(), 1e-9);
        assertEquals(1.1, gradient(price, "other groceries"));
        assertEquals(2.2, gradient(price, "apple"));
        assertEquals(4200, gradient(price, "tax"));
    }

    @Test
    void squareByTheChainRule() {
        Node z = build(NamedGraph.SQUARE);
        assertEquals(25, z.item());
        assertEquals(10, gradient(z, "t"));
        assertEquals(10, gradient(z, "x"));
        assertEquals(10, gradient(z, "y"));
    }

    @ParameterizedTest
    @EnumSource(names = {"SIGMOID", "SIGMOID_CONDENSED"})
    void bothSigmoidsGiveYTimesOneMinusY(NamedGraph graph) {
        Node y = build(graph);
        assertEquals(1 / (1 + Math.exp(-1)), y.item(), NEAR);
        assertEquals(y.item() * (1 - y.item()), gradient(y, "x"), NEAR);
    }

    @Test
    void reluStopsWhatIsNotPositive() {
        Node y = build(NamedGraph.RELU);
        assertArrayEquals(new double[] {1, 0, 0, 3}, y.value().toDoubleArray());
        assertArrayEquals(new double[] {1, 0, 0, 4}, node(y, "x").gradient().toDoubleArray());
    }

    @Test
    void affineSumsTheBiasGradientOverTheBatch() {
        Node y = build(NamedGraph.AFFINE);
        assertArrayEquals(new double[] {6, 13, 20, 12, 27, 42}, y.value().toDoubleArray());
        assertArrayEquals(new double[] {22, 28, 49, 64}, node(y, "X").gradient().toDoubleArray());
        assertArrayEquals(
                new double[] {13, 17, 21, 18, 24, 30}, node(y, "W").gradient().toDoubleArray());
        assertArrayEquals(new double[] {5, 7, 9}, node(y, "B").gradient().toDoubleArray());
    }

    @Test
    void softmaxInFullGivesYMinusT() {
        Node loss = build(NamedGraph.SOFTMAX);
        assertEquals(-Math.log(0.2), loss.item(), NEAR);
        assertEquals(0.3, gradient(loss, "a1"), NEAR);
        assertEquals(-0.8, gradient(loss, "a2"), NEAR);
        assertEquals(0.5, gradient(loss, "a3"), NEAR);
    }

    @Test
    void softmaxCondensedGivesTheSame() {
        Node loss = build(NamedGraph.SOFTMAX_CONDENSED);
        assertEquals(-Math.log(0.2), loss.item(), NEAR);
        assertArrayEquals(
                new double[] {0.3, -0.8, 0.5}, node(loss, "a").gradient().toDoubleArray(), NEAR);
    }

    @Test
    void theNetStartsWithTheLossOfGuessing() {
        Node loss = build(NamedGraph.NET);
        assertEquals(Math.log(10), loss.item(), 0.02);
        assertEquals(Shape.of(784, 50), node(loss, "W1").gradient().shape());
        assertEquals(Shape.of(10), node(loss, "b2").gradient().shape());
        GradientCheck.sample(20, 1).check(loss.asFunction()).assertPassed();
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsLabel(NamedGraph graph) {
        assertEquals(graph, NamedGraph.of(graph.label()).orElseThrow());
        assertTrue(graph.description().length() > 10);
    }
}
