package gradj.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A program of this JDK, or of an image of it, in a process of its own that gets nothing of the tests' settings. */
final class ChildJvm {
    private static final Path HOME = Path.of(System.getProperty("java.home"));

    /** Lets go of memory when it is told to. */
    private static final List<String> SETTINGS = List.of("-XX:+UseSerialGC", "-Xmx256m");

    private ChildJvm() {}

    /** What a program printed, line by line, on stdout and on stderr. */
    record Said(List<String> output, List<String> errors) {}

    /** What {@code java} with these arguments prints on stdout, line by line; it must end with 0. */
    static List<String> java(String... arguments) throws IOException {
        return java(Map.of(), arguments);
    }

    /** The same, with more in the environment. */
    static List<String> java(Map<String, String> environment, String... arguments) throws IOException {
        return java(HOME, environment, arguments);
    }

    /** The same, with what it prints on stderr. */
    static Said said(String... arguments) throws IOException {
        return run(command(HOME.resolve("bin/java"), arguments), Map.of(), "");
    }

    /** The same, by the {@code java} of this image. */
    static List<String> java(Path home, Map<String, String> environment, String... arguments) throws IOException {
        return run(command(home.resolve("bin/java"), arguments), environment, "")
                .output();
    }

    private static List<String> command(Path java, String... arguments) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(SETTINGS);
        command.addAll(List.of(arguments));
        return command;
    }

    /** What another program of this JDK prints when it is given this input. */
    static List<String> tool(String name, String input, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(HOME.resolve("bin").resolve(name).toString()));
        command.addAll(List.of(arguments));
        return run(command, Map.of(), input).output();
    }

    /** Runs the Maven at home, on this JDK and on nothing that is not on this machine; it must end with 0. */
    static void maven(Path home, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("sh", home.resolve("bin/mvn").toString(), "--batch-mode", "--quiet", "--offline"));
        command.addAll(List.of(arguments));
        // The compiler's first stage is enough for a JVM of two seconds.
        String options = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1";
        run(
                command,
                Map.of("JAVA_HOME", HOME.toString(), "MAVEN_OPTS", options, "MAVEN_ARGS", "", "MAVEN_SKIP_RC", "true"),
                "");
    }

    /** A class path of these. */
    static String path(Path... entries) {
        return List.of(entries).stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Said run(List<String> command, Map<String, String> environment, String input) throws IOException {
        Path given = Files.createTempFile("input", ".txt");
        Path printed = Files.createTempFile("output", ".txt");
        Path errors = Files.createTempFile("errors", ".txt");
        try {
            Files.writeString(given, input);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(given.toFile())
                    .redirectOutput(printed.toFile())
                    .redirectError(errors.toFile());
            builder.environment().keySet().removeIf(name -> name.contains("JAVA") || name.startsWith("GRADJ"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                assertTrue(process.waitFor(5, TimeUnit.MINUTES), command + " does not end");
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException(interrupted);
            } finally {
                process.destroyForcibly();
            }
            String output = Files.readString(printed);
            String warnings = Files.readString(errors);
            assertEquals(0, process.exitValue(), command + " printed\n" + output + "\nand\n" + warnings);
            return new Said(output.lines().toList(), warnings.lines().toList());
        } finally {
            Files.delete(given);
            Files.delete(printed);
            Files.delete(errors);
        }
    }
}
