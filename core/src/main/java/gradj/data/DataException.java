package gradj.data;

import java.nio.file.Path;

/**
 * Thrown when data cannot be read: a file is missing, broken, or not what its header promises.
 *
 * <p>The message is one line that a user can act on; it names the file, what was expected and what was found.
 */
public final class DataException extends RuntimeException {
    private final Path file;

    /**
     * Makes an exception whose message is {@code problem} alone.
     *
     * @param file the file or folder that is to blame
     * @param problem the whole message; line breaks become spaces
     */
    public DataException(Path file, String problem) {
        super(oneLine(problem));
        this.file = file;
    }

    /**
     * Makes an exception with the failure that led to it.
     *
     * @param file the file or folder that is to blame
     * @param problem the whole message; line breaks become spaces
     * @param cause what failed
     */
    public DataException(Path file, String problem, Throwable cause) {
        super(oneLine(problem), cause);
        this.file = file;
    }

    /** The file or folder that is to blame. */
    public Path file() {
        return file;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
