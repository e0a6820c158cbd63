package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** What a run of a command gave. */
record CommandRun(int exitCode, String out, String err) {
    /** Runs {@code gradj} with these arguments in this JVM. */
    static CommandRun gradj(String... arguments) {
        return of(Main.of(arguments), arguments);
    }

    /** Runs one command, made by the test, in this JVM. */
    static CommandRun of(Object command, String... arguments) {
        return of(Main.commandLine(command), arguments);
    }

    private static CommandRun of(CommandLine commandLine, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = Main.execute(commandLine, arguments);
        commandLine.getOut().flush();
        commandLine.getErr().flush();
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /** What Java says on stderr before gradj's first line when it is started with the module. */
    private static final String INCUBATOR = "WARNING: Using incubator modules: jdk.incubator.vector";

    /**
     * Runs {@code gradj} in a Java of its own, with options of Java such as {@code -Xmx64m}, and with the module that the
     * backend vector needs.
     */
    static CommandRun process(List<String> javaOptions, String... arguments) throws IOException, InterruptedException {
        return run(java(javaOptions, arguments));
    }

    /** The same by a line of the shell, in which {@code "$@"} is the command. */
    static CommandRun shell(String line, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", line, "sh"));
        command.addAll(java(List.of(), arguments));
        return run(command);
    }

    private static List<String> java(List<String> javaOptions, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(javaOptions);
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /**
     * Runs {@code gradj} in a Java of its own, and sends it a signal once it has printed a line with this text.
     *
     * @param again the signal comes twice
     */
    static CommandRun interrupted(String signal, boolean again, String text, String... arguments)
            throws IOException, InterruptedException {
        boolean[] sent = new boolean[1];
        return interrupted(
                signal,
                line -> {
                    if (sent[0] || !line.contains(text)) {
                        return 0;
                    }
                    sent[0] = true;
                    return again ? 2 : 1;
                },
                arguments);
    }

    /** The same, where each line that it prints says how many signals it gets. */
    static CommandRun interrupted(String signal, ToIntFunction<String> signals, String... arguments)
            throws IOException, InterruptedException {
        Path err = Files.createTempFile("gradj", ".err");
        Process process =
                builder(java(List.of(), arguments)).redirectError(err.toFile()).start();
        StringBuilder out = new StringBuilder();
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                out.append(line).append('\n');
                for (int i = signals.applyAsInt(line); i > 0; i--) {
                    kill(signal, process);
                }
            }
            int exitCode = process.waitFor();
            return new CommandRun(exitCode, out.toString(), withoutWarning(Files.readString(err)));
        } finally {
            process.destroyForcibly();
            Files.delete(err);
        }
    }

    private static void kill(String signal, Process process) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("/bin/kill", "-" + signal, String.valueOf(process.pid()))
                        .start()
                        .waitFor());
    }

    private static String withoutWarning(String err) {
        return err.replaceFirst("^" + INCUBATOR + "\\R", "");
    }

    private static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(List.of("GRADJ_BACKEND", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"));
        return builder;
    }

    private static CommandRun run(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("gradj", ".out");
        Path err = Files.createTempFile("gradj", ".err");
        try {
            Process process = builder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("still running after 10 minutes: " + command);
            }
            return new CommandRun(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    withoutWarning(Files.readString(err, StandardCharsets.UTF_8)));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    List<String> lines() {
        return out.lines().toList();
    }

    String lastLine() {
        return lines().get(lines().size() - 1);
    }

    /** A number, true or false in the JSON object of the last line, as it is written there. */
    String json(String field) {
        Matcher matcher = Pattern.compile("\"" + field + "\": (?:\"([^\"]*)\"|([^,}\\]]+))")
                .matcher(lastLine());
        if (!matcher.find()) {
            throw new AssertionError("no field " + field + " in " + lastLine());
        }
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }

    /** Asserts exit code 0 and a silent stderr. */
    CommandRun fine() {
        assertEquals("", err);
        assertEquals(Main.FINE, exitCode);
        return this;
    }

    /** Asserts exit code 2 and exactly one line on stderr, without "gradj: ", which is returned. */
    String error() {
        assertEquals(1, err.lines().count(), err);
        assertEquals(Main.BAD_INPUT, exitCode, err);
        assertEquals("gradj: ", err.substring(0, 7));
        return err.substring(7).strip();
    }
}
