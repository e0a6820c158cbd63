package gradj.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes between Java and the device while a net learns, as the device's own library sees it. */
class TransfersTest {
    private static final int STEPS = 100;

    /** Nothing of a training step is as large: row numbers, labels and losses are a few KB. */
    private static final long LARGE = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void theArenaIsMadeOnceAndNeverTransferred() throws Exception {
        ChildJvm run = ChildJvm.run(
                Map.of("LD_PRELOAD", CallTracer.compile(folder).toString()),
                List.of("-Dgradj.opencl.arena=64m"),
                ChildPrograms.Train.class,
                String.valueOf(STEPS));
        assertEquals(0, run.exitCode(), () -> String.join("\n", run.lines()));
        Pattern call = Pattern.compile("\\[opencl] (create|write|read|launch) (\\d+)");
        int arenas = 0;
        int created = 0;
        int launches = 0;
        long moved = 0;
        boolean stepping = false;
        for (String line : run.lines()) {
            stepping = line.equals("steps begin") || (stepping && !line.equals("steps end"));
            Matcher matcher = call.matcher(line);
            if (matcher.matches()) {
                String what = matcher.group(1);
                long bytes = Long.parseLong(matcher.group(2));
                arenas += what.equals("create") && bytes == 64 << 20 ? 1 : 0;
                boolean isTransfer = what.equals("write") || what.equals("read");
                assertTrue(!isTransfer || bytes < LARGE, line);
                if (stepping) {
                    created += what.equals("create") && bytes >= LARGE ? 1 : 0;
                    launches += what.equals("launch") ? 1 : 0;
                    moved += isTransfer ? bytes : 0;
                }
            }
        }
        assertEquals(1, arenas, "the arena is allocated once");
        assertEquals(0, created, "buffers allocated during the steps");
        assertTrue(launches > STEPS && launches <= 12 * STEPS, launches + " launches");
        assertTrue(moved > 0 && moved < STEPS * (64L << 10), moved + " bytes moved in " + STEPS + " steps");
    }

    /**
     * Java itself grows while it compiles, but not for long; a leak grows the process in each of four blocks. 2,500 steps of 12
     * launches that leak 100 bytes each are 3 MB.
     */
    @Test
    @Tag("once")
    void tenThousandStepsDoNotGrowTheProcess() throws Exception {
        OpenClDevices.require();
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "only Linux says how large a process is");
        ChildJvm run = ChildJvm.run(
                Map.of("MALLOC_ARENA_MAX", "2"),
                List.of("-Dgradj.opencl.arena=64m", "-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch"),
                ChildPrograms.Grow.class,
                "2500");
        assertEquals(0, run.exitCode(), () -> String.join("\n", run.lines()));
        String steps = run.line("steps: ");
        long least =
                Arrays.stream(steps.split(" ")).mapToLong(Long::parseLong).min().orElseThrow();
        long all = Arrays.stream(steps.split(" ")).mapToLong(Long::parseLong).sum();
        assertTrue(least < 1 << 10, "2,500 steps grew the process by KB: " + steps);
        assertTrue(all < 32 << 10, "10,000 steps grew the process by KB: " + steps);
        long starts = Long.parseLong(run.line("starts: "));
        assertTrue(starts < 48 << 10, "5 backends of 64 MB, made and closed, grew the process by " + starts + " KB");
    }
}
