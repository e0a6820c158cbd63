package gradj.train;

/** How mini-batches are drawn from the training samples. */
public enum Sampling {
    /** Each sample of each batch independently, as the book does; an epoch sees some samples twice, some never. */
    WITH_REPLACEMENT,
    /** All samples in a new random order each epoch; the last batch of an epoch may be smaller. */
    SHUFFLED_EPOCHS,
    /**
     * All samples each epoch, for samples in a file larger than memory: blocks of 256 neighbours in a new random order, the samples of
     * each 16 such blocks mixed. The file is read 256 rows at a time from 16 places, so nearly in order; samples that stand
     * together in it by class, in runs longer than that, should be mixed once when it is written. The last batch of an epoch
     * may be smaller.
     */
    SHUFFLED_BLOCKS;

    /** Whether each epoch takes each sample once. */
    boolean takesEachOnce() {
        return this != WITH_REPLACEMENT;
    }
}
