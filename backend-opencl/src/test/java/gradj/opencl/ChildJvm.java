package gradj.opencl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Java of its own, for tests that need another garbage collector, another environment, or a process that may end badly.
 *
 * @param exitCode 0 when all went well
 * @param lines of both streams
 */
record ChildJvm(int exitCode, List<String> lines) {
    private static final int SECONDS = 120;

    /** Runs a program of the tests with these variables and options of Java. */
    static ChildJvm run(Map<String, String> environment, List<String> options, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(options);
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of("-cp", classPath, program.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running: " + command);
        }
        return new ChildJvm(process.exitValue(), lines);
    }

    /** The only line that begins so, without its beginning. */
    String line(String beginning) {
        List<String> found =
                lines.stream().filter(line -> line.startsWith(beginning)).toList();
        if (found.size() != 1) {
            throw new AssertionError("expected one line that begins with " + beginning + ": " + lines);
        }
        return found.get(0).substring(beginning.length());
    }
}
