package gradj.train;

/** The loss became NaN or infinite: going on would teach nothing. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int iteration;

    DivergedException(int iteration, double loss, String where) {
        super("the loss became " + loss + " in iteration " + iteration + ": " + where
                + "; a smaller learning rate may help");
        this.iteration = iteration;
    }

    /** The iteration, counted from 1, whose loss was no number. */
    public int iteration() {
        return iteration;
    }
}
