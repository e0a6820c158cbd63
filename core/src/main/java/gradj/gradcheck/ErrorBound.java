package gradj.gradcheck;

import gradj.gradcheck.ElementReport.Verdict;
import gradj.spi.DType;

/**
 * How far a central difference may be from the derivative, and what follows for one comparison. The reasoning stands at
 * {@link GradientCheck}.
 *
 * @param h the step
 * @param roundoff the largest error that rounding explains in a central difference of step h
 */
record ErrorBound(double h, double roundoff) {
    /**
     * A second look at a kink, or a corner, is taken with a step as many times smaller: of the points within h of it, 1 in
     * 100 is left, while rounding, enlarged as much, still lets eight digits be compared.
     */
    static final double NEARER = 100;

    /**
     * Standard deviations: 2 of 10^9 Gaussian errors exceed 6, on one side or the other; twice that, as the deviation is
     * an estimate from seven differences that share their points.
     */
    private static final double DEVIATIONS = 12;

    /** Roundings of the largest element that the sums of an analytic gradient may leave. */
    private static final double GRADIENT_ROUNDINGS = 64;

    /**
     * The bound for a function whose value carries errors of this standard deviation.
     *
     * @param largestGradient |analytic gradient| at most: it is rounded too
     */
    static ErrorBound of(double h, double deviation, double largestGradient) {
        double ofQuotient = deviation / (Math.sqrt(2) * h);
        double ofGradient = DType.FLOAT64.unitRoundoff() * largestGradient;
        return new ErrorBound(h, DEVIATIONS * ofQuotient + GRADIENT_ROUNDINGS * ofGradient);
    }

    /** The bound of a smaller step: less of the function is seen, and more of its rounding. */
    ErrorBound nearer() {
        return new ErrorBound(h / NEARER, NEARER * roundoff);
    }

    /** Whether rounding alone explains the difference; false for NaN. */
    boolean explains(double analytic, double numeric) {
        return Math.abs(analytic - numeric) <= roundoff;
    }

    /** The verdict where rounding alone explains the difference. */
    ElementReport right(int position, double analytic, double numeric) {
        return new ElementReport(position, analytic, numeric, roundoff, Verdict.RIGHT);
    }

    /** At a kink there is no verdict. */
    ElementReport kink(int position, double analytic, double numeric) {
        return new ElementReport(position, analytic, numeric, roundoff, Verdict.KINK);
    }

    /**
     * The verdict from the differences of steps h and h/2. Richardson: D(h) = f' + c h^2 + ..., so (4 D(h/2) - D(h)) / 3
     * is free of c. With the next term d h^4 its own error is d h^4 / 4, and D(h) - D(h/2) is 3/4 c h^2 + 15/16 d h^4. A
     * third of this is enough for c = 0, and wherever the two terms do not nearly cancel: where they have the same sign,
     * or one is at least 4 times the other. Rounding is enlarged by sqrt(65)/3, less than 3.
     */
    ElementReport refined(int position, double analytic, double full, double half, boolean extrapolate) {
        double extrapolated = (4 * half - full) / 3;
        double ofExtrapolated = 3 * roundoff + Math.abs(full - half) / 3;
        Verdict verdict = Math.abs(analytic - extrapolated) <= ofExtrapolated ? Verdict.RIGHT : Verdict.WRONG;
        double ofFull = ofExtrapolated + Math.abs(full - extrapolated);
        boolean showsFull = verdict == Verdict.RIGHT || !(Math.abs(analytic - full) <= ofFull);
        return extrapolate || !showsFull
                ? new ElementReport(position, analytic, extrapolated, ofExtrapolated, verdict)
                : new ElementReport(position, analytic, full, ofFull, verdict);
    }
}
