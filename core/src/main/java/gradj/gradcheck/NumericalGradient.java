package gradj.gradcheck;

import gradj.spi.DType;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Numerical differentiation: the gradient of a black box by central differences, (f(x + h) - f(x - h)) / 2h for each
 * element. Simple and slow, two evaluations an element. Book section 4.3.
 *
 * <p>Always in float64: in float32 the quotient keeps about two digits.
 */
public final class NumericalGradient {
    /** The book's h: small enough for an error of h^2, large enough that f's rounding, divided by h, stays small. */
    public static final double STEP = 1e-4;

    private NumericalGradient() {}

    /**
     * The gradient of any scalar function of one float64 tensor, in the tensor's shape. Tensors that the function makes
     * end with each evaluation.
     *
     * @throws IllegalArgumentException if x is not float64
     */
    public static Tensor of(ToDoubleFunction<Tensor> f, Tensor x) {
        requireFloat64("x", x);
        Tensor point = x.copy();
        double[] gradient = new double[x.size()];
        StraightLine.OfElement line = new StraightLine.OfElement(point);
        try (CentralDifference difference = new CentralDifference(() -> f.applyAsDouble(point))) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = difference.quotient(line.through(i), STEP);
            }
        }
        return new Tensors(x.backend(), x.dtype()).of(x.shape(), gradient);
    }

    /** The gradient with respect to every parameter, by name. The parameters are restored whatever happens. */
    public static Map<String, Tensor> of(Differentiable f) {
        int largest =
                f.parameters().values().stream().mapToInt(Tensor::size).max().orElse(0);
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        try (ParallelDifferences differences = new ParallelDifferences(f, largest)) {
            f.parameters().forEach((name, tensor) -> {
                int[] all = IntStream.range(0, tensor.size()).toArray();
                double[] gradient = differences.gradient(name, all, STEP);
                gradients.put(name, new Tensors(tensor.backend(), tensor.dtype()).of(tensor.shape(), gradient));
            });
        }
        return gradients;
    }

    static void requireFloat64(String name, Tensor tensor) {
        if (tensor.dtype() != DType.FLOAT64) {
            throw new IllegalArgumentException("numerical gradient: " + name + " is " + tensor.dtype()
                    + ", needs float64: convert with to(DType.FLOAT64)");
        }
    }
}
