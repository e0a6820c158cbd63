package gradj.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradj.backend.ReferenceBackend;
import gradj.gradcheck.NumericalGradient;
import gradj.op.Operation;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import gradj.tensor.Tensors;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Backward of every operation against central differences of L = sum(dout y), in float64; then in each dtype against the
 * reference backend's.
 */
final class GradientRules {
    /** Above this many elements, the gradient is checked along one random direction instead of element by element. */
    private static final int SMALL = 40;

    private GradientRules() {}

    static boolean isSmooth(OperationCase operationCase) {
        return operationCase.differentiable() > 0;
    }

    static void agreesWithCentralDifferences(Subject subject, OperationCase operationCase) {
        Tensors tensors = subject.tensors();
        Tensor[] inputs = operationCase.tensors(tensors);
        Operation operation = operationCase.operation().get();
        Tensor y = operation.forward(inputs);
        Flat dout = operationCase.upstream(y.shape());
        Tensor[] gradients = operation.backward(tensors.of(y.shape(), dout.values()));
        assertEquals(operationCase.differentiable(), gradients.length, operationCase + ": number of gradients");
        for (int i = 0; i < gradients.length; i++) {
            String what = subject + ": " + operationCase + ": gradient of input " + i;
            assertEquals(inputs[i].shape(), gradients[i].shape(), what);
            if (inputs[i].size() <= SMALL) {
                checkElements(operationCase, inputs, i, dout, gradients[i], what);
            } else {
                checkDirection(operationCase, inputs, i, dout, gradients[i], what);
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

    static void leavesUpstreamGradientAndInputsAlone(Subject subject, OperationCase operationCase) {
        Tensors tensors = subject.tensors();
        Tensor[] inputs = operationCase.tensors(tensors);
        Operation operation = operationCase.operation().get();
        Tensor y = operation.forward(inputs);
        Flat dout = operationCase.upstream(y.shape());
        Tensor upstream = tensors.of(dout.shape(), dout.values());
        double[] output = y.toDoubleArray();
        Tensor[] first = operation.backward(upstream);
        Tensor[] second = operation.backward(upstream);
        String what = subject + ": " + operationCase;
        Close.assertSameBits(dout.values(), upstream.toDoubleArray(), what + ": dout changed");
        Close.assertSameBits(output, y.toDoubleArray(), what + ": the output changed");
        Flat[] flats = operationCase.flats();
        for (int i = 0; i < inputs.length; i++) {
            Close.assertSameBits(flats[i].values(), inputs[i].toDoubleArray(), what + ": input " + i + " changed");
        }
        for (int i = 0; i < first.length; i++) {
            Close.assertSameBits(
                    first[i].toDoubleArray(), second[i].toDoubleArray(), what + ": not the same a second time");
        }
    }

    /**
     * Each gradient is a sum of at most as many products as the largest input has elements; their roundings are of
     * either sign, so that the error grows with the square root. Statistical: the seeds are fixed.
     */
    static void agreesWithTheReference(Subject subject, OperationCase operationCase) {
        Tensor[] exact = gradients(operationCase, new Tensors(new ReferenceBackend(), DType.FLOAT64));
        Tensor[] gradients = gradients(operationCase, subject.tensors());
        for (int i = 0; i < gradients.length; i++) {
            double[] expected = exact[i].toDoubleArray();
            double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
            double roundings = 64 + 4 * Math.sqrt(terms(operationCase));
            Close.assertClose(
                    expected,
                    roundings * subject.u() * Math.max(1, largest),
                    gradients[i].toDoubleArray(),
                    subject + ": " + operationCase + ": gradient of input " + i);
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
