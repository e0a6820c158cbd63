package gradj.cli.bench;

/** Benchmarks cannot be run, or their results not be used; the message is one line that tells why and what fixes it. */
public final class BenchmarkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With this message. */
    public BenchmarkException(String message) {
        super(message);
    }
}
