package gradj.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.op.Operation;
import gradj.tensor.MixedTensorsException;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Operations from outside, whose backward may be wrong. */
class CustomOperationTest {
    private static final Tensors T = Target.FLOAT64;

    private final Graph graph = new Graph(T);
    private final Node x = graph.input("x", T.vector(1, 2, 3));

    /** Forward 2 x, and any backward. */
    private record Twice(String name, Function<Tensor, @Nullable Tensor[]> gradients) implements Operation {
        @Override
        public Tensor forward(Tensor... inputs) {
            return inputs[0].times(2);
        }

        @Override
        public Tensor[] backward(Tensor dout) {
            return gradients.apply(dout);
        }
    }

    private void assertSays(
            Class<? extends RuntimeException> type, String message, Function<Tensor, @Nullable Tensor[]> gradients) {
        Node y = x.apply(new Twice("Bad", gradients)).plus(x).sum();
        RuntimeException problem = assertThrows(type, y::backward);
        assertEquals(message, problem.getMessage());
        assertFalse(x.hasGradient(), "what came past the plus is half of it");
        assertFalse(y.hasGradient());
    }

    @Test
    void aRightOne() {
        Node y = x.apply(new Twice("Twice", dout -> new Tensor[] {dout.times(2)}));
        y.sum().backward();
        assertEquals(2, x.gradient().get(0));
        assertTrue(y.gradientPassedTo(0).isPresent());
        assertThrows(IndexOutOfBoundsException.class, () -> y.gradientPassedTo(1));
        assertThrows(IndexOutOfBoundsException.class, () -> y.gradientPassedTo(-1));
    }

    @Test
    void aGradientOfAWrongShape() {
        assertSays(ShapeException.class, "Bad: backward's gradient 0 of x: expected [3], got []", dout ->
                new Tensor[] {T.scalar(7)});
    }

    @Test
    void aWrongNumberOfGradients() {
        assertSays(
                IllegalStateException.class, "Bad: backward's gradients: expected 1, one for each input, got 2", dout ->
                        new Tensor[] {dout, dout});
        assertSays(
                IllegalStateException.class,
                "Bad: backward's gradients: expected 1, one for each input, got 0",
                dout -> new Tensor[0]);
    }

    @Test
    void noGradient() {
        assertSays(IllegalStateException.class, "Bad: backward's gradient 0 of x: expected [3], got null", dout ->
                new Tensor[] {null});
    }

    @Test
    void aGradientOfAnotherDtype() {
        assertSays(
                MixedTensorsException.class,
                "Bad: backward's gradient 0 of x: is float32 on backend java, the graph float64 on java: "
                        + "convert with to(dtype) or to(backend)",
                dout -> new Tensor[] {Target.FLOAT32.vector(1, 2, 3)});
    }

    @Test
    void aBackwardThatThrows() {
        assertSays(IllegalStateException.class, "boom", dout -> {
            throw new IllegalStateException("boom");
        });
        Node y = x.square().sum();
        y.backward();
        assertEquals(6, x.gradient().get(2));
    }
}
