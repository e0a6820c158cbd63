package gradj.gradcheck;

import gradj.gradcheck.ElementReport.Verdict;
import gradj.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What the gradient check found for one parameter.
 *
 * @param name the parameter's name, such as {@code W1}
 * @param shape its shape
 * @param alongDirections whether random directions were compared, not elements
 * @param elements each comparison; those at a kink too
 * @param diagnoses what is most likely wrong, if the numbers show it
 * @param isProvedByParts whether the rest of what rounding hides was proved by checking each of the function's steps alone
 */
public record ParameterReport(
        String name,
        Shape shape,
        boolean alongDirections,
        List<ElementReport> elements,
        List<Diagnosis> diagnoses,
        boolean isProvedByParts) {
    /** The part of the largest element up to which the whole function must show what its steps then prove. */
    private static final double SHOWS = 1e-3;

    ParameterReport(
            String name,
            Shape shape,
            boolean alongDirections,
            List<ElementReport> elements,
            List<Diagnosis> diagnoses) {
        this(name, shape, alongDirections, elements, diagnoses, false);
    }

    /** What follows for a parameter. */
    public enum Outcome {
        PASSED,
        WRONG,
        /**
         * Every comparison met a kink, or none could be made; or rounding hides the gradient, in a step too, or all of it
         * is 0 on both sides, or the step was too large for some of it: what is not proved does not count as passed.
         */
        NOT_CHECKED
    }

    /** Wrong with one wrong element or a diagnosis; not checked where something is left that nothing proves. */
    public Outcome outcome() {
        if (failures() > 0 || !diagnoses.isEmpty()) {
            return Outcome.WRONG;
        }
        boolean provesNothing = checked() == 0 && shape.size() > 0;
        boolean leavesOpen = isHidden() && !isProvedByParts;
        return provesNothing || leavesOpen || isAllZero() || stepsTooLarge() > 0 ? Outcome.NOT_CHECKED : Outcome.PASSED;
    }

    /**
     * Whether rounding hides the gradient: a mistake of one part in a million of its largest element might not be seen.
     */
    public boolean isHidden() {
        return leftOpen() > Comparison.PROVES;
    }

    /** Whether the whole function shows the gradient in the rough, which its steps alone may prove in the fine. */
    boolean isShownRoughly() {
        return isHidden() && leftOpen() <= SHOWS;
    }

    /** The tolerance of the largest element in parts of it; 0 where there is none but 0. */
    double leftOpen() {
        return largest(compared(), ParameterReport::size)
                .filter(e -> size(e) > 0)
                .map(e -> e.tolerance() / size(e))
                .orElse(0.0);
    }

    private static double size(ElementReport e) {
        return e.analytic() == 0 ? 0 : Math.max(Math.abs(e.analytic()), Math.abs(e.numeric()));
    }

    /** Whether all that was compared is 0 on both sides: a wrong gradient that is multiplied by 0 is 0 too. */
    public boolean isAllZero() {
        return checked() > 0 && compared().allMatch(e -> e.analytic() == 0 && Math.abs(e.numeric()) <= e.tolerance());
    }

    /** This report with one more diagnosis. */
    ParameterReport with(Diagnosis diagnosis) {
        List<Diagnosis> all = new ArrayList<>(diagnoses);
        all.add(diagnosis);
        return new ParameterReport(name, shape, alongDirections, elements, List.copyOf(all), isProvedByParts);
    }

    /** This report of a function whose steps are proved, each alone. */
    ParameterReport provedByParts() {
        return new ParameterReport(name, shape, alongDirections, elements, diagnoses, true);
    }

    public boolean passed() {
        return outcome() == Outcome.PASSED;
    }

    /** Number of comparisons with a verdict; those at a kink, or with too large a step, are not among them. */
    public int checked() {
        return elements.size() - kinks() - stepsTooLarge();
    }

    /** Number of comparisons for which the step was too large to say anything. */
    public int stepsTooLarge() {
        return count(Verdict.STEP_TOO_LARGE);
    }

    /** Number of comparisons left out because f(x + h) and f(x - h) lie on different sides of a kink. */
    public int kinks() {
        return count(Verdict.KINK);
    }

    /** Number of comparisons that show a wrong gradient. */
    public int failures() {
        return count(Verdict.WRONG);
    }

    private int count(Verdict verdict) {
        return (int) elements.stream().filter(e -> e.verdict() == verdict).count();
    }

    /** The elements at a kink by name and index, such as {@code b1[7]}. */
    public List<String> kinkElements() {
        return elements.stream()
                .filter(e -> e.verdict() == Verdict.KINK)
                .map(this::nameOf)
                .toList();
    }

    /** Mean of |analytic - numeric|: the number that the book prints. 0 where nothing was checked. */
    public double meanAbsoluteDifference() {
        return compared().mapToDouble(ElementReport::difference).average().orElse(0);
    }

    /** The largest |analytic - numeric| / max(|analytic|, |numeric|) of {@link ElementReport#relativeError}. */
    public double largestRelativeError() {
        return compared().mapToDouble(ElementReport::relativeError).max().orElse(0);
    }

    /** The largest error that a central difference of this parameter may have had: what passes. */
    public double tolerance() {
        return compared().mapToDouble(ElementReport::tolerance).max().orElse(0);
    }

    /** The comparison of the largest relative error; empty where nothing was checked. */
    public Optional<ElementReport> worstRelative() {
        return largest(compared(), ElementReport::relativeError);
    }

    /** The comparison of the largest difference, among the wrong ones if there are any; empty where nothing was checked. */
    public Optional<ElementReport> worst() {
        Stream<ElementReport> candidates =
                failures() == 0 ? compared() : elements.stream().filter(e -> e.verdict() == Verdict.WRONG);
        return largest(candidates, ElementReport::difference);
    }

    private static Optional<ElementReport> largest(
            Stream<ElementReport> elements, ToDoubleFunction<ElementReport> key) {
        // Double.compare: NaN is the largest of all.
        return elements.reduce((x, y) -> Double.compare(key.applyAsDouble(y), key.applyAsDouble(x)) > 0 ? y : x);
    }

    private Stream<ElementReport> compared() {
        return elements.stream().filter(ElementReport::isCompared);
    }

    /** Name and index of the element of the largest difference, such as {@code W1[12, 3]}. */
    public String worstElement() {
        return worst().map(this::nameOf).orElse(name);
    }

    /** Name and index of what was compared, as in {@code W1[12, 3]} or {@code W1 along direction 2}. */
    public String nameOf(ElementReport element) {
        return alongDirections
                ? name + " along direction " + element.position()
                : nameOf(name, shape, element.position());
    }

    static String nameOf(String name, Shape shape, int position) {
        int[] index = new int[shape.rank()];
        int rest = position;
        for (int axis = index.length - 1; axis >= 0; axis--) {
            index[axis] = rest % shape.length(axis);
            rest /= shape.length(axis);
        }
        return shape.rank() == 0 ? name : name + Arrays.toString(index);
    }
}
