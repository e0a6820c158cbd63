package gradj.gradcheck;

import gradj.gradcheck.ElementReport.Verdict;
import gradj.gradcheck.Ladder.Estimate;
import gradj.gradcheck.Ladder.Rung;
import java.util.Optional;

/** Compares a derivative along a line with the analytic one, with as many steps as it takes to know. */
final class Comparison {
    /**
     * A second look at a kink is taken with a step as many times smaller: of the points within h of it, 1 in 100 is left,
     * while rounding, enlarged as much, still lets eight digits be compared.
     */
    static final double NEARER = 100;

    /** What may be left open of a gradient: half of a millionth, so that a mistake of a millionth shows. */
    static final double PROVES = 5e-7;

    private static final double GROWN = 1e-8;
    private static final double MOST_GROWN = 0x1p24;

    /** Steps from h down to h / 2^25, 3e-8 h: below it rounding leaves nothing of a step that was well chosen. */
    private static final int STEPS = 26;

    /** Of a step that was asked for: h, h/2 and h/4 tell whether it is small enough. */
    private static final int FIXED_STEPS = 3;

    /** What looks wrong is looked at with steps 16 and 256 times smaller: there it must look the same. */
    private static final double DEEPER = 16;

    private static final int LOOKS_DEEPER = 2;

    private final Ladder ladder;
    private final CentralDifference difference;
    private final ErrorBound bound;
    private final StepRule rule;

    /** For one function and its values in one thread. */
    Comparison(Differentiable f, CentralDifference difference, ErrorBound bound, StepRule rule) {
        this.ladder = new Ladder(f, bound);
        this.difference = difference;
        this.bound = bound;
        this.rule = rule;
    }

    /**
     * How steps are taken.
     *
     * @param isFixed whether the step was asked for: then no larger one is taken, and none much smaller
     * @param extrapolates whether two steps are taken everywhere
     * @param isRough whether the function is known to be computed in float32: smaller steps show less of it
     */
    record StepRule(boolean isFixed, boolean extrapolates, boolean isRough) {
        /** Each derivative has the step that fits it. */
        static final StepRule CHOSEN = new StepRule(false, false, false);

        StepRule rough() {
            return new StepRule(isFixed, extrapolates, true);
        }

        int steps() {
            return isFixed ? FIXED_STEPS : STEPS;
        }
    }

    /** The report of what stands at this position, or has this number. */
    ElementReport compare(int position, double analytic, StraightLine line, double h) {
        if (!Double.isFinite(analytic)) {
            return new ElementReport(position, analytic, difference.quotient(line, h), 0, Verdict.WRONG, h);
        }
        ElementReport report = rule.extrapolates()
                ? unexplained(position, analytic, line, h)
                : explainedByRounding(position, analytic, line, h);
        boolean isRight = report.verdict() == Verdict.RIGHT;
        if (!isRight && !rule.isFixed() && h > NumericalGradient.STEP) {
            // So far out a loss is a straight line of another slope: the step was that of a smaller element.
            return compare(position, analytic, line, NumericalGradient.STEP);
        }
        boolean isFine = report.tolerance() <= PROVES * size(report);
        return rule.isFixed() || rule.isRough() || isFine || !isRight ? report : finer(report, line);
    }

    private static double size(ElementReport report) {
        return Math.max(Math.abs(report.analytic()), Math.abs(report.numeric()));
    }

    private ElementReport explainedByRounding(int position, double analytic, StraightLine line, double h) {
        double quotient = difference.quotient(line, h);
        double roundoff = bound.roundoff(h, difference.largestValue());
        return Math.abs(analytic - quotient) <= roundoff
                ? new ElementReport(position, analytic, quotient, roundoff, Verdict.RIGHT, h)
                : unexplained(position, analytic, line, h);
    }

