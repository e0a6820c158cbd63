package gradj.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import gradj.cases.Target;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What depends on the sign of x: at 0, where there is a kink, and at NaN and infinity. */
class SignTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private static Tensor points(Tensors tensors) {
        return tensors.vector(-INFINITY, -2, -0.0, 0.0, 3, INFINITY, Double.NaN);
    }

    private static double[] gradient(UnaryOperation operation, Tensors tensors) {
        operation.forward(points(tensors));
        return operation.inputGradient(tensors.vector(2, 4, 6, 8, 10, 12, 14)).toDoubleArray();
    }

    @Test
    void sign() {
        for (Tensors tensors : Target.all()) {
            double[] expected = {-1, -1, -0.0, 0, 1, 1, Double.NaN};
            assertArrayEquals(expected, points(tensors).sign().toDoubleArray(), Target.name(tensors));
        }
    }

    @Test
    void abs() {
        for (Tensors tensors : Target.all()) {
            double[] expected = {INFINITY, 2, 0, 0, 3, INFINITY, Double.NaN};
            assertArrayEquals(expected, points(tensors).abs().toDoubleArray(), Target.name(tensors));
            double[] dx = gradient(new Abs(), tensors);
            assertArrayEquals(new double[] {-2, -4, -0.0, 0, 10, 12, Double.NaN}, dx, Target.name(tensors));
        }
    }

    @Test
    void leakyRelu() {
        for (Tensors tensors : Target.all()) {
            double[] expected = {-INFINITY, -0.5, -0.0, 0, 3, INFINITY, Double.NaN};
            assertArrayEquals(expected, points(tensors).leakyRelu(0.25).toDoubleArray(), Target.name(tensors));
            double[] dx = gradient(new LeakyRelu(0.25), tensors);
            assertArrayEquals(new double[] {0.5, 1, 1.5, 2, 10, 12, 3.5}, dx, Target.name(tensors));
        }
    }

    @Test
    void branchesTellTheSides() {
        Tensor x = Target.FLOAT64.vector(-1, 0, 2);
        for (UnaryOperation operation : new UnaryOperation[] {new Abs(), new LeakyRelu(), new Relu()}) {
            operation.forward(x);
            assertArrayEquals(new boolean[] {false, false, true}, operation.branches(), operation.name());
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void slopesAreFinite(double slope) {
        assertEquals(
                "LeakyRelu: expected a finite slope, got " + slope,
                assertThrowsExactly(IllegalArgumentException.class, () -> new LeakyRelu(slope))
                        .getMessage());
    }

    @Test
    void whereChoosesBetweenTwoTensors() {
        for (Tensors tensors : Target.all()) {
            Tensor a = tensors.vector(1, 2, 3, 4);
            Tensor condition = tensors.vector(1, 0, Double.NaN, 1e-30);
            assertArrayEquals(
                    new double[] {1, 6, 7, 4},
                    a.where(condition, tensors.vector(5, 6, 7, 8)).toDoubleArray());
            assertArrayEquals(
                    new double[] {1, -1, -1, 4},
                    a.where(condition, tensors.scalar(-1)).toDoubleArray());
        }
    }

    /** Within the 4 ulps of the contract, odd to the bit, and exact where x is tiny: the default and the array backend's own. */
    @Test
    void tanhKeepsItsDigits() {
        double[] x = new double[4000];
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 2 == 0 ? i * 0.006 : Math.scalb(1 + i / 4000.0, -i / 4); // 0 to 24; 1 to 2^-999
        }
        double[] y = Target.FLOAT64.vector(x).tanh().toDoubleArray();
        double[] negative = Target.FLOAT64.vector(x).negate().tanh().toDoubleArray();
        double[] byDefault = Target.REFERENCE_FLOAT64.vector(x).tanh().toDoubleArray();
        for (int i = 0; i < x.length; i++) {
            assertEquals(StrictMath.tanh(x[i]), y[i], 3.5 * Math.ulp(y[i]), "tanh of " + x[i]);
            assertEquals(StrictMath.tanh(x[i]), byDefault[i], "the default's tanh of " + x[i]);
            assertEquals(-y[i], negative[i], "tanh of -" + x[i]);
            if (x[i] < 1e-8) {
                assertEquals(x[i], y[i], "tanh of " + x[i]);
            }
        }
    }

    @Test
    void tanhOfFloatsIsRoundedOnce() {
        float[] x = new float[2000];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i - 1000) * 0.0101f;
        }
        float[] y = Target.FLOAT32.of(Shape.of(x.length), x).tanh().toFloatArray();
        for (int i = 0; i < x.length; i++) {
            assertEquals((float) StrictMath.tanh(x[i]), y[i], Math.ulp(y[i]) / 2, "tanh of " + x[i]);
        }
    }
}
