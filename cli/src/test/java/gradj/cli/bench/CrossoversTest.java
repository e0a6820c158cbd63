package gradj.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradj.cli.bench.Crossovers.Winner;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrossoversTest {
    @Test
    void theFastestChangesWithTheSize() {
        Results results = new SampleResults()
                .dot("vector", 256, 20)
                .dot("java", 16, 1)
                .dot("java", 64, 9)
                .dot("java", 256, 80)
                .dot("vector", 16, 3)
                .dot("vector", 64, 6)
                .dot("jblas", 256, 50)
                .results();
        List<Crossovers> crossovers = Crossovers.of(results);
        assertEquals(1, crossovers.size());
        assertEquals("DotBenchmark.dot dtype=FLOAT32", crossovers.get(0).operation());
        assertEquals(
                List.of(new Winner(16, "java", 3), new Winner(64, "vector", 1.5), new Winner(256, "vector", 2.5)),
                crossovers.get(0).winners().stream()
                        .map(winner ->
                                new Winner(winner.length(), winner.backend(), Math.rint(winner.lead() * 1e6) / 1e6))
                        .toList());
        assertEquals("java from 16, vector from 64", crossovers.get(0).summary());
    }

    @Test
    void netsCrossOverByTheirHiddenNeurons() {
        Results results = new SampleResults()
                .gradient("backprop", "java", 1, 1)
                .gradient("backprop", "vector", 1, 2)
                .gradient("backprop", "java", 50, 30)
                .gradient("backprop", "vector", 50, 10)
                .results();
        assertEquals(
                "java from 1, vector from 50", Crossovers.of(results).get(0).summary());
    }

    /** A lead of less than a tenth is no more than noise. */
    @Test
    void whatIsNearlyAsFastIsATie() {
        Results results = new SampleResults()
                .dot("java", 16, 10)
                .dot("vector", 16, 10.5)
                .dot("java", 64, 10)
                .dot("vector", 64, 12)
                .dot("java", 256, 100)
                .dot("vector", 256, 95)
                .results();
        assertEquals(
                "a tie from 16, java from 64, a tie from 256",
                Crossovers.of(results).get(0).summary());
    }

    @Test
    void oneBackendOrOneSizeHasNone() {
        assertEquals(
                List.of(),
                Crossovers.of(new SampleResults()
                        .dot("java", 16, 1)
                        .dot("java", 64, 1)
                        .dot("vector", 64, 1)
                        .results()));
    }
}
