package gradj.spark;

/** A worker cannot go on, for a reason that trying again will not mend. */
final class FailedWorkerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FailedWorkerException(String problem) {
        super(problem);
    }
}
