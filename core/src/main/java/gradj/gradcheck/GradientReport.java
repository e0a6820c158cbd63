package gradj.gradcheck;

import java.util.List;
import java.util.Map;

/**
 * The outcome of a gradient check, parameter by parameter.
 *
 * @param step the h of the central differences
 * @param parameters one report for each, in the function's order
 * @param diagnoses what is wrong with the function as a whole; empty in a report that passed
 * @param notes what a reader must know, such as that a float32 net was copied to float64
 * @param parts where the function's gradient is wrong: the reports of those of its steps that are wrong on their own
 */
public record GradientReport(
        double step,
        List<ParameterReport> parameters,
        List<Diagnosis> diagnoses,
        List<String> notes,
        Map<String, GradientReport> parts) {
    /** Whether every parameter was checked, and none is wrong. */
    public boolean passed() {
        return diagnoses.isEmpty() && parameters.stream().allMatch(ParameterReport::passed);
    }

    /** Total number of comparisons left out at a kink. */
    public int kinks() {
        return parameters.stream().mapToInt(ParameterReport::kinks).sum();
    }

    /** The largest difference that could have passed; each comparison has a bound of its own. */
    public double tolerance() {
        return parameters.stream().mapToDouble(ParameterReport::tolerance).max().orElse(0);
    }

    /** The parameter's report. */
    public ParameterReport parameter(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the report has no parameter " + name));
    }

    /**
     * Fails unless the check passed: one line in a test.
     *
     * @throws AssertionError with the whole report, if a gradient is wrong or could not be checked
     */
    public void assertPassed() {
        if (!passed()) {
            throw new AssertionError(System.lineSeparator() + this);
        }
    }

    /** A table, a line a parameter; below it what is wrong, where, and most likely why. */
    @Override
    public String toString() {
        return ReportText.of(this);
    }
}
