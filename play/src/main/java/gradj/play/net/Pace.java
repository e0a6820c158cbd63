package gradj.play.net;

/** How fast a net learns: what was measured, and what is allowed. */
final class Pace {
    /** Of a shorter time, no speed is told. */
    private static final long LEAST_NANOS = 300_000_000;

    private final int most;
    private long allowedFrom = System.nanoTime();
    private int allowedIteration;
    private long measuredAt = System.nanoTime();
    private int measuredIteration;
    private double stepsPerSecond;

    /** @param most steps a second; 0 for as many as can be */
    Pace(int most) {
        this.most = most;
    }

    Pace from(int iteration) {
        restart(iteration);
        return this;
    }

    /** A net begins anew. */
    void begin() {
        stepsPerSecond = 0;
        restart(0);
    }

    /** A training begins, or goes on after a pause. */
    void restart(int iteration) {
        allowedFrom = System.nanoTime();
        allowedIteration = iteration;
        measuredAt = allowedFrom;
        measuredIteration = iteration;
    }

    boolean isDue(int iteration) {
        return most == 0 || waitNanos(iteration) <= 0;
    }

    long waitMillis(int iteration) {
        return most == 0 ? 0 : Math.max(0, waitNanos(iteration) / 1_000_000);
    }

    private long waitNanos(int iteration) {
        return allowedFrom + (long) (1e9 * (iteration - allowedIteration) / most) - System.nanoTime();
    }

    void measure(int iteration, long now) {
        if (now - measuredAt > LEAST_NANOS) {
            stepsPerSecond = 1e9 * (iteration - measuredIteration) / (now - measuredAt);
            measuredAt = now;
            measuredIteration = iteration;
        }
    }

    double stepsPerSecond() {
        return stepsPerSecond;
    }
}
