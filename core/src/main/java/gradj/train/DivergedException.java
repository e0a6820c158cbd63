package gradj.train;

/** The loss or a parameter became NaN or infinite: going on would teach nothing. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int iteration;

    DivergedException(int iteration, String what, String where) {
        super(what + " in iteration " + iteration + ": " + where + "; a smaller learning rate may help");
        this.iteration = iteration;
    }

    /** The iteration, counted from 1, in which that was found. */
    public int iteration() {
        return iteration;
    }
}
