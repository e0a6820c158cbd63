package gradj.train;

/** Is told how a training goes on; called by the training thread. */
public interface TrainingListener {
    /** A listener that does nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * An iteration is done.
     *
     * @param iteration counted from 1
     * @param loss of its mini-batch, before the update
     */
    default void onIteration(int iteration, double loss) {}

    /** An epoch is done and evaluated. */
    default void onEpoch(Epoch epoch) {}
}
