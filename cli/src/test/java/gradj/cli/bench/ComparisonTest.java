package gradj.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cli.bench.Comparison.Change;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final double CLOSE = 1e-9;

    private static Change onlyChange(SampleResults before, SampleResults after) {
        List<Change> changes = Comparison.of(before.results(), after.results()).changes();
        assertEquals(1, changes.size());
        return changes.get(0);
    }

    @Test
    void tellsSlowerFromFaster() {
        Results before = new SampleResults()
                .peak(100)
                .dot("java", 16, 10)
                .dot("java", 64, 10)
                .dot("java", 256, 10)
                .results();
        Results after = new SampleResults()
                .peak(100)
                .dot("java", 16, 13)
                .dot("java", 64, 11)
                .dot("java", 256, 5)
                .results();
        Comparison comparison = Comparison.of(before, after);
        assertEquals(
                List.of("DotBenchmark.dot backend=java dtype=FLOAT32 size=16x16x16"),
                comparison.slowerThan(1.2).stream().map(Change::name).toList());
        assertEquals(2, comparison.slowerThan(1.05).size());
        String report = comparison.report(1.2);
        assertTrue(
                report.contains(
                        "1.30 times as slow: DotBenchmark.dot backend=java dtype=FLOAT32 size=16x16x16: 10.00 -> 13.00 us"),
                report);
        assertTrue(
                report.contains("2.00 times as fast: DotBenchmark.dot backend=java dtype=FLOAT32 size=256x256x256"),
                report);
        assertTrue(!report.contains("64x64x64"), report);
        assertTrue(report.contains("1 of 3 got slower than 1.2 times"), report);
    }

    @Test
    void peakDividesTheMachineOut() {
        Change slowMachine = onlyChange(
                new SampleResults().peak(200).dot("java", 64, 10),
                new SampleResults().peak(100).dot("java", 64, 20));
        assertEquals(0.5, slowMachine.machine(), CLOSE);
        assertEquals(1, slowMachine.slowdown(), CLOSE);
        Change fastMachine = onlyChange(
                new SampleResults().peak(100).dot("java", 64, 10),
                new SampleResults().peak(300).dot("java", 64, 10));
        assertEquals(3, fastMachine.slowdown(), CLOSE);
    }

    @Test
    void memoryIsMeasuredByTheCopyOfItsSize() {
        // 12 bytes an element: 200 kB belong to the small copies, 50 MB to the large ones.
        Change small = onlyChange(
                new SampleResults().peak(100).copy(65536, 80).copy(67108864, 10).plus("java", 128, 4),
                new SampleResults().peak(900).copy(65536, 40).copy(67108864, 10).plus("java", 128, 8));
        assertEquals(1, small.slowdown(), CLOSE);
        Change large = onlyChange(
                new SampleResults().peak(100).copy(65536, 80).copy(67108864, 10).plus("java", 2048, 4000),
                new SampleResults().peak(900).copy(65536, 80).copy(67108864, 5).plus("java", 2048, 12000));
        assertEquals(1.5, large.slowdown(), CLOSE);
    }

    @Test
    void withoutARulerTimesAreComparedAsTheyAre() {
        Change change = onlyChange(
                new SampleResults().dot("java", 64, 10),
                new SampleResults().peak(100).dot("java", 64, 20));
        assertEquals(1, change.machine());
        assertEquals(2, change.slowdown(), CLOSE);
    }

    @Test
    void whatOneRunLacksIsTold() {
        Comparison comparison = Comparison.of(
                new SampleResults().dot("java", 16, 1).dot("java", 64, 1).results(),
                new SampleResults().dot("java", 16, 1).dot("vector", 16, 1).results());
        assertEquals(List.of("DotBenchmark.dot backend=java dtype=FLOAT32 size=64x64x64"), comparison.onlyBefore());
        assertEquals(List.of("DotBenchmark.dot backend=vector dtype=FLOAT32 size=16x16x16"), comparison.onlyAfter());
        assertTrue(comparison.report(1.2).contains("none of 1 got slower"), comparison.report(1.2));
    }

    @Test
    void nothingInCommonIsRefused() {
        Results before = new SampleResults().peak(100).dot("java", 16, 1).results();
        Results after = new SampleResults().peak(100).dot("vector", 16, 1).results();
        assertThrows(BenchmarkException.class, () -> Comparison.of(before, after));
    }

    @Test
    void percentOfPeakIsOfTheSameRun() {
        Results results = new SampleResults()
                .peak(100)
                .copy(65536, 80)
                .dot("java", 100, 40)
                .plus("java", 128, 4)
                .results();
        List<Score> scores = results.withPercentOfPeak().scores();
        assertEquals(null, scores.get(0).percentOfPeak());
        assertEquals(50, scores.get(2).percentOfPeak(), CLOSE); // 2e6 operations in 40 us are 50 GFLOP/s
        assertEquals(61.44, scores.get(3).percentOfPeak(), CLOSE); // 196,608 bytes in 4 us are 49.152 GB/s
    }
}
