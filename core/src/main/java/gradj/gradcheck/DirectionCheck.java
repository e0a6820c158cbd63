package gradj.gradcheck;

import gradj.gradcheck.ElementReport.Verdict;
import gradj.tensor.SeededRandom;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares derivatives of one parameter along random directions: two evaluations each, however many elements there are.
 * A direction v has elements of random sign and of sizes from 0.5 to 1.5 over sqrt(n), so that its length is about 1; the
 * analytic derivative along it is g v. A wrong gradient g + e goes unnoticed only if e v is within the bound. e v is of
 * the size |e| / sqrt(n), and as no two elements of v have the same size, two errors of the same size do not cancel.
 */
record DirectionCheck(Differentiable f, double h, double deviation, boolean extrapolate) {
    /** A kink on all of this many directions is one that the point itself lies at, or nearly. */
    private static final int ATTEMPTS = 5;

    List<ElementReport> compare(String name, double[] analytic, int count, SeededRandom random) {
        Tensor parameter = ParallelDifferences.parameter(f, name);
        List<ElementReport> reports = new ArrayList<>();
        for (int number = 0; number < count && parameter.size() > 0; number++) {
            ElementReport report = compare(number, parameter, analytic, random);
            for (int attempt = 1; attempt < ATTEMPTS && report.verdict() == Verdict.KINK; attempt++) {
                report = compare(number, parameter, analytic, random);
            }
            reports.add(report);
        }
        return reports;
    }

    /** The comparison along a new direction; where it crosses a kink, with a smaller step. */
    private ElementReport compare(int number, Tensor parameter, double[] analytic, SeededRandom random) {
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
            ErrorBound bound = ErrorBound.of(h, deviation, size);
            ElementReport report = compare(number, derivative, bound, line, difference);
            return report.verdict() == Verdict.KINK
                    ? compare(number, derivative, bound.nearer(), line, difference)
                    : report;
        }
    }

    private ElementReport compare(
            int number, double derivative, ErrorBound bound, Line line, CentralDifference difference) {
        double full = difference.quotient(line, bound.h());
        if (!extrapolate && bound.explains(derivative, full)) {
            return bound.right(number, derivative, full);
        }
        if (ParallelDifferences.crossesKink(f, line, bound.h())) {
            return bound.kink(number, derivative, full);
        }
        return bound.refined(number, derivative, full, difference.quotient(line, bound.h() / 2), extrapolate);
    }

    private static double[] direction(int size, SeededRandom random) {
        double length = 1 / Math.sqrt(size);
        double[] direction = new double[size];
        for (int i = 0; i < size; i++) {
            double drawn = 2 * random.nextDouble() - 1;
            direction[i] = length * (drawn < 0 ? drawn - 0.5 : drawn + 0.5);
        }
        return direction;
    }
}
