package gradj.gradcheck;

/**
 * One comparison of the two gradients: of an element, or along a random direction.
 *
 * @param position the element's, in row-major order; or the direction's number
 * @param analytic what backpropagation says
 * @param numeric the central difference, extrapolated where that was asked for, or more exact
 * @param tolerance the error that the central difference itself may have
 * @param verdict what follows
 * @param step the h of the central difference; the smallest one where it was extrapolated
 */
public record ElementReport(
        int position, double analytic, double numeric, double tolerance, Verdict verdict, double step) {
    /** What a comparison says. */
    public enum Verdict {
        RIGHT,
        WRONG,
        /** f(x + h) and f(x - h) lie on different sides of a kink: there is no derivative to compare with. */
        KINK,
        /** Smaller steps give another derivative: nothing can be said with this one. */
        STEP_TOO_LARGE
    }

    /** A comparison with the usual step, {@link NumericalGradient#STEP}. */
    public ElementReport(int position, double analytic, double numeric, double tolerance, Verdict verdict) {
        this(position, analytic, numeric, tolerance, verdict, NumericalGradient.STEP);
    }

    /** Whether the comparison says something of the gradient. */
    boolean isCompared() {
        return verdict == Verdict.RIGHT || verdict == Verdict.WRONG;
    }

    /** |analytic - numeric|. */
    public double difference() {
        return Math.abs(analytic - numeric);
    }

    /** |analytic - numeric| / max(|analytic|, |numeric|); 0 where both are too small to have digits to compare. */
    public double relativeError() {
        double magnitude = Math.max(Math.abs(analytic), Math.abs(numeric));
        return magnitude > tolerance ? difference() / magnitude : 0;
    }
}
