package gradj.optim;

import java.util.Arrays;
import java.util.List;

/**
 * The learning rate of each epoch: {@code optimizer.setLearningRate(schedule.learningRate(first, epoch, measured))} before
 * it begins. A schedule remembers nothing, so a resumed run goes on with the same rates; a lambda is one.
 *
 * <p>An epoch may be a step as well: whatever the caller counts.
 */
@FunctionalInterface
public interface Schedule {
    /**
     * The learning rate of an epoch.
     *
     * @param first the optimizer's own learning rate, that of its constructor
     * @param epoch number of the epoch, from 0
     * @param measured what was measured after each epoch before this one, in their order; only {@link ReduceOnPlateau}
     *     looks at it
     */
    double learningRate(double first, int epoch, List<Double> measured);

    /** The same in every epoch. */
    static Schedule constant() {
        return (first, epoch, measured) -> first;
    }

    /**
     * Times {@code factor} after every so many epochs: PyTorch's StepLR, with 1 epoch ExponentialLR.
     *
     * @throws IllegalArgumentException if there is no epoch between, or the factor is not a finite number above 0
     */
    static Schedule step(int epochs, double factor) {
        requireEpochs("step", epochs);
        Settings.above0("factor", factor);
        return (first, epoch, measured) -> first * StrictMath.pow(factor, Math.floorDiv(epoch, epochs));
    }

    /**
     * Times {@code factor} with each of these epochs: PyTorch's MultiStepLR.
     *
     * @param epochs numbers of epochs, from 0, in any order
     * @throws IllegalArgumentException if the factor is not a finite number above 0
     */
    static Schedule steps(double factor, int... epochs) {
        Settings.above0("factor", factor);
        int[] all = epochs.clone();
        return (first, epoch, measured) -> {
            double reductions =
                    (double) Arrays.stream(all).filter(at -> at <= epoch).count();
            return first * StrictMath.pow(factor, reductions);
        };
    }

    /** {@link #cosine(int, double)} down to 0. */
    static Schedule cosine(int epochs) {
        return cosine(epochs, 0);
    }

    /**
     * Half a wave from the first learning rate down to {@code last}, which it reaches after so many epochs; behind them it
     * rises again, as PyTorch's CosineAnnealingLR does. Loshchilov and Hutter 2017.
     *
     * @throws IllegalArgumentException if there is no epoch, or {@code last} is not a finite number, 0 or more
     */
    static Schedule cosine(int epochs, double last) {
        requireEpochs("cosine", epochs);
        Settings.from0("last learning rate", last);
        return (first, epoch, measured) -> last + (first - last) * (1 + StrictMath.cos(Math.PI * epoch / epochs)) / 2;
    }

    /**
     * Rises in a line to the first learning rate, then goes on as this schedule, whose epoch 0 is the one behind: PyTorch's
     * SequentialLR of LinearLR and another.
     *
     * @param epochs how long it rises, 1 or more
     * @param factor where it starts, as a part of the first learning rate, above 0 and up to 1
     * @throws IllegalArgumentException if one of them is not
     */
    default Schedule afterWarmUp(int epochs, double factor) {
        requireEpochs("warm-up", epochs);
        if (!(factor > 0 && factor <= 1)) {
            throw new IllegalArgumentException("warm-up: expected a factor above 0 and up to 1, got " + factor);
        }
        return (first, epoch, measured) -> epoch < epochs
                ? first * (factor + (1 - factor) * epoch / epochs)
                : learningRate(
                        first, epoch - epochs, measured.subList(Math.min(epochs, measured.size()), measured.size()));
    }

    private static void requireEpochs(String what, int epochs) {
        if (epochs < 1) {
            throw new IllegalArgumentException(what + ": expected 1 epoch or more, got " + epochs);
        }
    }
}
