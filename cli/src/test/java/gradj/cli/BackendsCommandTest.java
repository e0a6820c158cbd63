package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.Backends;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendsCommandTest {
    @Test
    void listsEveryBackendWithItsSpeed() {
        CommandRun run = CommandRun.gradj("backends").fine();
        assertTrue(run.lines().get(0).startsWith("backend "), run.out());
        for (String name : List.of("java", "reference")) {
            String line = run.lines().stream()
                    .filter(each -> each.startsWith(name + " "))
                    .findFirst()
                    .orElseThrow();
            assertTrue(line.matches(name + " +\\S+ +CPU +\\d+ .* [0-9.]+ GFLOP/s \\((256|128|64)\\^3\\)"), line);
        }
        assertEquals("used without --backend: " + Backends.get().name(), run.lastLine());
    }
}
