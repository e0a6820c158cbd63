package gradj.train;

import java.util.List;

/**
 * How a training went.
 *
 * @param epochs one entry an epoch, the first one first
 * @param losses the mini-batch's loss of each iteration, before its update
 * @param interrupted whether the training's thread was interrupted, so that the training ended before its plan
 */
public record History(List<Epoch> epochs, List<Double> losses, boolean interrupted) {
    public History {
        epochs = List.copyOf(epochs);
        losses = List.copyOf(losses);
        if (epochs.isEmpty() || losses.isEmpty()) {
            throw new IllegalArgumentException("a history has one epoch and one iteration at least");
        }
    }

    /** Of a training that did all its plan. */
    public History(List<Epoch> epochs, List<Double> losses) {
        this(epochs, losses, false);
    }

    /** The last epoch: how the training ended. */
    public Epoch last() {
        return epochs.get(epochs.size() - 1);
    }

    /** The loss of the last mini-batch. */
    public double finalLoss() {
        return losses.get(losses.size() - 1);
    }
}
