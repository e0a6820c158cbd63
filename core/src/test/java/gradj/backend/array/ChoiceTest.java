package gradj.backend.array;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ChoiceTest {
    private static final double[] VALUES = {
        0, -0.0, 1.5, -1.5, Double.MIN_VALUE, Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
    };

    @Test
    void givesTheBitsOfTheChosenNumber() {
        for (double a : VALUES) {
            for (double b : VALUES) {
                assertBits(a, Choice.where(true, a, b));
                assertBits(b, Choice.where(false, a, b));
                assertBits((float) a, Choice.where(true, (float) a, (float) b));
                assertBits((float) b, Choice.where(false, (float) a, (float) b));
            }
        }
    }

    @Test
    void keepsTheBitsOfNaN() {
        double wide = Double.longBitsToDouble(0x7ff8_0000_0000_0123L);
        float narrow = Float.intBitsToFloat(0xffc0_0123);
        assertBits(wide, Choice.where(true, wide, 1));
        assertBits(1.0, Choice.where(false, wide, 1));
        assertBits(narrow, Choice.where(false, 1, narrow));
        assertBits(1f, Choice.where(true, 1, narrow));
    }

    /** What a NaN in Y, or in the gradient where Y is 0, must not do: the conditional as the definition writes it. */
    @Test
    void reluBackwardIsTheConditional() {
        float[] y = {0, -0f, 2, Float.NaN, Float.MIN_VALUE, Float.POSITIVE_INFINITY, 3, 0, -1};
        float[] dy = {Float.NaN, 5, -0f, 7, -8, 9, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 4};
        float[] expected = {0, 0, -0f, 0, -8, 9, Float.NEGATIVE_INFINITY, 0, 0};
        float[] dx = new float[y.length];
        FloatKernels.reluBackward(y.length, y, dy, dx, new Parallel(1));
        for (int i = 0; i < y.length; i++) {
            assertBits(expected[i], dx[i]);
        }
    }

    private static void assertBits(double expected, double found) {
        assertEquals(Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(found));
    }

    private static void assertBits(float expected, float found) {
        assertEquals(Float.floatToRawIntBits(expected), Float.floatToRawIntBits(found));
    }
}
