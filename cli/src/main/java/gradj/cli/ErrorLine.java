package gradj.cli;

import gradj.backend.BackendUnavailableException;
import gradj.data.DataException;
import gradj.io.FileException;
import gradj.spi.BackendException;
import gradj.train.DivergedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one line on stderr that tells what is wrong with usage or input, and the exit code that goes with it. */
final class ErrorLine {
    private ErrorLine() {}

    /** For picocli: the command line cannot be understood. */
    static int badUsage(ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        String message = String.valueOf(problem.getMessage());
        String similar = "";
        if (problem instanceof UnmatchedArgumentException unmatched) {
            List<String> suggestions = unmatched.getSuggestions();
            String first = unmatched.getUnmatched().get(0);
            if (command.getParent() == null
                    && !first.startsWith("-")
                    && !command.getSubcommands().isEmpty()) {
                message = "there is no command " + first + ", expected " + commands(command.getCommandSpec());
            }
            similar = suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?";
        }
        String help = " (see " + command.getCommandSpec().qualifiedName() + " --help)";
        return print(message + similar + help, command.getErr());
    }

    /** The names of a command's subcommands, as in {@code train, check or bench}; help explains itself. */
    static String commands(CommandSpec command) {
        List<String> names = command.subcommands().keySet().stream()
                .filter(name -> !name.equals("help"))
                .toList();
        int last = names.size() - 1;
        return String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }

    /** For picocli: the command ran and threw. */
    static int failed(Exception problem, CommandLine command, ParseResult arguments) {
        return of(problem, command.getErr());
    }

    /** Tells in one line what the user can fix, and anything else with its stack trace. */
    static int of(Throwable thrown, PrintWriter err) {
        if (isOutOfMemory(thrown)) {
            long megabytes = Runtime.getRuntime().maxMemory() >> 20;
            return print(
                    "out of memory: Java may use " + megabytes + " MB here; give it more, as in JAVA_OPTS=-Xmx"
                            + Math.max(2, megabytes / 512)
                            + "g, or choose a smaller net, batch or number of iterations",
                    err);
        }
        if (thrown instanceof InputException
                || thrown instanceof DataException
                || thrown instanceof FileException
                || thrown instanceof BackendUnavailableException
                || thrown instanceof BackendException
                || thrown instanceof DivergedException) {
            return print(String.valueOf(thrown.getMessage()), err);
        }
        err.println("gradj: this is a bug in gradj; please report it with all of this:");
        thrown.printStackTrace(err);
        err.flush();
        return Main.BUG;
    }

    /** Standard output failed; what was to be told there is lost. */
    static int unwritten(IOException problem, PrintWriter err) {
        return print("standard output cannot be written: " + problem.getMessage(), err);
    }

    private static int print(String message, PrintWriter err) {
        err.println("gradj: " + message.replaceAll("\\p{Cntrl}+", " ").strip());
        err.flush();
        return Main.BAD_INPUT;
    }

    /** Threads hand an error on inside others. */
    private static boolean isOutOfMemory(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }
}
