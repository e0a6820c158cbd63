package gradj.play.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.graph.NamedGraph;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlayedGraphTest {
    private static GraphAnswer named(String name, Map<String, double[]> values) {
        return PlayedGraph.answer(new GraphRequest(name, null, values, null, null));
    }

    private static GraphAnswer.Input input(GraphAnswer answer, String name) {
        return answer.inputs().stream()
                .filter(input -> input.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theBooksApples() {
        GraphAnswer answer = named("apple", Map.of());
        assertArrayEquals(new double[] {220}, answer.result().values(), 1e-9);
        assertArrayEquals(new double[] {2.2}, input(answer, "apple").gradients(), 1e-12);
        assertArrayEquals(new double[] {110}, input(answer, "number of apples").gradients(), 1e-12);
        assertArrayEquals(new double[] {200}, input(answer, "tax").gradients(), 1e-12);
        assertEquals(4, answer.steps());
    }

    @Test
    void valuesAndGradientsFollow() {
        GraphAnswer answer = named("apple", Map.of("apple", new double[] {50}, "tax", new double[] {2}));
        assertArrayEquals(new double[] {200}, answer.result().values(), 1e-9);
        assertArrayEquals(new double[] {4}, input(answer, "apple").gradients(), 1e-12);
        assertArrayEquals(new double[] {100}, input(answer, "tax").gradients(), 1e-12);
        assertTrue(answer.svg().contains(">50<"), answer.svg());
    }

    /** dW = X^T dY: with the book's numbers and dY = (1 2 3; 4 5 6). */
    @Test
    void matricesFollowToo() {
        GraphAnswer answer = named("affine", Map.of("X", new double[] {1, 0, 0, 1}));
        assertEquals(List.of(2, 3), answer.result().shape());
        assertArrayEquals(new double[] {2, 5, 8, 3, 6, 9}, answer.result().values(), 1e-12);
        assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, input(answer, "W").gradients(), 1e-12);
        assertArrayEquals(new double[] {5, 7, 9}, input(answer, "B").gradients(), 1e-12);
    }

    @ParameterizedTest
    @EnumSource(NamedGraph.class)
    void everyGraphOfTheBookHasItsSteps(NamedGraph graph) {
        GraphAnswer answer = named(graph.label(), Map.of());
        assertTrue(answer.steps() > 1, graph.label());
        assertEquals(true, answer.result().isFinite());
        for (int step = 1; step <= answer.steps(); step += Math.max(1, answer.steps() - 1)) {
            GraphAnswer at = PlayedGraph.answer(new GraphRequest(graph.label(), null, null, step, null));
            assertEquals(step, at.computation().number());
            assertEquals(step > 1, at.computation().isBackward());
        }
    }

    @Test
    void aStepTellsItsLocalComputation() {
        GraphAnswer answer = PlayedGraph.answer(new GraphRequest("apple", null, null, 4, null));
        assertEquals("1.1", answer.computation().upstream());
        assertEquals("2", answer.computation().derivatives().get(0).value());
        assertEquals("2.2", answer.computation().derivatives().get(0).gradient());
    }

    @Test
    void aNudgeGivesTheSlopeBesideTheGradient() {
        GraphAnswer.Difference nudge = PlayedGraph.answer(new GraphRequest(
                        null, "exp(-x)", Map.of("x", new double[] {2}), null, new GraphRequest.Nudge("x", 0, 0.1)))
                .nudge();
        assertEquals(Math.exp(-1.9), nudge.below(), 1e-15);
        assertEquals(Math.exp(-2.1), nudge.above(), 1e-15);
        assertEquals((Math.exp(-2.1) - Math.exp(-1.9)) / 0.2, nudge.slope(), 1e-12);
        assertEquals(-Math.exp(-2), nudge.gradient(), 1e-15);
    }

    /** Of a matrix, that of the sum of y times the gradient from above. */
    @Test
    void anElementOfAMatrixCanBeNudged() {
        GraphAnswer.Difference nudge = PlayedGraph.answer(
                        new GraphRequest("affine", null, null, null, new GraphRequest.Nudge("W", 4, 0.5)))
                .nudge();
        assertEquals(nudge.gradient(), nudge.slope(), 1e-12);
        assertEquals(2 * 2 + 4 * 5, nudge.gradient(), 1e-12);
    }

    @Test
    void whatIsNoNumberAnyMoreIsTold() {
        GraphAnswer answer =
                PlayedGraph.answer(new GraphRequest(null, "ln(x)", Map.of("x", new double[] {-1}), null, null));
        assertFalse(answer.result().isFinite());
        assertFalse(named("sigmoid", Map.of("x", new double[] {Double.NaN}))
                .result()
                .isFinite());
    }

    @Test
    void whatDoesNotExistIsTold() {
        assertEquals(
                "there is no graph pear; graphs: apple, apple-orange, groceries, square, sigmoid, sigmoid-condensed, relu,"
                        + " affine, softmax, softmax-condensed, net",
                assertThrows(IllegalArgumentException.class, () -> named("pear", Map.of()))
                        .getMessage());
        assertEquals(
                "values of X: expected 4, got 1",
                assertThrows(IllegalArgumentException.class, () -> named("affine", Map.of("X", new double[1])))
                        .getMessage());
        assertEquals(
                "step: expected 1 to 4, got 5",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> PlayedGraph.answer(new GraphRequest("apple", null, null, 5, null)))
                        .getMessage());
        GraphRequest.Nudge noInput = new GraphRequest.Nudge("pear", 0, 1);
        assertEquals(
                "there is no input pear",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> PlayedGraph.answer(new GraphRequest("apple", null, null, null, noInput)))
                        .getMessage());
        GraphRequest.Nudge noStep = new GraphRequest.Nudge("apple", 0, 0);
        assertEquals(
                "nudge: expected an element from 0 to 0 and an h above 0, got 0 and 0.0",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> PlayedGraph.answer(new GraphRequest("apple", null, null, null, noStep)))
                        .getMessage());
    }
}
