package gradj.tensor;

/** Operands of different dtypes or backends; gradj never converts silently, the message names the call that does. */
public final class MixedTensorsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String operation;

    public MixedTensorsException(String operation, String problem) {
        super(operation + ": " + problem);
        this.operation = operation;
    }

    /** The operation that refused. */
    public String operation() {
        return operation;
    }
}
