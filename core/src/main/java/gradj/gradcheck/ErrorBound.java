package gradj.gradcheck;

import gradj.spi.DType;

/**
 * How far rounding may carry a central difference from the derivative. The reasoning stands at {@link GradientCheck}.
 *
 * @param deviation the standard deviation of the errors of the function's values
 * @param scale the size of what the function adds up, of which those errors come
 * @param largestGradient |analytic gradient| at most: it is rounded too
 * @param cancelled what rounding leaves of a gradient all of whose terms cancel; 0 of others
 */
record ErrorBound(double deviation, double scale, double largestGradient, double cancelled) {
    /**
     * Standard deviations: 2 of 10^9 Gaussian errors exceed 6, on one side or the other; twice that, as the deviation is
     * an estimate from seven differences that share their points.
     */
    private static final double DEVIATIONS = 12;

    /** Roundings of the largest element that the sums of an analytic gradient may leave. */
    private static final double GRADIENT_ROUNDINGS = 64;

    /** Of a gradient whose terms do not cancel. */
    ErrorBound(double deviation, double scale, double largestGradient) {
        this(deviation, scale, largestGradient, 0);
    }

    /** The bound of a comparison with a step h whose ends are no larger than this: of both sides. */
    double roundoff(double h, double largestValue) {
        return ofQuotient(h, largestValue) + ofGradient();
    }

    /** What rounding leaves in the sums of the analytic gradient. */
    double ofGradient() {
        return Math.max(cancelled, GRADIENT_ROUNDINGS * DType.FLOAT64.unitRoundoff() * largestGradient);
    }

    /**
     * What rounding leaves in a central difference of step h.
     *
     * @param largestValue the larger |f| of the two ends: beside a pole it is far larger than at the point
     */
    double ofQuotient(double h, double largestValue) {
        double larger = scale > 0 && largestValue > scale ? largestValue / scale : 1;
        double ofValue = Math.max(deviation * larger, DType.FLOAT64.unitRoundoff() * largestValue);
        return DEVIATIONS * ofValue / (Math.sqrt(2) * h);
    }
}
