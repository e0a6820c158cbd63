package gradj.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import gradj.cases.Target;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import org.junit.jupiter.api.Test;

class ParameterTest {
    private final Tensor initial = Target.FLOAT64.vector(1, 2);
    private final Parameter parameter = new Parameter("W1", initial);

    @Test
    void changesInPlaceAndLeavesItsOriginAlone() {
        Tensor value = parameter.value();
        parameter.addScaled(-0.5, Target.FLOAT64.vector(4, 8));
        assertSame(value, parameter.value());
        assertArrayEquals(new double[] {-1, -2}, value.toDoubleArray());
        parameter.assign(Target.FLOAT64.vector(7, 9));
        assertArrayEquals(new double[] {7, 9}, value.toDoubleArray());
        assertArrayEquals(new double[] {1, 2}, initial.toDoubleArray());
        assertEquals("W1 [2]", parameter.toString());
    }

    @Test
    void livesOnWhenTheScopeItWasMadeInCloses() {
        Parameter made;
        try (TensorScope scope = TensorScope.open()) {
            made = new Parameter("b", Target.FLOAT64.vector(5));
        }
        try (TensorScope scope = TensorScope.open()) {
            Target.FLOAT64.vector(6);
        }
        assertEquals(5, made.value().item());
    }

    @Test
    void copiesToAnotherDtype() {
        Parameter copy = parameter.copy(DType.FLOAT32);
        assertEquals(DType.FLOAT32, copy.value().dtype());
        assertArrayEquals(new double[] {1, 2}, copy.value().toDoubleArray());
        Parameter same = parameter.copy(DType.FLOAT64);
        assertNotSame(parameter.value().storage(), same.value().storage());
    }

    @Test
    void refusesWhatDoesNotFit() {
        ShapeException thrown =
                assertThrowsExactly(ShapeException.class, () -> parameter.assign(Target.FLOAT64.zeros(Shape.of(2, 1))));
        assertEquals("W1: expected [2], got [2, 1]", thrown.getMessage());
        assertThrowsExactly(ShapeException.class, () -> parameter.addScaled(1, Target.FLOAT64.vector(1)));
        IllegalArgumentException mixed =
                assertThrows(IllegalArgumentException.class, () -> parameter.assign(Target.FLOAT32.vector(1, 2)));
        assertEquals(
                "W1: is float64 on java, got float32 on java: convert with to(dtype) or to(backend)",
                mixed.getMessage());
        assertThrows(
                IllegalArgumentException.class, () -> parameter.addScaled(1, Target.REFERENCE_FLOAT64.vector(1, 2)));
        assertArrayEquals(new double[] {1, 2}, parameter.value().toDoubleArray());
    }

    @Test
    void hasNoGradientBeforeBackward() {
        IllegalStateException thrown = assertThrowsExactly(IllegalStateException.class, parameter::gradient);
        assertEquals("W1 has no gradient: call backward first", thrown.getMessage());
    }
}
