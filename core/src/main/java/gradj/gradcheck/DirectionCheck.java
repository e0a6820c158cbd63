package gradj.gradcheck;

import gradj.gradcheck.Comparison.StepRule;
import gradj.gradcheck.ElementReport.Verdict;
import gradj.tensor.SeededRandom;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares derivatives of one parameter along random directions: few evaluations each, however many elements there are.
 * A direction v has elements of random sign and of sizes from 0.5 to 1.5 over sqrt(n), so that its length is about 1; the
 * analytic derivative along it is g v. A wrong gradient g + e goes unnoticed only if e v is within the bound. e v is of
 * the size |e| / sqrt(n), and as no two elements of v have the same size, two errors of the same size do not cancel.
 *
 * @param bound of the function's values; the gradient's size is each direction's own
 */
record DirectionCheck(Differentiable f, double h, ErrorBound bound, StepRule rule) {
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

    private ElementReport compare(int number, Tensor parameter, double[] analytic, SeededRandom random) {
        double[] direction = direction(parameter.size(), random);
        double derivative = 0;
        double size = 0;
        for (int i = 0; i < direction.length; i++) {
            derivative += analytic[i] * direction[i];
            size += Math.abs(analytic[i] * direction[i]);
        }
        double cancelled = bound.cancelled() * Math.sqrt(direction.length);
        ErrorBound own = new ErrorBound(bound.deviation(), bound.scale(), size, cancelled);
        try (TensorScope scope = TensorScope.open();
                CentralDifference difference = new CentralDifference(f::value)) {
            StraightLine line = new StraightLine.OfDirection(parameter, direction);
            double step = rule.isFixed() ? h : new StepChoice(difference, own).forLine(line, derivative, h);
            return new Comparison(f, difference, own, rule).compare(number, derivative, line, step);
        }
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
