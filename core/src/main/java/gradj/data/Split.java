package gradj.data;

/**
 * A data set in its two parts: images to train on, and images the net never sees in training, to test it with.
 *
 * @param train what a net learns from
 * @param test what it is judged by; images of the same size
 */
public record Split(LabeledImages train, LabeledImages test) {

    /**
     * Puts the two parts together.
     *
     * @throws IllegalArgumentException if their images differ in size
     */
    public Split {
        if (train.rows() != test.rows() || train.columns() != test.columns()) {
            throw new IllegalArgumentException("Split: expected images of one size, got train " + train.rows() + "x"
                    + train.columns() + " and test " + test.rows() + "x" + test.columns());
        }
    }

    /** How many classes a net needs for both parts. */
    public int classes() {
        return Math.max(train.classes(), test.classes());
    }
}
