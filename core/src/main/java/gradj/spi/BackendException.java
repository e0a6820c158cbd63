package gradj.spi;

/**
 * A backend cannot do what it was asked for, through no fault of the caller's: its memory is full, or its device failed.
 * The message, one line, says what happened and what fixes it.
 */
public class BackendException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BackendException(String message) {
        super(message);
    }

    public BackendException(String message, Throwable cause) {
        super(message, cause);
    }
}
