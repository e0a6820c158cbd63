package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gradj.cli.bench.ResultsFile;
import gradj.cli.bench.SampleResults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every command notices that what it printed went nowhere. */
class StandardOutputTest {
    @TempDir
    Path folder;

    private static CommandRun run(OutputStream stdout, String... arguments) {
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.of().setErr(new PrintWriter(err));
        return new CommandRun(
                Main.execute(new StandardOutput(stdout, false), commandLine, arguments), "", err.toString());
    }

    /** A disk with room for so many bytes. */
    private static OutputStream disk(int bytes) {
        return new OutputStream() {
            private int left = bytes;

            @Override
            public void write(int one) throws IOException {
                if (left-- <= 0) {
                    throw new IOException("No space left on device");
                }
            }
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "help",
                "help train",
                "train --help",
                "graph",
                "graph apple",
                "graph apple --step",
                "graph apple -o FOLDER/apple.svg",
                "check --sample 1 --data FOLDER",
                "train --iterations 3 --data FOLDER",
                "train --iterations 3 --data FOLDER --json",
                "bench --compare FOLDER/a.json FOLDER/a.json",
                "bench --draw FOLDER/a.json -o FOLDER"
            })
    void whatCannotBePrintedExitsWith2(String arguments) throws IOException {
        SmallDataSet.write(folder);
        Files.write(folder.resolve("a.json"), ResultsFile.bytes(SampleResults.complete()));
        CommandRun run =
                run(disk(10), arguments.replace("FOLDER", folder.toString()).split(" "));
        assertEquals("standard output cannot be written: No space left on device", run.error());
    }

    @Test
    void theLastByteCountsToo() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        assertEquals(Main.FINE, run(whole, "graph", "apple").exitCode());
        assertEquals(Main.FINE, run(disk(whole.size()), "graph", "apple").exitCode());
        assertEquals(
                Main.BAD_INPUT, run(disk(whole.size() - 1), "graph", "apple").exitCode());
    }

    @Test
    void aTrainingThatNobodyCanReadStopsUnlessItHasAFolder() throws IOException {
        SmallDataSet.write(folder);
        String[] endless = {"train", "--data", folder.toString(), "--iterations", "1000000"};
        assertEquals(Main.BAD_INPUT, run(disk(300), endless).exitCode());
        assertTrue(!Thread.currentThread().isInterrupted());
        run(disk(300), "train", "--data", folder.toString(), "--iterations", "30", "--out", folder.toString());
        assertTrue(Files.readString(folder.resolve("history.csv")).contains("\n10,30,"));
    }

    /** A disk that is always full, and a reader that has gone: it ends in silence, as other programs do. */
    @Test
    void aProcessDoesTheSame() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full");
        CommandRun full = CommandRun.shell("\"$@\" >/dev/full", "graph", "apple");
        assertEquals("standard output cannot be written: No space left on device", full.error());
        // The reader closes its end first, and says so.
        String closed = folder.resolve("closed").toString();
        CommandRun unread = CommandRun.shell(
                "{ until [ -e " + closed + " ]; do sleep 0.05; done; \"$@\"; echo $? >&2; } | { exec 0<&-; : >" + closed
                        + "; }",
                "graph",
                "apple");
        assertEquals("141", unread.err().replaceFirst("^WARNING.*\\R", "").strip());
    }

    @Test
    void textHasTheEncodingOfSystemOut() {
        String property = "stdout.encoding";
        String before = System.getProperty(property);
        try {
            System.setProperty(property, "ISO-8859-1");
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            PrintWriter writer = new StandardOutput(bytes, false).writer();
            writer.print("100 × 2");
            writer.flush();
            assertEquals("100 × 2", bytes.toString(StandardCharsets.ISO_8859_1));
            assertEquals(7, bytes.size());
        } finally {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }
}
