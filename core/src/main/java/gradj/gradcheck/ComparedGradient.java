package gradj.gradcheck;

import gradj.gradcheck.ElementReport.Verdict;
import gradj.tensor.Shape;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All that is known of one parameter's gradient, for the diagnosis.
 *
 * @param name the parameter's name
 * @param shape its shape
 * @param value its content
 * @param analytic its whole analytic gradient
 * @param elements what was compared, without what has no verdict
 */
record ComparedGradient(String name, Shape shape, double[] value, double[] analytic, List<ElementReport> elements) {
    /** A difference is no borderline case when it is this many times what the central difference may be off. */
    private static final double CLEAR = 100;

    ComparedGradient {
        elements = elements.stream().filter(ElementReport::isCompared).toList();
    }

    /** The largest error that a central difference may have here. */
    double tolerance() {
        return elements.stream().mapToDouble(ElementReport::tolerance).max().orElse(0);
    }

    /** Whether the difference is so large that a formula which fits the numbers fits them not by chance. */
    boolean isClear() {
        return elements.stream().anyMatch(e -> e.difference() > CLEAR * e.tolerance());
    }

    /** Whether this analytic gradient would be right but for the errors of the central differences. */
    boolean isExplainedBy(ToDoubleFunction<ElementReport> expected, double enlarged) {
        double largest =
                elements.stream().mapToDouble(e -> Math.abs(e.analytic())).max().orElse(0);
        return elements.stream()
                .allMatch(e -> Math.abs(e.analytic() - expected.applyAsDouble(e))
                        <= 3 * (1 + Math.abs(enlarged)) * e.tolerance() + 1e-12 * largest);
    }

    /** The elements at which at least one gradient is not 0: the others say nothing. */
    List<ElementReport> telling() {
        return elements.stream()
                .filter(e -> Math.max(Math.abs(e.analytic()), Math.abs(e.numeric())) > CLEAR * e.tolerance())
                .toList();
    }

    List<ElementReport> wrong() {
        return elements.stream().filter(e -> e.verdict() == Verdict.WRONG).toList();
    }

    /** The index of an element along an axis. */
    int index(int position, int axis) {
        return position / stride(axis) % shape.length(axis);
    }

    /** From one index along an axis to the next, this many positions. */
    int stride(int axis) {
        int stride = 1;
        for (int inner = axis + 1; inner < shape.rank(); inner++) {
            stride *= shape.length(inner);
        }
        return stride;
    }

    /** As in {@code W1[12, 3]}. */
    String at(int position) {
        return ParameterReport.nameOf(name, shape, position);
    }

    /** As in {@code dW1}: the gradient's name. */
    String gradient() {
        return "d" + name;
    }
}
