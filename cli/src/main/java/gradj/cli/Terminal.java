package gradj.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whether a person looks: whether stdout or stderr is a terminal. */
final class Terminal {
    private static final Path LINUX_STDOUT = Path.of("/proc/self/fd/1");
    private static final Path LINUX_STDERR = Path.of("/proc/self/fd/2");
    private static final int USUAL_COLUMNS = 80;

    private Terminal() {}

    static boolean showsStdout() {
        return isTerminal(LINUX_STDOUT);
    }

    /** Whether stderr is a terminal that can redraw a line. */
    static boolean showsStderr() {
        return !"dumb".equals(System.getenv("TERM")) && isTerminal(LINUX_STDERR);
    }

    private static boolean isTerminal(Path linux) {
        try {
            return Files.isSymbolicLink(linux)
                    ? Files.readSymbolicLink(linux).toString().matches("/dev/(pts/|tty|console).*")
                    : isTerminal(System.console());
        } catch (IOException unknown) {
            return false;
        }
    }

    /** Elsewhere Java can tell only of stdin and stdout; from version 22 on by a method that 17 does not have. */
    private static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException before22) {
            return true;
        }
    }

    /** The width of a line that is redrawn, one less than the terminal's: a full line would wrap. */
    static int columns() {
        String columns = System.getenv().getOrDefault("COLUMNS", "");
        return (columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : USUAL_COLUMNS) - 1;
    }

    /** Text out of a foreign file: without what moves a terminal's cursor. */
    static String safe(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
    }
}
