package gradj.gradcheck;

import gradj.tensor.TensorScope;
import java.util.function.DoubleSupplier;

/**
 * Central differences of one function along lines through its present point. An evaluation makes nothing new; what the
 * function makes ends with it. For one thread.
 */
final class CentralDifference implements AutoCloseable {
    private final DoubleSupplier f;
    private final TensorScope.Rounds evaluations = TensorScope.rounds();
    private double largestValue;

    CentralDifference(DoubleSupplier f) {
        this.f = f;
    }

    /**
     * (f(h) - f(-h)) / 2h along this line. What is divided by is the step that was really made: x + h is rounded, and
     * the quotient would take over that error. The point is restored whatever happens.
     */
    double quotient(StraightLine line, double h) {
        try {
            double right = line.move(h);
            double above = value();
            double left = line.move(-h);
            double below = value();
            largestValue = Math.max(Math.abs(above), Math.abs(below));
            return (above - below) / (right - left);
        } finally {
            line.restore();
        }
    }

    /** The larger |f| of the last quotient's two ends. */
    double largestValue() {
        return largestValue;
    }

    /** The function's value where the line now stands. */
    double value() {
        try (TensorScope evaluation = evaluations.open()) {
            return f.getAsDouble();
        }
    }

    @Override
    public void close() {
        evaluations.close();
    }
}
