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
     * The targets alone of the samples with these numbers: all of them are looked at before a training begins. Default: those of
     * {@link #batch}.
     */
    default Tensor targets(int... rows) {
        return batch(rows).t();
    }

    /**
     * Those of the samples with these numbers, in this order, such as a part to validate by; nothing is copied.
     *
     * @param numbers from 0 to {@link #size} - 1
     * @throws IndexOutOfBoundsException if there is no such sample
     */
    default Batches rows(int... numbers) {
        return new ChosenRows(this, numbers);
    }

    /**
     * The same samples, each counting this much in the loss that a net learns from; metrics count all the same.
     *
     * <p>A mini-batch of which all weigh 0 has no mean loss, and ends the training with an {@link IllegalArgumentException}:
     * leave samples that weigh 0 out where batches are small.
     *
     * @param weights [N], finite, none below 0, not all 0; dtype and backend are the net's
     * @throws gradj.tensor.ShapeException if it is not one of each sample
     * @throws IllegalArgumentException naming the first sample whose weight is none
     */
    default Batches weighted(Tensor weights) {
        return new WeightedBatches(this, weights);
    }
}
