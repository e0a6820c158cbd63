package gradj.peers.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradj.peers.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTableTest {
    private static Result result(String engine, double best, double median) {
        boolean ours = engine.equals("ours");
        return new Result(
                engine, "1.0", ours ? 2 : 0, 1_260_000, ours ? 0 : 12_600_000, 100, best, median, median, median);
    }

    private static ResultTable filled() {
        ResultTable table = new ResultTable(List.of("small", "large"));
        for (double median : new double[] {110, 100, 400}) {
            table.add("ours", "small", result("ours", median - 5, median));
        }
        table.add("ours", "large", result("ours", 1000, 2000.4));
        table.add("other", "small", result("other", 4.26, 55));
        table.add("other", "small", result("other", 50, 75));
        return table;
    }

    @Test
    void showsMediansOfRoundsTheirRangeTheBestAndTheRatio() {
        String expected = """
                | engine | threads | size, MB | small: median, µs (rounds) | best, µs | × ours | large: median, µs (rounds) | best, µs | × ours |
                |---|---|---|---|---|---|---|---|---|
                | ours 1.0 | 2 | 1.3 | 110 (100 to 400) | 95 | 1.00 | 2000 (2000 to 2000) | 1000 | 1.00 |
                | other 1.0 | ? | 1.3 + 13 | 65 (55 to 75) | 4.3 | 0.59 | | | |
                """;
        assertEquals(expected, filled().markdown("ours"));
    }

    @Test
    void hasNoRatioWithoutTheReference() {
        ResultTable table = filled();
        table.remove("ours");
        String row = table.markdown("ours").lines().skip(2).findFirst().orElseThrow();
        assertEquals("| other 1.0 | ? | 1.3 + 13 | 65 (55 to 75) | 4.3 | | | | |", row);
    }
}
