package gradj.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cli.bench.ColdResults.Entry;
import gradj.cli.bench.ColdResults.Ratio;
import gradj.cli.bench.ColdResults.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("once")
class ColdResultsTest {
    @TempDir
    Path folder;

    private static ColdEntrant entrant(String name) {
        return new ColdEntrant(name, List.of(name));
    }

    private static ColdProcess process(double wall, double cpu, double peak) {
        return new ColdProcess(wall, cpu, peak == 0 ? null : peak);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0.25, 2", "0.5, 3", "0.6, 3.4", "0.75, 4", "1, 5"})
    void quantilesLieBetweenTheValuesNearest(double part, double expected) {
        assertEquals(expected, ColdResults.quantile(new double[] {5, 1, 4, 2, 3}, part), 1e-15);
    }

    /** The ratio of the medians would be 10 / 20; the pairs say 0.25, 0.5 and 3. */
    @Test
    void ratiosAreThoseOfPairs() {
        Work work = ColdResults.work(
                "train",
                List.of(entrant("this build"), entrant("other")),
                List.of(
                        List.of(process(5, 1, 100), process(10, 1, 100), process(30, 1, 100)),
                        List.of(process(20, 2, 400), process(20, 4, 200), process(10, 8, 100))));
        Entry first = work.entries().get(0);
        Entry second = work.entries().get(1);
        assertNull(first.wall());
        assertEquals(List.of(5.0, 10.0, 30.0), first.wallSeconds());
        assertEquals(new Ratio(0.5, 0.375, 1.75), second.wall());
        assertEquals(new Ratio(0.25, 0.1875, 0.375), second.cpu());
        assertEquals(new Ratio(0.5, 0.375, 0.75), second.peak());
        assertEquals("""
                train
                  wall  10.000 s  CPU   1.000 s  peak   100 MB  this build
                  wall  20.000 s  CPU   4.000 s  peak   200 MB  other
                  this build / that one: wall 0.50 (0.38-1.75), CPU 0.25 (0.19-0.38), peak 0.50 (0.38-0.75)
                """, ColdResults.report(work).replace(System.lineSeparator(), "\n"));
    }

    @Test
    void aPeakThatOneRunDoesNotTellIsNotCompared() {
        Work work = ColdResults.work(
                "train",
                List.of(entrant("this build"), entrant("other")),
                List.of(List.of(process(1, 1, 10), process(1, 1, 10)), List.of(process(1, 1, 0), process(1, 1, 10))));
        assertNull(work.entries().get(1).peak());
        assertEquals(List.of(10.0), work.entries().get(1).peakMegabytes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0m0.01s 0m0.02s/1m2.5s 0m0.25s | 62.75", // bash
                "0m0.000000s 0m0.000000s/0m0.120000s 0m0.030000s | 0.15", // dash
                "0m0,01s 0m0,02s/0m1,50s 0m0,25s | 1.75" // in a language with decimal commas
            })
    void theShellsTimesAreThoseOfWhatItWaitedFor(String times, double expected) {
        assertEquals(expected, ColdProcess.cpuSeconds(times.replace("/", System.lineSeparator())), 1e-12);
    }

    /** In turn, every second round the other way round, after one start of each that is not counted. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void eachRoundStartsAllInTurn() throws IOException {
        Path starts = folder.resolve("starts");
        List<ColdEntrant> entrants = List.of(
                ColdEntrant.ofPeer("printf a >>'" + starts + "'"), ColdEntrant.ofPeer("printf b >>'" + starts + "'"));
        Work work = ColdResults.measure("write", entrants, 3);
        assertEquals("ababbaab", Files.readString(starts));
        for (Entry entry : work.entries()) {
            assertEquals(3, entry.wallSeconds().size());
            assertTrue(entry.wallSeconds().stream().allMatch(seconds -> seconds > 0), entry.toString());
        }
        assertTrue(Objects.requireNonNull(work.entries().get(1).wall()).median() > 0);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aCommandThatFailsIsToldWithItsLastLine() {
        BenchmarkException failed = assertThrows(
                BenchmarkException.class,
                () -> ColdProcess.run(ColdEntrant.ofPeer("echo one; echo 'no module named numpy' >&2; exit 3")));
        assertEquals(
                "echo one; echo 'no module named numpy' >&2; exit 3 ended with 3: no module named numpy",
                failed.getMessage());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anotherBuildIsACheckoutThatIsBuilt() throws IOException {
        BenchmarkException missing = assertThrows(BenchmarkException.class, () -> ColdEntrant.of(folder, "check"));
        assertEquals(
                "--against " + folder + ": expected a checkout of gradj that is built, found no ./gradj",
                missing.getMessage());
        Path launcher = Files.writeString(
                folder.resolve("gradj"),
                "#!/bin/sh\nprintf '<%s>' \"$@\" >'" + folder + "/said'\necho no data; exit $#\n");
        assertTrue(launcher.toFile().setExecutable(true));
        missing = assertThrows(BenchmarkException.class, () -> ColdEntrant.of(folder, "check"));
        assertEquals(
                "--against " + folder
                        + ": expected a checkout of gradj that is built, found no cli/target/gradj-cli.jar:"
                        + " start its ./gradj once",
                missing.getMessage());
        Path jar = folder.resolve("cli/target/gradj-cli.jar");
        Files.createDirectories(jar.getParent());
        Files.writeString(jar, "");
        BenchmarkException failed = assertThrows(
                BenchmarkException.class, () -> ColdProcess.run(ColdEntrant.of(folder, " train  --iterations 5 ")));
        assertEquals(launcher + " train --iterations 5 ended with 3: no data", failed.getMessage());
        assertEquals("<train><--iterations><5>", Files.readString(folder.resolve("said")));
    }
}
