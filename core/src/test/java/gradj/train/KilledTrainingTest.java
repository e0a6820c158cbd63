package gradj.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training that is killed (kill -9) at random moments and resumed ends with the bits of one that was not. {@code
 * -Dgradj.training.kills=1000} kills so often.
 */
class KilledTrainingTest {
    private static final int KILLS = Integer.getInteger("gradj.training.kills", 2);

    @TempDir
    Path folder;

    @Test
    void aKilledTrainingGoesOnWithTheSameBits() throws Exception {
        SplittableRandom random = new SplittableRandom();
        Path killed = folder.resolve("killed");
        int iterations = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = start(killed, 100_000);
            try (BufferedReader reports = process.inputReader()) {
                int first = Integer.parseInt(reports.readLine());
                assertTrue(first >= iterations && first <= iterations + 1, first + " after " + iterations);
                Thread.sleep(random.nextInt(150), random.nextInt(1_000_000));
                process.toHandle().destroyForcibly(); // unlike Process.destroyForcibly, leaves the reports readable
                iterations = first;
                for (String next = reports.readLine(); next != null; next = reports.readLine()) {
                    iterations = Integer.parseInt(next);
                }
            } finally {
                process.destroyForcibly();
            }
        }
        int all = iterations + 3;
        run(killed, all);
        Path whole = folder.resolve("whole");
        run(whole, all);
        assertEquals(
                -1,
                Files.mismatch(
                        Checkpoints.in(whole).newest().orElseThrow(),
                        Checkpoints.in(killed).newest().orElseThrow()));
        System.out.println(KILLS + " kills within " + iterations + " iterations");
    }

    private static Process start(Path checkpoints, int iterations) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ResumeLoop.class.getName(),
                        checkpoints.toString(),
                        Integer.toString(iterations))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void run(Path checkpoints, int iterations) throws Exception {
        Process process = start(checkpoints, iterations);
        process.inputReader().lines().forEach(line -> {});
        assertEquals(0, process.waitFor());
    }
}
