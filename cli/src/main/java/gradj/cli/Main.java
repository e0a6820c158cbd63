package gradj.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code gradj}.
 *
 * <p>Exit codes: 0 fine; 1 the gradient check failed, or a benchmark got slower; 2 bad usage or input, or output that could
 * not be written, told in one line on stderr; 70 a bug in gradj, with its stack trace (70 is EX_SOFTWARE of sysexits.h;
 * Java's own 1 would say that a check failed); 130 interrupted; 141 nobody reads the output any more, as of programs that
 * the signal PIPE ends.
 */
@Command(
        name = "gradj",
        description = "Error backpropagation for the JVM: train a net, and prove that its gradients are right.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Exit codes: 0 fine, 1 the check failed or a benchmark got slower, 2 bad usage or input,",
            "or output that could not be written, 130 interrupted (train saves first).",
            "Options of Java stand in JAVA_OPTS, or as -Dname=value anywhere;",
            "-Dgradj.threads=N: threads of one operation (default: all processors)."
        })
final class Main implements Runnable {
    static final int FINE = 0;
    static final int CHECK_FAILED = 1;
    static final int BAD_INPUT = 2;
    static final int BUG = 70;
    static final int INTERRUPTED = 130;
    static final int UNREAD = 141;

    /** In the order of the help. */
    private static final List<String> COMMANDS = List.of(
            "train", "data", "predict", "show", "export", "check", "graph", "play", "backends", "bench", "help");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Runs a command and ends Java with its exit code. */
    public static void main(String[] arguments) {
        Interruption.catchSignals();
        System.exit(execute(StandardOutput.ofProcess(), of(arguments), arguments));
    }

    /**
     * What understands these arguments. To read the options of all commands takes 0.1 s more in a JVM that has just started, so the
     * command that they begin with stands alone; where they begin with something else, all are there.
     */
    static CommandLine of(String... arguments) {
        boolean isNamed = arguments.length > 0 && COMMANDS.contains(arguments[0]) && !arguments[0].equals("help");
        CommandLine commandLine = new CommandLine(new Main());
        for (String name : isNamed ? List.of(arguments[0]) : COMMANDS) {
            commandLine.addSubcommand(name, command(name));
        }
        return configured(commandLine);
    }

    private static Object command(String name) {
        return switch (name) {
            case "train" -> new TrainCommand();
            case "data" -> new DataCommand();
            case "predict" -> new PredictCommand();
            case "show" -> new ShowCommand();
            case "export" -> new ExportCommand();
            case "check" -> new CheckCommand();
            case "graph" -> new GraphCommand();
            case "play" -> new PlayCommand();
            case "backends" -> new BackendsCommand();
            case "bench" -> new BenchCommand();
            case "help" -> new HelpCommand();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Runs a command line that prints to {@code stdout}, and gives its exit code: it is not fine if that failed. */
    static int execute(StandardOutput stdout, CommandLine commandLine, String... arguments) {
        PrintWriter out = stdout.writer();
        int exitCode = execute(commandLine.setOut(out), arguments);
        out.flush();
        IOException problem = stdout.problem();
        if (problem == null || exitCode == BUG || exitCode == INTERRUPTED) {
            return exitCode;
        }
        return stdout.isUnread() ? UNREAD : ErrorLine.unwritten(problem, commandLine.getErr());
    }

    /** A command with gradj's way of parsing and of telling errors. */
    static CommandLine commandLine(Object command) {
        return configured(new CommandLine(command));
    }

    private static CommandLine configured(CommandLine commandLine) {
        return commandLine
                .setExpandAtFiles(false) // an @ in a folder's name is an @
                .setParameterExceptionHandler(ErrorLine::badUsage)
                .setExecutionExceptionHandler(ErrorLine::failed);
    }

    /** Runs a command line and gives its exit code; what picocli lets through, such as an Error, is told too. */
    static int execute(CommandLine commandLine, String... arguments) {
        try {
            return commandLine.execute(arguments);
        } catch (Throwable thrown) { // the last stop before Java would exit with 1
            return ErrorLine.of(thrown, commandLine.getErr());
        }
    }

    /** Called when no command was given. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected a command: " + ErrorLine.commands(spec));
    }

    /** Tells the versions of gradj and Java, as a report of a bug needs them. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"gradj " + gradj() + ", Java " + java()};
        }

        static String gradj() {
            String version = Main.class.getPackage().getImplementationVersion();
            return version == null ? "(not from a jar)" : version;
        }

        static String java() {
            return System.getProperty("java.version") + " of " + System.getProperty("java.vendor");
        }
    }
}
