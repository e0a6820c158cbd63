package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import gradj.backend.Backends;
import gradj.backend.Candidate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class BackendsCommandTest {
    private static final CommandRun RUN = CommandRun.gradj("backends", "--json").fine();

    private static String line(String name) {
        return RUN.lines().stream()
                .filter(each -> each.startsWith(name + " "))
                .findFirst()
                .orElseThrow();
    }

    private static String lineBeforeJson() {
        return RUN.lines().get(RUN.lines().size() - 2);
    }

    @Test
    void theJsonSaysTheSame() {
        JsonObject json = JsonParser.parseString(RUN.lastLine()).getAsJsonObject();
        assertEquals(Backends.get().name(), json.get("chosen").getAsString());
        for (JsonElement each : json.getAsJsonArray("backends")) {
            JsonObject backend = each.getAsJsonObject();
            String line = line(backend.get("name").getAsString());
            if (backend.get("available").getAsBoolean()) {
                String speed = String.format(
                        Locale.ROOT,
                        "%.3g GFLOP/s (%d^3",
                        backend.get("dotGflops").getAsDouble(),
                        backend.get("dotSize").getAsInt());
                assertTrue(line.contains(speed), line);
                assertEquals(
                        line.endsWith(", not warm)"), !backend.get("dotWarm").getAsBoolean());
                assertTrue(
                        line.contains(
                                backend.get("dtypes").getAsJsonArray().get(0).getAsString()),
                        line);
            } else {
                assertTrue(line.contains(backend.get("reason").getAsString()), line);
            }
        }
    }

    @Test
    void listsEveryBackendWithItsSpeed() {
        assertTrue(RUN.lines().get(0).startsWith("backend "), RUN.out());
        for (String name : List.of("java", "reference")) {
            String line = line(name);
            assertTrue(
                    line.matches(name + " +\\S+ +CPU +\\d+ .* [0-9.]+ GFLOP/s \\((256|128|64)\\^3(, not warm)?\\)"),
                    line);
        }
        assertEquals("used without --backend: " + Backends.get().name(), lineBeforeJson());
    }

    @Test
    void vectorIsUsedUnaskedAndTellsItsWidth() {
        Candidate vector = Backends.candidates().get(0);
        assertEquals("vector", vector.name());
        assumeTrue(vector.availability().isAvailable(), vector::toString);
        String line = line("vector");
        assertTrue(line.matches("vector +\\S+ +CPU +\\d+ +\\d+ bits, \\d+ floats +float32 float64 .*"), line);
        assertEquals("used without --backend: vector", lineBeforeJson());
    }

    @Test
    void tellsOfAnOpenClDevice() {
        int opencl = RUN.out().indexOf("\nopencl ");
        assertTrue(opencl >= 0, RUN.out());
        String about = RUN.out().substring(opencl + 1);
        assertTrue(
                about.startsWith("opencl     not available: ")
                        || about.lines()
                                .skip(1)
                                .findFirst()
                                .orElse("")
                                .matches(" {11}\\S.* GB, (no )?fp64; platform .*, OpenCL .*"),
                about);
    }
}
