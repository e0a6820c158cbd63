package gradj.gradcheck;

import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import java.util.function.Supplier;

/** A function at x + h and at x - h, x being one element of a float64 tensor, changed in place. */
record CentralDifference(Tensor tensor, int element, double h) {
    /** (f(x + h) - f(x - h)) / 2h. */
    double quotient(Supplier<Double> f) {
        return (evaluate(+1, f) - evaluate(-1, f)) / (2 * h);
    }

    /** What {@code f} gives while the element is x + sign * h; x is restored whatever happens. */
    <T> T evaluate(int sign, Supplier<T> f) {
        double[] x = new double[1];
        tensor.backend().read(tensor.storage(), element, x, 0, 1);
        try (TensorScope scope = TensorScope.open()) {
            write(x[0] + sign * h);
            return f.get();
        } finally {
            write(x[0]);
        }
    }

    private void write(double x) {
        tensor.backend().write(new double[] {x}, 0, tensor.storage(), element, 1);
    }
}
