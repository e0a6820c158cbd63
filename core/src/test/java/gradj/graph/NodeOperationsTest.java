package gradj.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import gradj.cases.Target;
import gradj.gradcheck.GradientCheck;
import gradj.gradcheck.GradientReport;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The nodes that a graph's methods make: the shape that each gives, and its gradient at every element. */
class NodeOperationsTest {
    private static Arguments of(String name, Shape shape, UnaryOperator<Node> method, int... output) {
        return arguments(named(name + " of " + shape, method), shape, Shape.of(output));
    }

    static Stream<Arguments> methods() {
        Shape block = Shape.of(2, 3, 5);
        Shape deep = Shape.of(2, 3, 1, 2);
        Shape row = Shape.of(7);
        return Stream.of(
                of("tanh", block, Node::tanh, 2, 3, 5),
                of("tanh", Shape.of(), Node::tanh),
                of("leakyRelu", row, x -> x.leakyRelu(0.1), 7),
                of("abs", deep, Node::abs, 2, 3, 1, 2),
                of("mean", block, Node::mean),
                of("mean along an axis", block, x -> x.mean(1), 2, 5),
                of("mean that keeps its axis", deep, x -> x.mean(-3, true), 2, 1, 1, 2),
                of("sum that keeps its axis", block, x -> x.sum(-1, true), 2, 3, 1),
                of("max", block, Node::max),
                of("max of one", Shape.of(1), Node::max),
                of("max along an axis", block, x -> x.max(0), 3, 5),
                of("max that keeps its axis", row, x -> x.max(0, true), 1),
                of("reshape", block, x -> x.reshape(Shape.of(5, 6)), 5, 6),
                of("slice", block, x -> x.slice(1, 1, 3), 2, 2, 5),
                of("slice of a vector", row, x -> x.slice(-1, 2, 3), 1),
                of("concat", block, x -> x.concat(1, x.square(), x), 2, 9, 5),
                of("transpose of two axes", block, x -> x.transpose(0, 2), 5, 3, 2),
                of("permute", block, x -> x.permute(2, 0, 1), 5, 2, 3),
                of("permute of four axes", deep, x -> x.permute(-1, 2, 0, 1), 2, 1, 2, 3),
                of("softmax", block, Node::softmax, 2, 3, 5),
                of("logSoftmax", deep, Node::logSoftmax, 2, 3, 1, 2),
                of("logSoftmax of a vector", row, Node::logSoftmax, 7));
    }

    /** L = sum(w y^2) with a different weight w for each element of y: no gradient can hide behind another. */
    @ParameterizedTest
    @MethodSource("methods")
    void haveTheirShapeAndGradient(UnaryOperator<Node> method, Shape shape, Shape output) {
        Graph graph = new Graph(Target.FLOAT64);
        Tensor x = Target.FLOAT64.gaussian(shape, 1, new SeededRandom(3));
        Node y = method.apply(graph.input("x", x));
        assertEquals(output, y.value().shape());
        Tensor weights = Target.FLOAT64.gaussian(output, 1, new SeededRandom(4));
        Node loss = y.square().times(graph.constant("w", weights)).sum();
        GradientReport report = GradientCheck.everyElement().check(loss.asFunction());
        assertTrue(report.passed(), report::toString);
    }

    /** The same input twice: its gradient is the sum of both parts. */
    @Test
    void concatAddsUpThePartsOfOneInput() {
        Graph graph = new Graph(Target.FLOAT64);
        Node x = graph.input("x", Target.FLOAT64.vector(1, 2));
        x.concat(0, x)
                .times(graph.constant("w", Target.FLOAT64.vector(1, 10, 100, 1000)))
                .sum()
                .backward();
        assertArrayEquals(new double[] {101, 1010}, x.gradient().toDoubleArray());
    }

    @Test
    void aGraphComputesAgainForAnotherBatch() {
        Graph graph = new Graph(Target.FLOAT64);
        Node x = graph.input("x", Target.FLOAT64.matrix(new double[][] {{1, 5}, {2, 6}}));
        Node y = x.max(0).mean();
        assertEquals(4, y.item());
        x.set(Target.FLOAT64.matrix(new double[][] {{1, 8}, {2, 6}, {3, 0}}));
        graph.forward();
        assertEquals(5.5, y.item());
        y.backward();
        assertArrayEquals(new double[] {0, 0.5, 0, 0, 0.5, 0}, x.gradient().toDoubleArray());
    }

    @Test
    void refuseWhatDoesNotFit() {
        Graph graph = new Graph(Target.FLOAT64);
        Node x = graph.input("x", Target.FLOAT64.zeros(Shape.of(2, 3)));
        assertThrowsExactly(ShapeException.class, () -> x.slice(1, 2, 4));
        assertThrowsExactly(ShapeException.class, () -> x.mean(2));
        assertThrowsExactly(ShapeException.class, () -> x.permute(0, 0));
        assertThrowsExactly(ShapeException.class, () -> x.reshape(Shape.of(5)));
    }
}
