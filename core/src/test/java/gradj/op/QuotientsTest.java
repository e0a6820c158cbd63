package gradj.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradj.cases.Target;
import gradj.spi.DType;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gradients of quotients near the ends of a dtype's range: nothing on the way may leave it before the result does. */
class QuotientsTest {
    private static List<Tensors> of(DType dtype) {
        return Target.all().stream().filter(t -> t.dtype() == dtype).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT64, 1, 0, 1e-310, 0",
        "FLOAT64, 1, 0, 1e-200, 0",
        "FLOAT64, 1, 0, 1e200, 0",
        "FLOAT64, 1, 3, 2, -0.75",
        "FLOAT64, 1e10, 1e-300, 1e-200, -1e110",
        "FLOAT64, 1e10, 1e-300, 1e-290, -1e290",
        "FLOAT64, 1, 1e200, 1e200, -1e-200",
        "FLOAT64, 2, -1e-250, 1e-170, 2e90",
        "FLOAT64, 1, 1e300, 1e250, -1e-200",
        "FLOAT32, 1, 0, 1e-39, 0",
        "FLOAT32, 1, 1e-35, 1e-30, -1e25",
        "FLOAT32, 1e10, 1e-35, 1e-30, -1e35",
        "FLOAT32, 1e10, 1e-30, 1e-25, -1e30",
        "FLOAT32, 1, 1e30, 1e30, -1e-30",
        "FLOAT32, 1, -1e20, 1e25, 1e-30"
    })
    void divideByTheDivisor(DType dtype, double dout, double a, double b, double expected) {
        for (Tensors tensors : of(dtype)) {
            Divide divide = new Divide();
            divide.forward(tensors.vector(a), tensors.vector(b));
            double db = divide.backward(tensors.vector(dout))[1].item();
            assertEquals(expected, db, 8 * dtype.unitRoundoff() * Math.abs(expected), Target.name(tensors));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT64, 1, 2, -0.25",
        "FLOAT64, 1e-100, 1e-180, -1e260",
        "FLOAT64, 1e100, 1e180, -1e-260",
        "FLOAT32, 1e-20, 1e-25, -1e30",
        "FLOAT32, 1e20, 1e25, -1e-30"
    })
    void reciprocal(DType dtype, double dout, double x, double expected) {
        for (Tensors tensors : of(dtype)) {
            Reciprocal reciprocal = new Reciprocal();
            reciprocal.forward(tensors.vector(x));
            Tensor dx = reciprocal.inputGradient(tensors.vector(dout));
            assertEquals(expected, dx.item(), 8 * dtype.unitRoundoff() * Math.abs(expected), Target.name(tensors));
        }
    }

    @ParameterizedTest
    @CsvSource({"FLOAT64, 1, 1e-300, 1e300", "FLOAT64, 1e-290, 1e-307, 1e17", "FLOAT32, 1e-30, 1e-35, 1e5"})
    void logarithm(DType dtype, double dout, double x, double expected) {
        for (Tensors tensors : of(dtype)) {
            Log log = new Log();
            log.forward(tensors.vector(x));
            double dx = log.inputGradient(tensors.vector(dout)).item();
            assertEquals(expected, dx, 8 * dtype.unitRoundoff() * Math.abs(expected), Target.name(tensors));
        }
    }
}
