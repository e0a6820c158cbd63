package gradj.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that saves without end is killed (kill -9) at random moments: the file is whole each time, and no older than the
 * last save that was reported. {@code -Dgradj.kills=1000} kills so often.
 */
class KillTest {
    private static final int KILLS = Integer.getInteger("gradj.kills", 3);

    @TempDir
    private Path folder;

    @Test
    void aKillLeavesAWholeFileThatHoldsTheLastSave() throws Exception {
        SplittableRandom random = new SplittableRandom();
        Path file = folder.resolve("net.safetensors");
        int saved = 0;
        int leftovers = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            int reported = saveUntilKilled(file, saved + 1, random);
            int found = requireWhole(file);
            assertTrue(found >= reported, "reported " + reported + ", found " + found + " after kill " + kill);
            assertTrue(found <= reported + 1, "reported " + reported + ", found " + found + " after kill " + kill);
            saved = found;
            leftovers += temporaryFiles();
            assertTrue(temporaryFiles() <= 1, "one process at most leaves one file");
        }
        WholeFile.write(folder.resolve("another"), out -> {});
        assertEquals(0, temporaryFiles());
        System.out.println(
                KILLS + " kills within " + saved + " saves, " + leftovers + " of them while a file was open");
    }

    /** The last number that was reported. */
    private static int saveUntilKilled(Path file, int first, SplittableRandom random) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SaveLoop.class.getName(),
                        file.toString(),
                        Integer.toString(first))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader reports = process.inputReader()) {
            String report = reports.readLine();
            assertEquals(Integer.toString(first), report);
            Thread.sleep(random.nextInt(100), random.nextInt(1_000_000));
            process.toHandle().destroyForcibly(); // unlike Process.destroyForcibly, leaves the reports readable
            int last = first;
            for (String next = reports.readLine(); next != null; next = reports.readLine()) {
                last = Integer.parseInt(next);
            }
            return last;
        } finally {
            process.destroyForcibly();
        }
    }

    private static int requireWhole(Path file) {
        try (Safetensors saved = Safetensors.open(file)) {
            int number = Integer.parseInt(saved.metadata().getOrDefault("number", "none"));
            for (double element : saved.tensor("x", Target.FLOAT32).toDoubleArray()) {
                assertEquals(number, element);
            }
            return number;
        }
    }

    private int temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return (int) files.filter(name -> name.toString().endsWith(".tmp")).count();
        }
    }
}
