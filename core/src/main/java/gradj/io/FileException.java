package gradj.io;

import java.nio.file.Path;

/**
 * Thrown when a file cannot be read or written: it is missing, broken, not what its header promises, or the disk is full.
 *
 * <p>The message is one line that a user can act on; it names the file, what was expected, what was found and what to do.
 */
public final class FileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Path file;

    /**
     * Makes an exception whose message is {@code FILE: problem}.
     *
     * @param file the file or folder that is to blame
     * @param problem what is wrong with it; line breaks become spaces
     */
    public FileException(Path file, String problem) {
        super(oneLine(file + ": " + problem));
        this.file = file;
    }

    /**
     * Makes an exception with the failure that led to it.
     *
     * @param file the file or folder that is to blame
     * @param problem what is wrong with it; line breaks become spaces
     * @param cause what failed
     */
    public FileException(Path file, String problem, Throwable cause) {
        super(oneLine(file + ": " + problem), cause);
        this.file = file;
    }

    /** The file or folder that is to blame. */
    public Path file() {
        return file;
    }

    /** Names come out of foreign files: without what moves a terminal's cursor, breaks lines or turns their direction. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
    }
}
