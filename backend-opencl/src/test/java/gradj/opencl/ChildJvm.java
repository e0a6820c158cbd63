package gradj.opencl;

import java.io.IOException;
import java.nio.file.Files;
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
    private static final int MINUTES = 10;

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
        Path output = Files.createTempFile("gradj", ".out"); // reading a pipe would wait for a child that hangs
        try {
            Process process = builder.redirectOutput(output.toFile()).start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("still running: " + command + "\n" + Files.readString(output));
            }
            return new ChildJvm(process.exitValue(), Files.readAllLines(output));
        } finally {
            Files.delete(output);
        }
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
