package gradj.nn;

/** What a forward is for: a few layers do something else while the net learns. */
public enum Mode {
    /** The net learns: dropout drops, batch normalisation takes mean and variance from the batch and keeps them in mind. */
    TRAINING,
    /** The net is used or measured: nothing is drawn, and no buffer changes. */
    EVALUATION
}
