package gradj.train;

/**
 * Ends a training when a metric of the test samples has not become better for some epochs, and gives the net the parameters
 * and buffers of its best epoch back.
 *
 * @param metric one of the trainer's
 * @param patience how many epochs without a new best end the training, 1 or more
 */
public record EarlyStopping(Metric metric, int patience) {
    public EarlyStopping {
        if (patience < 1) {
            throw new IllegalArgumentException("patience: expected 1 epoch or more, got " + patience);
        }
    }
}
