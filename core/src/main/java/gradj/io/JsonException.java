package gradj.io;

/** Thrown where text is not JSON, or not the JSON that is expected; whoever knows the file turns it into a {@link FileException}. */
final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1;

    JsonException(String problem) {
        super(problem);
    }
}
