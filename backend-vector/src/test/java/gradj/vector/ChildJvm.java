package gradj.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class of the tests in a process of its own: for what cannot be changed inside a running JVM. */
final class ChildJvm {
    private ChildJvm() {}

    /** The lines that the class prints on stdout in a Java with these options. */
    static List<String> run(Class<?> main, String... options) throws IOException {
        return run(main, ProcessBuilder.Redirect.DISCARD, options);
    }

    /** The same; stderr goes where it is told. */
    static List<String> run(Class<?> main, ProcessBuilder.Redirect stderr, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(stderr);
        builder.environment().keySet().removeAll(List.of("GRADJ_BACKEND", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertTrue(process.waitFor(10, TimeUnit.MINUTES), main + " does not end");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        } finally {
            process.destroyForcibly();
        }
        assertEquals(0, process.exitValue(), main + " printed " + output);
        return output.lines().toList();
    }
}
