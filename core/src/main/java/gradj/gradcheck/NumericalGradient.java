package gradj.gradcheck;

import gradj.backend.Parallel;
import gradj.spi.DType;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
     * The gradient of any scalar function of one float64 tensor, in the tensor's shape.
     *
     * @throws IllegalArgumentException if x is not float64
     */
    public static Tensor of(ToDoubleFunction<Tensor> f, Tensor x) {
        requireFloat64("x", x);
        Tensor point = x.copy();
        double[] gradient = new double[x.size()];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = new CentralDifference(point, i, STEP).quotient(() -> f.applyAsDouble(point));
        }
        return new Tensors(x.backend(), x.dtype()).of(x.shape(), gradient);
    }

    /** The gradient with respect to every parameter, by name. The parameters are restored whatever happens. */
    public static Map<String, Tensor> of(Differentiable f) {
        Parallel parallel = new Parallel(Parallel.configuredThreads());
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        f.parameters().forEach((name, tensor) -> {
            int[] all = IntStream.range(0, tensor.size()).toArray();
            double[] gradient = of(f, name, all, parallel);
            gradients.put(name, new Tensors(tensor.backend(), tensor.dtype()).of(tensor.shape(), gradient));
        });
        return gradients;
    }

    /**
     * Some elements of the gradient with respect to one parameter, given by their positions in row-major order. The work
     * is shared by as many threads as the function allows copies, each element by one thread: the bits do not depend on
     * their number.
     */
    static double[] of(Differentiable f, String name, int[] elements, Parallel parallel) {
        requireFloat64(name, parameter(f, name));
        int threads = Math.max(1, Math.min(parallel.threads(), elements.length));
        List<Optional<Differentiable>> copies =
                IntStream.range(1, threads).mapToObj(i -> f.copy()).toList();
        double[] gradient = new double[elements.length];
        if (copies.stream().anyMatch(Optional::isEmpty)) {
            differentiate(f, name, elements, gradient, 0, elements.length);
        } else {
            // Not a parallel stream: it may throw while a part of it still changes f's parameters.
            parallel.range(0, threads, 1, (first, last) -> {
                for (int i = first; i < last; i++) {
                    Differentiable own = i == 0 ? f : copies.get(i - 1).orElseThrow();
                    int from = (int) ((long) elements.length * i / threads);
                    int to = (int) ((long) elements.length * (i + 1) / threads);
                    differentiate(own, name, elements, gradient, from, to);
                }
            });
        }
        return gradient;
    }

    private static void differentiate(
            Differentiable f, String name, int[] elements, double[] gradient, int from, int to) {
        Tensor parameter = parameter(f, name);
        for (int i = from; i < to; i++) {
            gradient[i] = new CentralDifference(parameter, elements[i], STEP).quotient(f::value);
        }
    }

    static Tensor parameter(Differentiable f, String name) {
        Tensor tensor = f.parameters().get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(
                    "there is no parameter " + name + " in " + f.parameters().keySet());
        }
        return tensor;
    }

    private static void requireFloat64(String name, Tensor tensor) {
        if (tensor.dtype() != DType.FLOAT64) {
            throw new IllegalArgumentException("numerical gradient: " + name + " is " + tensor.dtype()
                    + ", needs float64: convert with to(DType.FLOAT64)");
        }
    }
}
