package gradj.cli;

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
 * <p>Exit codes: 0 fine; 1 the gradient check failed, or a benchmark got slower; 2 bad usage or input, told in one line on stderr; 70 a bug in
 * gradj, with its stack trace (70 is EX_SOFTWARE of sysexits.h; Java's own 1 would say that a check failed).
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
            "Exit codes: 0 fine, 1 the check failed or a benchmark got slower, 2 bad usage or input.",
            "Options of Java stand in JAVA_OPTS, or as -Dname=value anywhere;",
            "-Dgradj.threads=N: threads of one operation (default: all processors)."
        },
        subcommands = {
            TrainCommand.class,
            CheckCommand.class,
            GraphCommand.class,
            BackendsCommand.class,
            BenchCommand.class,
            HelpCommand.class
        })
final class Main implements Runnable {
    static final int FINE = 0;
    static final int CHECK_FAILED = 1;
    static final int BAD_INPUT = 2;
    static final int BUG = 70;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Runs a command and ends Java with its exit code. */
    public static void main(String[] arguments) {
        System.exit(execute(commandLine(new Main()), arguments));
    }

    /** A command with gradj's way of parsing and of telling errors. */
    static CommandLine commandLine(Object command) {
        return new CommandLine(command)
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
        throw new ParameterException(spec.commandLine(), "expected a command: train, check, graph, backends or bench");
    }

    /** Tells the versions of gradj and Java, as a report of a bug needs them. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                "gradj " + (version == null ? "(not from a jar)" : version) + ", Java "
                        + System.getProperty("java.version") + " of " + System.getProperty("java.vendor")
            };
        }
    }
}
