package gradj.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How far a training has come: with the net and the optimizer everything that its next step depends on. */
final class Progress {
    final BatchSampler sampler;
    final List<Epoch> epochs = new ArrayList<>();

    /** None if the training does not stop early. */
    final @Nullable BestEpoch best;

    /** The learning rate before any schedule. */
    double firstRate;

    /** Iterations done. */
    int iteration;

    /** Iterations that the evaluated epochs had. */
    int epochStart;

    /** The loss of each iteration's mini-batch. */
    private final double[] losses;

    /** The size of each iteration's mini-batch; of a full one 1. */
    private final double[] weights;

    Progress(int iterations, BatchSampler sampler, @Nullable BestEpoch best) {
        this.losses = new double[iterations];
        this.weights = new double[iterations];
        this.sampler = sampler;
        this.best = best;
    }

    /** Whether the last epoch was one too many without a better one. */
    boolean isEnough() {
        return best != null && best.isEnough();
    }

    /** One more iteration. */
    void add(double loss, double weight) {
        losses[iteration] = loss;
        weights[iteration] = weight;
        iteration++;
    }

    /** Those of an earlier part of the same training. */
    void addAll(double[] earlierLosses, double[] earlierWeights) {
        for (int i = 0; i < earlierLosses.length; i++) {
            add(earlierLosses[i], earlierWeights[i]);
        }
    }

    /** The mean loss since the last evaluated epoch, in which a smaller batch weighs less. */
    double meanLoss() {
        double sum = IntStream.range(epochStart, iteration)
                .mapToDouble(i -> weights[i] * losses[i])
                .sum();
        return sum / Arrays.stream(weights, epochStart, iteration).sum();
    }

    double[] losses() {
        return Arrays.copyOf(losses, iteration);
    }

    double[] weights() {
        return Arrays.copyOf(weights, iteration);
    }
}
