package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.train.Epoch;
import gradj.train.Metric;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TrainingDisplayTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private void show(boolean withBar) {
        try (TrainingDisplay display = new TrainingDisplay(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                10,
                1,
                new Measure(Metric.accuracy(), "image"),
                "test",
                withBar,
                true)) {
            display.onIteration(10, 0.5);
            display.onEpoch(new Epoch(1, 10, 0.5, 0.25, 1));
        }
    }

    @Test
    void aLineAnEpoch() {
        show(false);
        assertEquals("""
                epoch iteration       loss     train      test
                    1        10    0.50000    25.00%   100.00%
                """, out.toString().replace(System.lineSeparator(), "\n"));
        assertEquals("", err.toString());
    }

    @Test
    void theBarIsDrawnOnStderrAndTakenAwayAtTheEnd() {
        show(true);
        assertEquals(2, out.toString().lines().count());
        String bar = err.toString();
        assertTrue(bar.matches("(?s).*\rtraining +\\d+% \\[=* *\\] +\\d+/10 .*"), bar);
        assertTrue(bar.endsWith("\r\u001b[K"), bar);
        assertTrue(bar.lines().allMatch(line -> line.length() < 80), bar);
    }
}
