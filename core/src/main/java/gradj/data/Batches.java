package gradj.data;

import gradj.tensor.Tensor;

/**
 * Samples to learn from or to measure with, of which a mini-batch can be asked: tensors, a file, or whatever gives rows by
 * their numbers.
 */
public interface Batches {
    /** N, the number of samples. */
    int size();

    /**
     * The samples with these numbers, in this order; a number may stand there twice.
     *
     * @param rows from 0 to {@link #size} - 1
     */
    Batch batch(int... rows);

    /**
     * The same samples, each counting this much in the loss that a net learns from; metrics count all the same.
     *
     * @param weights [N]
     * @throws gradj.tensor.ShapeException if it is not one of each sample
     */
    default Batches weighted(Tensor weights) {
        return new WeightedBatches(this, weights);
    }
}
