package gradj.train;

/** How mini-batches are drawn from the training samples. */
public enum Sampling {
    /** Each sample of each batch independently, as the book does; an epoch sees some samples twice, some never. */
    WITH_REPLACEMENT,
    /** All samples in a new random order each epoch; the last batch of an epoch may be smaller. */
    SHUFFLED_EPOCHS
}
