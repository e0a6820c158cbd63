package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cli.bench.Results;
import gradj.cli.bench.ResultsFile;
import gradj.cli.bench.SampleResults;
import gradj.cli.bench.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("once")
class BenchCommandTest {
    @TempDir
    Path folder;

    private String file(String name, Results results) throws IOException {
        return Files.write(folder.resolve(name), ResultsFile.bytes(results)).toString();
    }

    /** The same run with every time but the rulers' doubled. */
    private static Results twiceAsSlow() {
        Results results = SampleResults.complete();
        List<Score> slower = results.scores().stream()
                .map(score -> score.backend().isEmpty() ? score : twiceAsSlow(score))
                .toList();
        return new Results(
                results.format(),
                results.date(),
                results.quick(),
                results.machine(),
                results.backends(),
                slower,
                results.refused(),
                results.leftOut());
    }

    private static Score twiceAsSlow(Score score) {
        boolean isTime = score.unit().equals(Score.TIME);
        return new Score(
                score.benchmark(),
                score.parameters(),
                isTime ? score.value() * 2 : score.value() / 2,
                score.unit(),
                score.error(),
                score.forks(),
                score.rates().entrySet().stream()
                        .collect(java.util.stream.Collectors.toMap(
                                java.util.Map.Entry::getKey, rate -> rate.getValue() / 2)),
                score.percentOfPeak());
    }

    @Test
    void helpTellsTheOptionsAndIsListed() {
        CommandRun help = CommandRun.gradj("bench", "--help").fine();
        for (String option : List.of("--quick", "--out", "--draw", "--compare", "--factor")) {
            assertTrue(help.out().contains(option), help.out());
        }
        assertTrue(CommandRun.gradj("--help").fine().out().contains("  bench "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--work check --rounds 2 | --work and --rounds: use them with --cold",
                "--json | --json: use it with --cold",
                "--cold --quick | choose one of --quick, --draw, --compare and --cold (see bench --help)",
                "--cold --backend java | --backend: with --cold, name it in --work (see bench --help)",
                "--cold --peer x | --peer does the same as one work: give one --work, found none",
                "--cold --peer x --work a --work b | --peer does the same as one work: give one --work, found 2",
                "--cold --rounds 0 | Invalid value for option '--rounds': expected a whole number from 1 to 2147483647, got 0"
                        + " (see bench --help)",
                "--cold --against nosuch | --against nosuch: expected a checkout of gradj that is built, found no ./gradj"
            })
    void optionsOfColdRunsThatDoNotFitAreTold(String arguments, String expected) {
        String[] all = ("bench --out " + folder + " " + arguments).split(" ");
        assertEquals(expected, CommandRun.gradj(all).error().replace("gradj bench", "bench"));
    }

    @Test
    void equalRunsCompareFine() throws IOException {
        String file = file("a.json", SampleResults.complete());
        CommandRun run = CommandRun.gradj("bench", "--compare", file, file).fine();
        assertTrue(run.lastLine().startsWith("none of 48 got slower than 1.2 times"), run.out());
    }

    @Test
    void aSlowerRunExitsWith1() throws IOException {
        String before = file("a.json", SampleResults.complete());
        String after = file("b.json", twiceAsSlow());
        CommandRun run = CommandRun.gradj("bench", "--compare", before, after);
        assertEquals(Main.CHECK_FAILED, run.exitCode());
        assertTrue(run.lastLine().startsWith("48 of 48 got slower"), run.out());
        CommandRun.gradj("bench", "--compare", before, after, "--factor", "2.1").fine();
        CommandRun.gradj("bench", "--compare", after, before).fine();
    }

    @Test
    void drawsFromAFile() throws IOException {
        String file = file("a.json", SampleResults.complete());
        Path out = folder.resolve("pictures");
        CommandRun run =
                CommandRun.gradj("bench", "--draw", file, "-o", out.toString()).fine();
        assertEquals(4, run.lines().size());
        for (String name : List.of("gradient.png", "dot.png", "crossover.png", "results.md")) {
            assertTrue(Files.size(out.resolve(name)) > 1000, name);
        }
    }

    @Test
    void badFilesAreToldInOneLine() throws IOException {
        String good = file("a.json", SampleResults.complete());
        Path bad = Files.writeString(folder.resolve("bad.json"), "no results");
        String error =
                CommandRun.gradj("bench", "--compare", good, bad.toString()).error();
        assertTrue(error.startsWith(bad + ": no results of `gradj bench`: "), error);
        assertEquals(
                folder.resolve("absent") + ": there is no such file",
                CommandRun.gradj("bench", "--draw", folder.resolve("absent").toString())
                        .error());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--compare a.json         | --compare",
                "--factor 0.5             | expected a finite number of 1 or more, got 0.5",
                "--factor 2               | --factor belongs to --compare",
                "--quick --backend nosuch | there is no backend nosuch",
                "--quick --forks 2        | --forks belongs to the whole suite",
                "--quick --draw a.json    | choose one of --quick, --draw, --compare and --cold",
                "--slow                   | Unknown option: '--slow'",
                "results                  | Unmatched argument"
            })
    void badUsageIsToldInOneLine(String arguments, String message) {
        String error = CommandRun.gradj(("bench " + arguments).split(" ")).error();
        assertTrue(error.contains(message), error);
    }

    /** The class path of this test has no JMH. */
    @Test
    void withoutTheBenchmarksItSaysHowToStartThem() {
        String error =
                CommandRun.gradj("bench", "--quick", "-o", folder.toString()).error();
        assertTrue(error.startsWith("the benchmarks are not on the class path: start this command by ./gradj"), error);
    }
}
