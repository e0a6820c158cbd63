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

    /** What {@code java} with these arguments prints on stdout, line by line; it must end with 0. */
    static List<String> java(String... arguments) throws IOException {
        return java(Map.of(), arguments);
    }

    /** The same, with more in the environment. */
    static List<String> java(Map<String, String> environment, String... arguments) throws IOException {
        return java(HOME, environment, arguments);
    }

    /** The same, by the {@code java} of this image. */
    static List<String> java(Path home, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
        command.addAll(SETTINGS);
        command.addAll(List.of(arguments));
        return run(command, environment, "");
    }

    /** What another program of this JDK prints when it is given this input. */
    static List<String> tool(String name, String input, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(HOME.resolve("bin").resolve(name).toString()));
        command.addAll(List.of(arguments));
        return run(command, Map.of(), input);
    }

    /** A class path of these. */
    static String path(Path... entries) {
        return List.of(entries).stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static List<String> run(List<String> command, Map<String, String> environment, String input)
            throws IOException {
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
            String said = command + " printed\n" + output + "\nand\n" + Files.readString(errors);
            assertEquals(0, process.exitValue(), said);
            return output.lines().toList();
        } finally {
            Files.delete(given);
            Files.delete(printed);
            Files.delete(errors);
        }
    }
}
