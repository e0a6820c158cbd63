package gradj.gradcheck;

/**
 * One comparison of the two gradients: of an element, or along a random direction.
 *
 * @param position the element's, in row-major order; or the direction's number
 * @param analytic what backpropagation says
 * @param numeric the central difference, extrapolated where that was asked for
 * @param tolerance the error that the central difference itself may have
 * @param verdict what follows
 */
public record ElementReport(int position, double analytic, double numeric, double tolerance, Verdict verdict) {
    /** What a comparison says. */
    public enum Verdict {
        RIGHT,
        WRONG,
        /** f(x + h) and f(x - h) lie on different sides of a kink: there is no derivative to compare with. */
        KINK
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
