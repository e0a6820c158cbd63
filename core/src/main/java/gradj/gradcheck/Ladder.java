package gradj.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The derivative along a line from steps h, h/4, h/16 ..., by Richardson's extrapolation, with an estimate of its error.
 * D(h) = f' + c h^2 + d h^4 + ...: where h is small enough for this, a quarter of the step changes D by a sixteenth of
 * what the step before did. Until it does, the steps are too large, and say nothing; as soon as rounding is what is left,
 * smaller ones say less. (C. J. F. Ridders, "Accurate computation of F'(x) and F'(x)F''(x)", Advances in Engineering
 * Software 4, 1982, stops in the same way.)
 */
final class Ladder {
    private static final double RATIO = 2;

    /** D must come nearer by this at each step; 16 is what h^2 gives, and with more terms it may be less. */
    private static final double SHRINKS = 2.5;

    private final Differentiable f;
    private final ErrorBound bound;

    /** For one function in one thread. */
    Ladder(Differentiable f, ErrorBound bound) {
        this.f = f;
        this.bound = bound;
    }

    /**
     * One central difference.
     *
     * @param roundoff the largest error that its rounding explains
     * @param crossesKink whether the function takes other branches at h than at -h
     */
    record Rung(double h, double quotient, double roundoff, boolean crossesKink) {
        boolean isUsable() {
            return !crossesKink && Double.isFinite(quotient);
        }
    }

    /**
     * The derivative.
     *
     * @param value extrapolated
     * @param truncation the largest error that is left of the steps' lengths
     * @param roundoff the largest error that rounding explains
     * @param h the smallest step it was made of
     * @param largest |D| of the steps tried
     */
    record Estimate(double value, double truncation, double roundoff, double h, double largest) {
        double error() {
            return truncation + roundoff;
        }
    }

    /** The difference of one step, with the branches looked at: for few steps. */
    Rung rung(StraightLine line, double h) {
        List<boolean[]> taken = new ArrayList<>();
        try (CentralDifference watched = new CentralDifference(() -> {
            double value = f.value();
            taken.add(f.branches());
            return value;
        })) {
            double quotient = watched.quotient(line, h);
            return new Rung(
                    h,
                    quotient,
                    bound.ofQuotient(h, watched.largestValue()),
                    !Arrays.equals(taken.get(0), taken.get(1)));
        }
    }

    /** The estimate of the smallest error from at most so many steps, the first of them h; empty if none is small enough. */
    Optional<Estimate> descend(StraightLine line, double h, int steps) {
        List<Rung> rungs = new ArrayList<>();
        @Nullable Estimate best = null;
        double step = h;
        double largest = 0;
        for (int i = 0; i < steps; i++, step /= RATIO) {
            Rung rung = rung(line, step);
            if (!rung.isUsable()) {
                rungs.clear();
                continue;
            }
            rungs.add(rung);
            largest = Math.max(largest, Math.abs(rung.quotient()));
            int last = rungs.size() - 1;
            if (last >= 2) {
                @Nullable Estimate estimate = estimate(rungs.get(last - 2), rungs.get(last - 1), rung, largest);
                if (estimate != null && (best == null || estimate.error() < best.error())) {
                    best = estimate;
                }
                if (estimate != null && estimate.truncation() <= estimate.roundoff()) {
                    break;
                }
            }
            if (rung.roundoff() > Math.abs(rung.quotient()) && last >= 2) {
                break;
            }
        }
        return Optional.ofNullable(best);
    }

    /** From three steps; null where the last does not come nearer. */
    private @Nullable Estimate estimate(Rung large, Rung middle, Rung small, double largest) {
        double before = Math.abs(large.quotient() - middle.quotient());
        double after = Math.abs(middle.quotient() - small.quotient());
        if (!(after <= Math.max(before / SHRINKS, middle.roundoff() + small.roundoff()))) {
            return null;
        }
        double value = extrapolated(middle, small);
        // The h^4 term left in the value is 1/256 of that in the one before: their difference is more than enough.
        double truncation = Math.abs(value - extrapolated(large, middle));
        return new Estimate(value, truncation, 2 * small.roundoff() + bound.ofGradient(), small.h(), largest);
    }

    private static double extrapolated(Rung large, Rung small) {
        return small.quotient() + (small.quotient() - large.quotient()) / (RATIO * RATIO - 1);
    }
}
