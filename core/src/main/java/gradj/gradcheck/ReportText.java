package gradj.gradcheck;

import gradj.gradcheck.ParameterReport.Outcome;
import java.util.List;
import java.util.Locale;

/** A gradient check's report as text. */
final class ReportText {
    private static final String HEADINGS = "%-9s %-11s %8s  %-15s %-15s %-10s %6s%n";
    private static final String ROW = "%-9s %-11s %8d  %-15.3e %-15.3e %-10s %6d  %s%n";

    private final StringBuilder text = new StringBuilder();
    private final String indent;

    private ReportText(String indent) {
        this.indent = indent;
    }

    static String of(GradientReport report) {
        ReportText text = new ReportText("");
        text.add(report);
        return text.text.toString();
    }

    private void add(GradientReport report) {
        boolean alongDirections = report.parameters().stream().anyMatch(ParameterReport::alongDirections);
        line(
                HEADINGS,
                "parameter",
                "shape",
                alongDirections ? "compared" : "elements",
                "mean |a - n|",
                "largest rel.",
                "at",
                "kinks");
        report.parameters().forEach(this::row);
        report.notes().forEach(note -> line("note: %s%n", note));
        report.diagnoses().forEach(diagnosis -> line("most likely: %s%n", diagnosis.text()));
        allZero(report);
        report.parameters().forEach(this::details);
        report.parts().forEach((name, part) -> {
            line("%nto blame: %s; alone, with a random gradient from above:%n", name);
            ReportText inner = new ReportText(indent + "  ");
            inner.add(part);
            text.append(inner.text);
        });
    }

    private void row(ParameterReport p) {
        String at = p.worstRelative()
                .filter(e -> e.relativeError() != 0)
                .map(p::nameOf)
                .map(name -> name.substring(p.name().length())
                        .replace(" along direction", "")
                        .strip())
                .orElse("");
        line(
                ROW,
                p.name(),
                p.shape(),
                p.checked(),
                p.meanAbsoluteDifference(),
                p.largestRelativeError(),
                at,
                p.kinks(),
                outcome(p));
    }

    private static String outcome(ParameterReport p) {
        return switch (p.outcome()) {
            case PASSED -> "ok";
            case NOT_CHECKED -> "NOT CHECKED";
            case WRONG -> p.failures() == 0 ? "WRONG" : p.failures() + " WRONG";
        };
    }

    private void details(ParameterReport p) {
        if (p.outcome() == Outcome.NOT_CHECKED) {
            notChecked(p);
        } else if (p.isProvedByParts()) {
            line(
                    "%s: the whole function's rounding (%.1e) hides all beyond %.0e of this gradient; the rest is proved by"
                            + " each step alone%n",
                    p.name(), p.tolerance(), p.leftOpen());
        }
        if (p.outcome() == Outcome.WRONG && p.failures() > 0) {
            p.worst()
                    .ifPresent(e -> line(
                            "%s: analytic %.9e, numeric %.9e, difference %.1e, tolerance %.1e, h %.0e%n",
                            p.nameOf(e), e.analytic(), e.numeric(), e.difference(), e.tolerance(), e.step()));
        }
        p.diagnoses().forEach(diagnosis -> line("  most likely: %s%n", diagnosis.text()));
    }

    /** Often several at once: whatever lies behind a dead unit. */
    private void allZero(GradientReport report) {
        List<String> names = report.parameters().stream()
                .filter(p -> p.outcome() == Outcome.NOT_CHECKED && p.isAllZero())
                .map(ParameterReport::name)
                .toList();
        if (!names.isEmpty()) {
            line(
                    "%s: all gradients are 0 on both sides: nothing is proved, as a wrong gradient that is multiplied by 0"
                            + " is 0 too; choose weights and inputs for which no unit is dead and no score saturated%n",
                    String.join(", ", names));
        }
    }

    /** Why nothing is proved, and what to do about it. */
    private void notChecked(ParameterReport p) {
        if (p.stepsTooLarge() > 0) {
            ElementReport first = p.elements().stream()
                    .filter(e -> e.verdict() == ElementReport.Verdict.STEP_TOO_LARGE)
                    .findFirst()
                    .orElseThrow();
            line(
                    "%s: the step is too large here, or the function has a corner: at %d of %d %s, such as %s with h %.0e,"
                            + " a smaller step gives another derivative, so nothing is proved; use a smaller step, and let"
                            + " branches() tell the side of a corner%n",
                    p.name(), p.stepsTooLarge(), p.elements().size(), what(p), p.nameOf(first), first.step());
        } else if (p.isHidden()) {
            line(
                    "%s: the function's rounding (%.1e) hides %s, %s: look at a smaller part of the function, or other inputs"
                            + " and weights%n",
                    p.name(),
                    p.tolerance(),
                    p.isShownRoughly()
                            ? String.format(Locale.ROOT, "all beyond %.0e of this gradient", p.leftOpen())
                            : "this gradient",
                    p.isShownRoughly() ? "a smaller mistake would not be seen" : "nothing is proved");
        } else if (p.kinks() > 0) {
            line(
                    "%s: all %d %s a kink, nothing is proved: choose other inputs or weights%n",
                    p.name(), p.kinks(), p.alongDirections() ? "directions cross" : "elements lie at");
        }
    }

    private static String what(ParameterReport p) {
        return p.alongDirections() ? "directions" : "elements";
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
    private void line(String format, Object... arguments) {
        text.append(indent).append(String.format(Locale.ROOT, format, arguments));
    }
}
