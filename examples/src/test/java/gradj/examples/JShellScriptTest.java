package gradj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gradj.graph.Graph;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Java's own shell runs {@code docs/learn/gradj.jsh}, and goes on with its variables. */
class JShellScriptTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(660)
    void buildsTheAppleGraph() throws IOException, InterruptedException, URISyntaxException {
        Path jshell = Path.of(System.getProperty("java.home"), "bin", "jshell");
        assumeTrue(Files.isExecutable(jshell), () -> "this Java has no jshell: " + jshell);
        Path core = Path.of(
                Graph.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path script = Path.of("..", "docs", "learn", "gradj.jsh").toAbsolutePath();

        // In a folder of its own, which is also where jshell keeps its settings.
        Path typed = Files.writeString(
                folder.resolve("typed"), "tax.set(1.2)\ngraph.forward()\nprice.backward()\nshow(price)\n/exit\n");
        Path printed = folder.resolve("printed");
        Process process = new ProcessBuilder(List.of(
                        jshell.toString(),
                        "-J-Djava.util.prefs.userRoot=" + folder,
                        "--class-path",
                        core.toString(),
                        script.toString()))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(typed.toFile())
                .redirectOutput(printed.toFile())
                .start();
        try {
            assertTrue(process.waitFor(10, TimeUnit.MINUTES), "jshell did not end");
        } finally {
            process.destroyForcibly();
        }

        String output = Files.readString(printed, StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), output);
        assertTrue(output.matches("(?s).*price +Multiply\\(#3, tax\\) +220 +1\\R.*"), output);
        assertTrue(output.matches("(?s).*apple +- +100 +2.2\\R.*"), output);
        assertTrue(output.matches("(?s).*price +Multiply\\(#3, tax\\) +240 +1\\R.*"), output);
        assertTrue(Files.readString(folder.resolve("apple.svg")).contains("220"), output);
    }
}
