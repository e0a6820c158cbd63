package gradj.gradcheck;

import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import java.util.function.DoubleSupplier;

/**
 * Central differences of one function, at one element after the other of its float64 tensors, which are changed in place
 * and put back. An evaluation makes nothing new; what the function makes ends with it. For one thread.
 */
final class CentralDifference implements AutoCloseable {
    private final DoubleSupplier f;
    private final double h;
    private final TensorScope.Rounds evaluations = TensorScope.rounds();
    private final double[] buffer = new double[1];

    CentralDifference(DoubleSupplier f, double h) {
        this.f = f;
        this.h = h;
    }

    /** (f(x + h) - f(x - h)) / 2h, x being this element of the tensor. It is restored whatever happens. */
    double quotient(Tensor tensor, int element) {
        tensor.backend().read(tensor.storage(), element, buffer, 0, 1);
        double x = buffer[0];
        try {
            double above = valueAt(x + h, tensor, element);
            double below = valueAt(x - h, tensor, element);
            return (above - below) / (2 * h);
        } finally {
            write(x, tensor, element);
        }
    }

    private double valueAt(double x, Tensor tensor, int element) {
        write(x, tensor, element);
        try (TensorScope evaluation = evaluations.open()) {
            return f.getAsDouble();
        }
    }

    private void write(double x, Tensor tensor, int element) {
        buffer[0] = x;
        tensor.backend().write(buffer, 0, tensor.storage(), element, 1);
    }

    @Override
    public void close() {
        evaluations.close();
    }
}
