package gradj.gradcheck;

import gradj.tensor.SeededRandom;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares derivatives of one parameter along random directions: two evaluations each, however many elements there are.
 * A direction v has elements of one size and random sign, and length 1; the analytic derivative along it is g v. A wrong
 * gradient g + e goes unnoticed only if e v is within the bound, and e v is of the size |e| / sqrt(n).
 */
record DirectionCheck(Differentiable f, double h, double deviation, boolean extrapolate) {
    List<ElementReport> compare(String name, double[] analytic, int count, SeededRandom random) {
        Tensor parameter = ParallelDifferences.parameter(f, name);
        List<ElementReport> reports = new ArrayList<>();
        for (int number = 0; number < count && parameter.size() > 0; number++) {
            double[] direction = direction(parameter.size(), random);
            double derivative = 0;
            double size = 0;
            for (int i = 0; i < direction.length; i++) {
                derivative += analytic[i] * direction[i];
                size += Math.abs(analytic[i] * direction[i]);
            }
            try (TensorScope scope = TensorScope.open();
                    CentralDifference difference = new CentralDifference(f::value)) {
                Line line = new Line.OfDirection(parameter, direction);
                reports.add(compare(number, derivative, size, line, difference));
            }
        }
        return reports;
    }

    private ElementReport compare(int number, double derivative, double size, Line line, CentralDifference difference) {
        ErrorBound bound = ErrorBound.of(h, deviation, size);
        double full = difference.quotient(line, h);
        if (!extrapolate && bound.explains(derivative, full)) {
            return bound.right(number, derivative, full);
        }
        if (ParallelDifferences.crossesKink(f, line, h)) {
            return bound.kink(number, derivative, full);
        }
        return bound.refined(number, derivative, full, difference.quotient(line, h / 2), extrapolate);
    }

    private static double[] direction(int size, SeededRandom random) {
        double length = 1 / Math.sqrt(size);
        double[] direction = new double[size];
        long signs = 0;
        for (int i = 0; i < size; i++, signs >>>= 1) {
            signs = i % Long.SIZE == 0 ? random.nextLong() : signs;
            direction[i] = (signs & 1) == 0 ? length : -length;
        }
        return direction;
    }
}
