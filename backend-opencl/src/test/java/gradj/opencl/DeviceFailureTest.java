package gradj.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call of OpenCL that fails is noticed, whichever it is: the backend is of no use then, and says so. */
@Tag("once")
class DeviceFailureTest {
    @TempDir
    Path folder;

    private ChildJvm train(Map<String, String> failure) throws Exception {
        Map<String, String> environment = new HashMap<>(failure);
        environment.put("LD_PRELOAD", CallTracer.compile(folder).toString());
        return ChildJvm.run(environment, List.of("-Dgradj.opencl.arena=64m"), ChildPrograms.TrainUntilFailure.class);
    }

    /** Lets the first launch, download or upload of a training step fail. */
    @ParameterizedTest
    @ValueSource(strings = {"launch", "read", "write"})
    void aFailureInAStepEndsTheBackend(String call) throws Exception {
        ChildJvm well = train(Map.of());
        assertEquals(0, well.exitCode(), () -> String.join("\n", well.lines()));
        assertEquals("nothing failed", well.line("outcome: "));
        long before = well.lines().stream()
                .takeWhile(line -> !line.equals("steps begin"))
                .filter(line -> line.startsWith("[opencl] " + call + " "))
                .count();
        Files.delete(folder.resolve("opencl_calls.c"));
        ChildJvm failed = train(Map.of("FAIL_" + call.toUpperCase(Locale.ROOT), String.valueOf(before + 1)));
        assertEquals(0, failed.exitCode(), () -> String.join("\n", failed.lines()));
        String outcome = failed.line("outcome: ");
        assertTrue(
                outcome.startsWith("DeviceFailedException") && outcome.contains("all its tensors are lost"), outcome);
        assertEquals(outcome, failed.line("later: "));
        failed.line("closed");
    }

    @Test
    void anArenaThatTheDeviceCannotMakeIsTold() throws Exception {
        ChildJvm failed = train(Map.of("FAIL_LAUNCH", "2")); // the first is the probe of float64
        String outcome = failed.line("outcome: ");
        assertTrue(
                outcome.startsWith("DeviceFailedException")
                        && outcome.contains("cannot make the float32 arena of 64 MB")
                        && outcome.contains("-Dgradj.opencl.arena"),
                outcome);
    }
}