    /** Rounding hides most digits of this element: a larger step, if there is one, shows more. */
    private ElementReport finer(ElementReport hidden, StraightLine line) {
        if (size(hidden) == 0) {
            return hidden;
        }
        double enough = hidden.step() * Math.min(MOST_GROWN, 2 * hidden.tolerance() / (PROVES * size(hidden)));
        double quotient = difference.quotient(line, enough);
        double roundoff = bound.roundoff(enough, difference.largestValue());
        if (roundoff < hidden.tolerance() && Math.abs(hidden.analytic() - quotient) <= roundoff) {
            return new ElementReport(hidden.position(), hidden.analytic(), quotient, roundoff, Verdict.RIGHT, enough);
        }
        double larger = Math.min(MOST_GROWN, hidden.tolerance() / (GROWN * size(hidden)));
        Optional<Estimate> estimate = ladder.descend(line, hidden.step() * larger, STEPS);
        return estimate.filter(e -> e.error() < hidden.tolerance() && e.error() < Math.abs(e.value()))
                .filter(e -> Math.abs(e.value() - hidden.numeric()) <= hidden.tolerance() + e.error())
                .map(e -> judge(hidden.position(), hidden.analytic(), line, e))
                .filter(report -> report.verdict() != Verdict.STEP_TOO_LARGE)
                .orElse(hidden);
    }

    /** Rounding alone does not explain the difference, or was not asked. */
    private ElementReport unexplained(int position, double analytic, StraightLine line, double h) {
        Rung full = ladder.rung(line, h);
        if (full.crossesKink()) {
            full = ladder.rung(line, h / NEARER);
            if (full.crossesKink()) {
                return report(position, analytic, full, Verdict.KINK);
            }
            if (Math.abs(analytic - full.quotient()) <= full.roundoff() + bound.ofGradient()) {
                return report(position, analytic, full, Verdict.RIGHT);
            }
        }
        if (rule.isRough()) {
            return report(position, analytic, full, Verdict.WRONG);
        }
        Rung first = full;
        return ladder.descend(line, first.h(), rule.steps())
                .map(e -> shown(first, judge(position, analytic, line, e)))
                .orElse(report(position, analytic, first, Verdict.STEP_TOO_LARGE));
    }

    private ElementReport report(int position, double analytic, Rung rung, Verdict verdict) {
        double roundoff = rung.roundoff() + bound.ofGradient();
        return new ElementReport(position, analytic, rung.quotient(), roundoff, verdict, rung.h());
    }

    /** The verdict that an estimate allows. */
    private ElementReport judge(int position, double analytic, StraightLine line, Estimate first) {
        Estimate e = first;
        for (int look = 0; Math.abs(analytic - e.value()) > e.error(); look++) {
            double deeper = e.h() / DEEPER;
            boolean isSettled = look == LOOKS_DEEPER || bound.roundoff(deeper, 0) > Math.abs(analytic - e.value()) / 2;
            if (isSettled) {
                return report(position, analytic, e, isKnown(e) ? Verdict.WRONG : Verdict.STEP_TOO_LARGE);
            }
            Rung rung = ladder.rung(line, deeper);
            boolean agrees = Math.abs(rung.quotient() - e.value()) <= e.error() + rung.roundoff();
            if (rung.crossesKink() || agrees) {
                e = new Estimate(e.value(), e.truncation(), e.roundoff(), deeper, e.largest());
                continue;
            }
            Optional<Estimate> below = rule.isFixed() ? Optional.empty() : ladder.descend(line, deeper, STEPS);
            if (below.isEmpty()) {
                return report(position, analytic, e, Verdict.STEP_TOO_LARGE);
            }
            e = below.get();
        }
        return report(position, analytic, e, isKnown(e) ? Verdict.RIGHT : Verdict.STEP_TOO_LARGE);
    }

    private boolean isKnown(Estimate e) {
        double size = Math.max(Math.abs(e.value()), bound.largestGradient());
        return e.truncation() <= Math.max(e.roundoff(), Math.max(PROVES * size, PROVES * PROVES * e.largest()));
    }

    private static ElementReport report(int position, double analytic, Estimate e, Verdict verdict) {
        return new ElementReport(position, analytic, e.value(), e.error(), verdict, e.h());
    }

    /** The report with the plain central difference of the first step, where that shows the same. */
    private ElementReport shown(Rung first, ElementReport report) {
        double truncation = Math.abs(first.quotient() - report.numeric());
        double tolerance = report.tolerance() + truncation;
        boolean isPlain = !rule.extrapolates()
                && first.isUsable()
                && truncation <= PROVES * Math.abs(report.numeric())
                && (report.verdict() != Verdict.WRONG
                        || !(Math.abs(report.analytic() - first.quotient()) <= tolerance));
        return isPlain
                ? new ElementReport(
                        report.position(), report.analytic(), first.quotient(), tolerance, report.verdict(), first.h())
                : report;
    }
}
