package gradj.train;

/** The loss, a parameter or a score became NaN or infinite: going on would teach nothing. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int iteration;

    private DivergedException(int iteration, String message) {
        super(message);
        this.iteration = iteration;
    }

    /** The net's fault. */
    static DivergedException ofNet(int iteration, String what, String where) {
        return new DivergedException(
                iteration, what + " in iteration " + iteration + ": " + where + "; a smaller learning rate may help");
    }

    /** The data's fault, which no learning rate cures. */
    static DivergedException ofData(int iteration, String what, String where) {
        return new DivergedException(iteration, what + " in iteration " + iteration + ": " + where);
    }

    /** The iteration, counted from 1, in which that was found. */
    public int iteration() {
        return iteration;
    }
}
