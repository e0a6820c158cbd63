package gradj.gradcheck;

import java.util.List;
import java.util.Locale;

/**
 * The outcome of a gradient check, parameter by parameter.
 *
 * @param step the h of the central differences
 * @param tolerance the largest difference that passes
 * @param parameters one report for each, in the function's order
 */
public record GradientReport(double step, double tolerance, List<ParameterReport> parameters) {
    public boolean passed() {
        return parameters.stream().allMatch(ParameterReport::passed);
    }

    /** Total number of elements left out at a kink. */
    public int kinks() {
        return parameters.stream().mapToInt(ParameterReport::kinks).sum();
    }

    /**
     * Fails unless the check passed: one line in a test.
     *
     * @throws AssertionError with the whole report, if an element failed
     */
    public void assertPassed() {
        if (!passed()) {
            throw new AssertionError(toString());
        }
    }

    /** A table: a line a parameter; below it the worst element of each that failed. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-9s %-11s %8s  %-15s %-15s %6s%n",
                "parameter",
                "shape",
                "elements",
                "mean |a - n|",
                "largest rel.",
                "kinks"));
        for (ParameterReport p : parameters) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-9s %-11s %8d  %-15.3e %-15.3e %6d  %s%n",
                    p.name(),
                    p.shape(),
                    p.checked(),
                    p.meanAbsoluteDifference(),
                    p.largestRelativeError(),
                    p.kinks(),
                    p.passed() ? (p.checked() > 0 ? "ok" : "NOT CHECKED") : p.failures() + " WRONG"));
        }
        for (ParameterReport p : parameters) {
            if (!p.passed()) {
                text.append(String.format(
                        Locale.ROOT,
                        "%s: analytic %.9e, numeric %.9e, difference %.1e, tolerance %.1e, h %.0e%n",
                        p.worstElement(),
                        p.analytic(),
                        p.numeric(),
                        Math.abs(p.analytic() - p.numeric()),
                        tolerance,
                        step));
            }
        }
        return text.toString();
    }
}
