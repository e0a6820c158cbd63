package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gradj.io.NetworkFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C, by the signals that stop a process. */
@DisabledOnOs(OS.WINDOWS)
class InterruptionTest {
    private static final String ENDLESS = "2000000";

    private static final List<String> ALL =
            List.of("confusion-matrix.png", "history.csv", "learning-curve.png", "most-wrong.png", "report.html");

    @TempDir
    static Path data;

    @TempDir
    Path folder;

    @BeforeAll
    static void write() throws IOException {
        SmallDataSet.write(data);
    }

    /** Of a process that was started in the background, INT is ignored, and Java leaves it so. */
    private static void assumeHeard(String signal) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (signal.equals("INT") && Files.exists(status)) {
            String ignored = Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .findFirst()
                    .orElse("SigIgn: 0");
            long mask = Long.parseUnsignedLong(ignored.substring(7).strip(), 16);
            assumeTrue((mask & 2) == 0, "this process was started with SIGINT ignored");
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aTrainingStopsAndWritesWhatItHas(String signal) throws Exception {
        assumeHeard(signal);
        CommandRun run = CommandRun.interrupted(
                signal,
                false,
                "    2 ",
                "train",
                "--data",
                data.toString(),
                "--iterations",
                ENDLESS,
                "--out",
                folder.toString(),
                "--json");
        assertEquals(Main.INTERRUPTED, run.exitCode(), run.err());
        String done = run.json("iterations");
        assertTrue(Integer.parseInt(done) >= 6, run.lastLine());
        assertEquals("true", run.json("interrupted"));
        assertEquals(ENDLESS, run.json("plannedIterations"));
        assertEquals("gradj: interrupted: stopped after " + done + " of " + ENDLESS + " iterations\n", run.err());
        assertEquals(ALL, files());
        List<String> csv = Files.readAllLines(folder.resolve("history.csv"));
        assertTrue(csv.get(csv.size() - 1).split(",", -1)[1].equals(done), csv.toString());
        assertTrue(csv.get(csv.size() - 1).endsWith("," + run.json("testAccuracy")), csv.toString());
        String report = Files.readString(folder.resolve("report.html"));
        assertTrue(report.contains("Interrupted: stopped after " + done + " of " + ENDLESS + " iterations;"), report);
    }

    @Test
    void theNetIsSavedAsItWasAtItsBestAndAsItIs() throws Exception {
        Path best = folder.resolve("best.safetensors");
        Path last = folder.resolve("last.safetensors");
        CommandRun run = CommandRun.interrupted(
                "TERM",
                false,
                "    2 ",
                "train",
                "--data",
                data.toString(),
                "--iterations",
                ENDLESS,
                "--save",
                best.toString(),
                "--save-last",
                last.toString(),
                "--json");
        assertEquals(Main.INTERRUPTED, run.exitCode(), run.err());
        assertEquals(List.of("best.safetensors", "last.safetensors"), files());
        assertEquals(run.json("iterations"), NetworkFile.provenance(last).get("iteration"));
        assertEquals(run.json("savedTestAccuracy"), NetworkFile.provenance(best).get("testAccuracy"));
        assertEquals(4, NetworkFile.load(best).parameters().size());
    }

    @Test
    void theSecondSignalEndsAtOnceWithoutHalfAFile() throws Exception {
        CommandRun run = CommandRun.interrupted(
                "TERM",
                true,
                "    2 ",
                "train",
                "--data",
                data.toString(),
                "--iterations",
                ENDLESS,
                "--out",
                folder.toString());
        assertEquals(Main.INTERRUPTED, run.exitCode(), run.err());
        assertTrue(!run.err().contains("\tat "), run.err());
        assertTrue(ALL.containsAll(files()), files().toString());
    }

    @Test
    void whatHasNothingToSaveEndsAtOnce() throws Exception {
        Path picture = folder.resolve("x.png");
        CommandRun run = CommandRun.interrupted(
                "TERM", false, "digits: ", "check", "--batch-size", "2000", "-o", picture.toString());
        assertEquals(Main.INTERRUPTED, run.exitCode(), run.err());
        assertEquals("", run.err());
        assertEquals(1, run.lines().size(), run.out());
        assertEquals(List.of(), files());
    }
}
