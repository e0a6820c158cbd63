package gradj.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradj.cases.Close;
import gradj.cases.Fill;
import gradj.cases.Flat;
import gradj.cases.OperationCase;
import gradj.cases.OperationCases;
import gradj.cases.Target;
import gradj.gradcheck.NumericalGradient;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Backward of every operation against central differences of L = sum(dout y), in float64; then every other backend and
 * dtype against that.
 */
class OperationGradientTest {
    /** Above this many elements, the gradient is checked along one random direction instead of element by element. */
    private static final int SMALL = 40;

    static Stream<OperationCase> smooth() {
        return OperationCases.all().stream().filter(operationCase -> operationCase.differentiable() > 0);
    }

    static Stream<OperationCase> all() {
        return OperationCases.all().stream();
    }

    @ParameterizedTest
    @MethodSource("smooth")
    void agreesWithCentralDifferences(OperationCase operationCase) {
        for (Tensors tensors :
                Target.all().stream().filter(t -> t.dtype().bytes() == 8).toList()) {
            Tensor[] inputs = operationCase.tensors(tensors);
            Operation operation = operationCase.operation().get();
            Tensor y = operation.forward(inputs);
            Flat dout = operationCase.upstream(y.shape());
            Tensor[] gradients = operation.backward(tensors.of(y.shape(), dout.values()));
            assertEquals(operationCase.differentiable(), gradients.length, operationCase + ": number of gradients");
            for (int i = 0; i < gradients.length; i++) {
                String what = operationCase + " on " + Target.name(tensors) + ": gradient of input " + i;
                assertEquals(inputs[i].shape(), gradients[i].shape(), what);
                if (inputs[i].size() <= SMALL) {
                    checkElements(operationCase, inputs, i, dout, gradients[i], what);
                } else {
                    checkDirection(operationCase, inputs, i, dout, gradients[i], what);
                }
            }
        }
    }

    private static void checkElements(
            OperationCase operationCase, Tensor[] inputs, int i, Flat dout, Tensor gradient, String what) {
        Tensor numeric = NumericalGradient.of(x -> loss(operationCase, inputs, i, x, dout), inputs[i]);
        double bound = differenceBound(operationCase, i, dout);
        Close.assertClose(numeric.toDoubleArray(), bound, gradient.toDoubleArray(), what);
    }

    /** The derivative of L(x + s v) at s = 0 is the product of gradient and v; v's elements add up to at most 1. */
    private static void checkDirection(
            OperationCase operationCase, Tensor[] inputs, int i, Flat dout, Tensor gradient, String what) {
        Shape shape = inputs[i].shape();
        double[] v = Fill.awayFromZero(0.5, 1).draw(shape, new SeededRandom(operationCase.seed() + 2));
        v = Arrays.stream(v).map(element -> element / shape.size()).toArray();
        Tensors tensors = new Tensors(inputs[i].backend(), inputs[i].dtype());
        Tensor direction = tensors.of(shape, v);
        double numeric = NumericalGradient.of(
                        s -> loss(operationCase, inputs, i, inputs[i].plus(direction.times(s)), dout),
                        tensors.scalar(0))
                .item();
        double[] g = gradient.toDoubleArray();
        double[] terms = v;
        double analytic =
                IntStream.range(0, g.length).mapToDouble(j -> g[j] * terms[j]).sum();
        assertEquals(numeric, analytic, differenceBound(operationCase, i, dout), what + " along a direction");
    }

    private static double loss(OperationCase operationCase, Tensor[] inputs, int i, Tensor x, Flat dout) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor[] changed = inputs.clone();
            changed[i] = x;
            double[] y = operationCase.operation().get().forward(changed).toDoubleArray();
            return IntStream.range(0, y.length)
                    .mapToDouble(j -> y[j] * dout.values()[j])
                    .sum();
        }
    }

    /**
     * h^2 f''' / 6 of Taylor for each output that the element was repeated to, and the rounding of L divided by h: of
     * each y as its bound says, and of adding them up.
     */
    private static double differenceBound(OperationCase operationCase, int i, Flat dout) {
        double u = 0x1p-53;
        double h = OperationCase.GRADIENT_STEP;
        Flat[] flats = operationCase.flats();
        Flat y = operationCase.definition().of(flats);
        double[] bounds = operationCase.bound().of(flats, y, u);
        double rounding = 0;
        for (int j = 0; j < bounds.length; j++) {
            double term = Math.abs(dout.values()[j] * y.values()[j]);
            rounding += Math.abs(dout.values()[j]) * bounds[j] + (bounds.length + 2) * u * term;
        }
        int repeats = Math.max(1, bounds.length / Math.max(1, flats[i].values().length));
        return 1e-12 + 2 * rounding / h + h * h / 6 * operationCase.thirdDerivative() * repeats;
    }

    @ParameterizedTest
    @MethodSource("all")
    void leavesUpstreamGradientAndInputsAlone(OperationCase operationCase) {
        for (Tensors tensors : Target.all()) {
            Tensor[] inputs = operationCase.tensors(tensors);
            Operation operation = operationCase.operation().get();
            Tensor y = operation.forward(inputs);
            Flat dout = operationCase.upstream(y.shape());
            Tensor upstream = tensors.of(dout.shape(), dout.values());
            double[] output = y.toDoubleArray();
            Tensor[] first = operation.backward(upstream);
            Tensor[] second = operation.backward(upstream);
            String what = operationCase + " on " + Target.name(tensors);
            assertArrayEquals(dout.values(), upstream.toDoubleArray(), what + ": dout changed");
            assertArrayEquals(output, y.toDoubleArray(), what + ": the output changed");
            Flat[] flats = operationCase.flats();
            for (int i = 0; i < inputs.length; i++) {
                assertArrayEquals(flats[i].values(), inputs[i].toDoubleArray(), what + ": input " + i + " changed");
            }
            for (int i = 0; i < first.length; i++) {
                assertArrayEquals(
                        first[i].toDoubleArray(), second[i].toDoubleArray(), what + ": not the same a second time");
            }
        }
    }

    /**
     * Each gradient is a sum of at most as many products as the largest input has elements; their roundings are of
     * either sign, so that the error grows with the square root. Statistical: the seeds are fixed.
     */
    @ParameterizedTest
    @MethodSource("smooth")
    void float32AgreesWithFloat64(OperationCase operationCase) {
        Tensor[] exact = gradients(operationCase, Target.REFERENCE_FLOAT64);
        for (Tensors tensors : Target.all()) {
            Tensor[] gradients = gradients(operationCase, tensors);
            for (int i = 0; i < gradients.length; i++) {
                double[] expected = exact[i].toDoubleArray();
                double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
                double roundings = 64 + 4 * Math.sqrt(terms(operationCase));
                Close.assertClose(
                        expected,
                        roundings * tensors.dtype().unitRoundoff() * Math.max(1, largest),
                        gradients[i].toDoubleArray(),
                        operationCase + " on " + Target.name(tensors) + ": gradient of input " + i);
            }
        }
    }

    private static Tensor[] gradients(OperationCase operationCase, Tensors tensors) {
        Operation operation = operationCase.operation().get();
        Tensor y = operation.forward(operationCase.tensors(tensors));
        Flat dout = operationCase.upstream(y.shape());
        return operation.backward(tensors.of(dout.shape(), dout.values()));
    }

    private static int terms(OperationCase operationCase) {
        return operationCase.inputs().stream()
                .mapToInt(input -> input.shape().size())
                .max()
                .orElse(1);
    }
}
