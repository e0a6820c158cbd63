package gradj.train;

/**
 * How long and with what mini-batches a net learns.
 *
 * @param iterations number of steps, 1 or more
 * @param batchSize samples in a mini-batch, 1 or more
 * @param sampling how they are drawn
 * @param seed of the drawing; the same seed draws the same batches everywhere
 */
public record TrainingPlan(int iterations, int batchSize, Sampling sampling, long seed) {
    public TrainingPlan {
        if (iterations < 1) {
            throw new IllegalArgumentException("iterations: expected 1 or more, got " + iterations);
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size: expected 1 or more, got " + batchSize);
        }
    }

    /** The book's: 10,000 iterations of 100 samples drawn with replacement. */
    public static TrainingPlan ofTheBook(long seed) {
        return new TrainingPlan(10_000, 100, Sampling.WITH_REPLACEMENT, seed);
    }

    /** Samples in the smallest mini-batch: the last one of an epoch, where each epoch takes all samples once. */
    int smallestBatch(int samples) {
        boolean hasRest = sampling.takesEachOnce() && samples % batchSize > 0;
        return hasRest ? samples % batchSize : batchSize;
    }

    /** Iterations in an epoch: as many batches as it takes to see this many samples. */
    public int iterationsPerEpoch(int samples) {
        return Math.max(1, (int) (((long) samples + batchSize - 1) / batchSize));
    }
}
