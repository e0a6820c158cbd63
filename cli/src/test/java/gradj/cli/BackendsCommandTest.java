package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gradj.backend.Backends;
import gradj.backend.Candidate;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendsCommandTest {
    private static final CommandRun RUN = CommandRun.gradj("backends").fine();

    private static String line(String name) {
        return RUN.lines().stream()
                .filter(each -> each.startsWith(name + " "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void listsEveryBackendWithItsSpeed() {
        assertTrue(RUN.lines().get(0).startsWith("backend "), RUN.out());
        for (String name : List.of("java", "reference")) {
            String line = line(name);
            assertTrue(line.matches(name + " +\\S+ +CPU +\\d+ .* [0-9.]+ GFLOP/s \\((256|128|64)\\^3\\)"), line);
        }
        assertEquals("used without --backend: " + Backends.get().name(), RUN.lastLine());
    }

    @Test
    void vectorIsUsedUnaskedAndTellsItsWidth() {
        Candidate vector = Backends.candidates().get(0);
        assertEquals("vector", vector.name());
        assumeTrue(vector.availability().isAvailable(), vector::toString);
        String line = line("vector");
        assertTrue(line.matches("vector +\\S+ +CPU +\\d+ +\\d+ bits, \\d+ floats +float32 float64 .*"), line);
        assertEquals("used without --backend: vector", RUN.lastLine());
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
