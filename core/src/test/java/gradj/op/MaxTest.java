package gradj.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import gradj.cases.Target;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import org.junit.jupiter.api.Test;

/** Who gets the gradient of a maximum, where several elements are equal and where they are infinite. */
class MaxTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private static double[] gradient(Max max, Tensor x, double... dout) {
        Shape output = max.forward(x).shape();
        Tensors tensors = new Tensors(x.backend(), x.dtype());
        return max.inputGradient(tensors.of(output, dout)).toDoubleArray();
    }

    @Test
    void equalOnesShareAlongAnAxis() {
        for (Tensors tensors : Target.all()) {
            Tensor x = tensors.matrix(new double[][] {{1, 3, 3, 2}, {-0.0, 0, 0, -0.0}, {7, 7, 7, -8}});
            double[] expected = {0, 4, 4, 0, 1, 1, 1, 1, -3, -3, -3, 0};
            assertArrayEquals(expected, gradient(new Max(1), x, 8, 4, -9), Target.name(tensors));
            assertArrayEquals(expected, gradient(new Max(-1, true), x, 8, 4, -9), Target.name(tensors));
            double[] down = gradient(new Max(0), x, 1, 2, 3, 4);
            assertArrayEquals(new double[] {0, 0, 0, 4, 0, 0, 0, 0, 1, 2, 3, 0}, down, Target.name(tensors));
        }
    }

    @Test
    void equalOnesShareOfAll() {
        for (Tensors tensors : Target.all()) {
            Tensor x = tensors.matrix(new double[][] {{5, 1}, {5, 5}, {2, 5}});
            assertArrayEquals(new double[] {2, 0, 2, 2, 0, 2}, gradient(new Max(), x, 8), Target.name(tensors));
        }
    }

    @Test
    void theFirstTakesAllWhereThatIsAskedFor() {
        for (Tensors tensors : Target.all()) {
            Tensor x = tensors.matrix(new double[][] {{1, 3, 3, 2}, {-0.0, 0, 0, -0.0}, {7, 7, 7, 7}});
            double[] expected = {0, 8, 0, 0, 4, 0, 0, 0, -9, 0, 0, 0};
            assertArrayEquals(expected, gradient(Max.ofFirst(1, false), x, 8, 4, -9), Target.name(tensors));
            assertArrayEquals(expected, gradient(Max.ofFirst(-1, true), x, 8, 4, -9), Target.name(tensors));
            double[] down = gradient(Max.ofFirst(0, false), x, 1, 2, 3, 4);
            assertArrayEquals(new double[] {0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4}, down, Target.name(tensors));
        }
    }

    /** Neighbours in the dtype are not equal, however small their difference. */
    @Test
    void neighboursDoNotShare() {
        for (double x : new double[] {1, 1e-300, Double.MIN_VALUE, 1e300}) {
            Tensor pair = Target.FLOAT64.vector(x, Math.nextUp(x));
            assertArrayEquals(new double[] {0, 6}, gradient(new Max(), pair, 6), "beside " + x);
        }
    }

    @Test
    void infinitiesAreElementsLikeOthers() {
        for (Tensors tensors : Target.all()) {
            Tensor x = tensors.matrix(
                    new double[][] {{INFINITY, 1, INFINITY, -INFINITY}, {-INFINITY, -INFINITY, -INFINITY, -INFINITY}});
            double[] shared = gradient(new Max(1), x, 6, 4);
            assertArrayEquals(new double[] {3, 0, 3, 0, 1, 1, 1, 1}, shared, Target.name(tensors));
            double[] first = gradient(Max.ofFirst(1, false), x, 6, 4);
            assertArrayEquals(new double[] {6, 0, 0, 0, 4, 0, 0, 0}, first, Target.name(tensors));
        }
    }

    /** An upstream gradient that is NaN or infinite reaches the largest, and no other. */
    @Test
    void othersGetNothingWhateverComes() {
        Tensor x = Target.FLOAT64.matrix(new double[][] {{1, 2}, {4, 3}});
        assertArrayEquals(new double[] {0, INFINITY, Double.NaN, 0}, gradient(new Max(1), x, INFINITY, Double.NaN));
    }

    @Test
    void branchesTellWhichElementsAreTheLargest() {
        Max max = new Max(1);
        max.forward(Target.FLOAT64.matrix(new double[][] {{1, 2, 2}, {3, 0, 1}}));
        assertArrayEquals(new boolean[] {false, true, true, true, false, false}, max.branches());
        assertThrowsExactly(IllegalStateException.class, () -> new Max().branches());
    }

    @Test
    void keepsTheAxisWhereItIsAskedTo() {
        Tensor x = Target.FLOAT64.zeros(Shape.of(2, 3, 5));
        assertEquals(Shape.of(2, 1, 5), new Max(1, true).forward(x).shape());
        assertEquals(Shape.of(2, 1, 5), new Mean(-2, true).forward(x).shape());
        assertEquals(Shape.of(2, 3, 1), new Sum(2, true).forward(x).shape());
        assertEquals(Shape.of(2, 5), new Sum(1, false).forward(x).shape());
    }
}
