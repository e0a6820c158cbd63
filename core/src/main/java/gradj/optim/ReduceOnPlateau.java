package gradj.optim;

import java.util.List;

/**
 * Reduces the learning rate when what is measured no longer gets better: PyTorch's ReduceLROnPlateau. As in
 *
 * <pre>{@code
 * ReduceOnPlateau.ofLoss().withFactor(0.5).withPatience(3)
 * }</pre>
 *
 * The rate of an epoch follows from the values of all epochs before it: nothing is remembered.
 *
 * @param isHigherBetter whether a higher value is better, as of an accuracy
 * @param factor what the rate is multiplied by, above 0 and below 1
 * @param patience epochs without an improvement that are let pass
 * @param threshold how much better is better
 * @param isThresholdRelative whether the threshold is a part of the best value, or an amount
 * @param cooldown epochs after a reduction that are not counted
 * @param lowest the rate is never reduced below this
 */
public record ReduceOnPlateau(
        boolean isHigherBetter,
        double factor,
        int patience,
        double threshold,
        boolean isThresholdRelative,
        int cooldown,
        double lowest)
        implements Schedule {
    /** PyTorch's: a reduction by less is none. */
    private static final double SMALLEST_REDUCTION = 1e-8;

    public ReduceOnPlateau {
        if (!(factor > 0 && factor < 1)) {
            throw new IllegalArgumentException("factor: expected a number above 0 and below 1, got " + factor);
        }
        Settings.from0("patience", patience);
        Settings.from0("threshold", threshold);
        Settings.from0("cooldown", cooldown);
        Settings.from0("lowest learning rate", lowest);
    }

    /** Lower is better; PyTorch's defaults: a tenth after 10 epochs that were not better by a ten-thousandth of the best. */
    public static ReduceOnPlateau ofLoss() {
        return new ReduceOnPlateau(false, 0.1, 10, 1e-4, true, 0, 0);
    }

    /** Higher is better; otherwise as {@link #ofLoss}. */
    public static ReduceOnPlateau ofAccuracy() {
        return new ReduceOnPlateau(true, 0.1, 10, 1e-4, true, 0, 0);
    }

    public ReduceOnPlateau withFactor(double other) {
        return new ReduceOnPlateau(isHigherBetter, other, patience, threshold, isThresholdRelative, cooldown, lowest);
    }

    public ReduceOnPlateau withPatience(int other) {
        return new ReduceOnPlateau(isHigherBetter, factor, other, threshold, isThresholdRelative, cooldown, lowest);
    }

    /** Better is what is better by this part of the best value. */
    public ReduceOnPlateau withRelativeThreshold(double other) {
        return new ReduceOnPlateau(isHigherBetter, factor, patience, other, true, cooldown, lowest);
    }

    /** Better is what is better by this amount. */
    public ReduceOnPlateau withAbsoluteThreshold(double other) {
        return new ReduceOnPlateau(isHigherBetter, factor, patience, other, false, cooldown, lowest);
    }

    public ReduceOnPlateau withCooldown(int other) {
        return new ReduceOnPlateau(isHigherBetter, factor, patience, threshold, isThresholdRelative, other, lowest);
    }

    public ReduceOnPlateau withLowestRate(double other) {
        return new ReduceOnPlateau(isHigherBetter, factor, patience, threshold, isThresholdRelative, cooldown, other);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if fewer values were measured than there were epochs
     */
    @Override
    public double learningRate(double first, int epoch, List<Double> measured) {
        if (measured.size() < epoch) {
            throw new IllegalArgumentException("reduce on plateau: epoch " + epoch + " needs the values of the " + epoch
                    + " epochs before it, got " + measured.size());
        }
        double rate = first;
        double best = isHigherBetter ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        int bad = 0;
        int cooling = 0;
        for (double value : measured.subList(0, epoch)) {
            boolean isBetter = isBetter(value, best);
            best = isBetter ? value : best;
            bad = isBetter ? 0 : bad + 1;
            if (cooling > 0) {
                cooling--;
                bad = 0;
            }
            if (bad > patience) {
                double reduced = Math.max(rate * factor, lowest);
                rate = rate - reduced > SMALLEST_REDUCTION ? reduced : rate;
                cooling = cooldown;
                bad = 0;
            }
        }
        return rate;
    }

    /** False of NaN. */
    private boolean isBetter(double value, double best) {
        if (isHigherBetter) {
            return value > (isThresholdRelative ? best * (1 + threshold) : best + threshold);
        }
        return value < (isThresholdRelative ? best * (1 - threshold) : best - threshold);
    }
}
