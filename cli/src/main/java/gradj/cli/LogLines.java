package gradj.cli;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Shows what gradj logs as plain lines on stderr: warnings always, a download when a person looks. */
final class LogLines extends Handler {
    /** Held, because a logger that nobody holds forgets its level. */
    private static final Logger GRADJ = Logger.getLogger("gradj");

    /** Its one information, the backend chosen, stands in each command's first line anyway. */
    private static final Logger BACKEND = Logger.getLogger("gradj.backend");

    private final SimpleFormatter formatter = new SimpleFormatter();

    private LogLines() {}

    /** Takes gradj's logs over from java.util.logging's own handlers. */
    static void toStderr() {
        GRADJ.setUseParentHandlers(false);
        GRADJ.setLevel(Terminal.showsStderr() ? Level.INFO : Level.WARNING);
        BACKEND.setLevel(Level.WARNING);
        if (GRADJ.getHandlers().length == 0) {
            GRADJ.addHandler(new LogLines());
        }
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry)) {
            System.err.println("gradj: " + formatter.formatMessage(entry));
        }
    }

    @Override
    public void flush() {
        System.err.flush();
    }

    @Override
    public void close() {
        // stderr is not ours to close
    }
}
