package gradj.cli;

/** Something is wrong with what the user gave; the message is the one line that tells it. */
final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InputException(String message) {
        super(message);
    }
}
