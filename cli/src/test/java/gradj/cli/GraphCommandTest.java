package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.graph.NamedGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("once")
class GraphCommandTest {
    @TempDir
    Path folder;

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void printsATableWithoutAFile() {
        assertEquals(
                List.of(
                        "node              computed by                        value  gradient",
                        "apple             -                                  100    2.2",
                        "number of apples  -                                  2      110",
                        "tax               -                                  1.1    200",
                        "#3                Multiply(apple, number of apples)  200    1.1",
                        "price             Multiply(#3, tax)                  220    1"),
                CommandRun.gradj("graph", "apple").fine().lines());
    }

    @ParameterizedTest
    @EnumSource
    void drawsEveryGraph(NamedGraph graph) throws IOException {
        CommandRun run =
                CommandRun.gradj("graph", graph.label(), "-o", file("x.svg")).fine();
        assertEquals(List.of(file("x.svg")), run.lines());
        assertTrue(Files.readString(folder.resolve("x.svg")).endsWith("</svg>\n"));
    }

    @ParameterizedTest
    @CsvSource({"x.svg, <svg ", "x.dot, digraph {", "x.mmd, flowchart LR", "x.html, <!doctype html>"})
    void theEndingSaysTheFormat(String name, String beginning) throws IOException {
        CommandRun.gradj("graph", "apple", "-o", file(name)).fine();
        assertTrue(Files.readString(folder.resolve(name)).startsWith(beginning));
        assertEquals(List.of(name), files());
    }

    @Test
    void aSeriesHasAFileAStep() throws IOException {
        CommandRun.gradj("graph", "apple", "--step", "-o", file("x.svg")).fine();
        assertEquals(List.of("x-1.svg", "x-2.svg", "x-3.svg", "x-4.svg"), files());
    }

    @ParameterizedTest
    @CsvSource({"--step, 4", "--forward, 2", "--backward, 2"})
    void aPageHasAllStepsOfTheDirectionsAskedFor(String option, int steps) throws IOException {
        CommandRun run =
                CommandRun.gradj("graph", "apple", option, "-o", file("x.html")).fine();
        assertEquals(List.of(file("x.html")), run.lines());
        assertEquals(List.of("x.html"), files());
        String page = Files.readString(folder.resolve("x.html"));
        assertTrue(page.contains("<h2>Step " + steps + " of " + steps + ", "), page);
        assertEquals(!option.equals("--forward"), page.contains(", backward</h2>"));
    }

    @Test
    void aLongSeriesSortsInItsOrder() throws IOException {
        CommandRun.gradj("graph", "sigmoid", "--step", "-o", file("x.svg")).fine();
        assertEquals("x-1.svg", files().get(0));
        CommandRun.gradj("graph", "softmax", "--step", "-o", file("y.svg")).fine();
        assertTrue(files().containsAll(List.of("y-01.svg", "y-34.svg")), files().toString());
    }

    @Test
    void withoutANameItTellsTheNames() {
        List<String> lines = CommandRun.gradj("graph").fine().lines();
        assertEquals("apple              two apples at 100 with 10 % tax: 220", lines.get(0));
        assertEquals(NamedGraph.values().length, lines.size());
    }

    @Test
    void aSeriesWithoutAFileIsALineAStep() {
        assertEquals(
                List.of("Step 1 of 2, forward: 100 × 2 = 200", "Step 2 of 2, forward: 200 × 1.1 = 220"),
                CommandRun.gradj("graph", "apple", "--step", "--forward").fine().lines());
    }

    @Test
    void oneDirectionAlone() {
        assertTrue(!CommandRun.gradj("graph", "apple", "--forward").fine().out().contains("2.2"));
        assertTrue(
                !CommandRun.gradj("graph", "apple", "--backward").fine().out().contains("220"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "graph -o x.svg|a graph's NAME is missing: one of apple, apple-orange, groceries, ",
                "graph aple|there is no graph aple; graphs: apple, apple-orange, groceries, square, sigmoid, ",
                "graph apple -o x.png|expected a file that ends in .svg, .html, .dot or .mmd, got x.png",
                "graph apple -o x|expected a file that ends in .svg, .html, .dot or .mmd, got x",
                "graph apple -o .svg|expected a file that ends in .svg, .html, .dot or .mmd, got .svg",
                "graph apple --forward --backward|--forward and --backward exclude each other",
            })
    void badUsageIsToldInOneLine(String commandLine, String expected) {
        String error = CommandRun.gradj(commandLine.split(" ")).error();
        assertTrue(error.contains(expected), error);
    }

    @Test
    void whatCannotBeWrittenIsToldInOneLine() throws IOException {
        Files.createFile(folder.resolve("file"));
        String error =
                CommandRun.gradj("graph", "apple", "-o", file("file/x.svg")).error();
        assertEquals("-o " + file("file") + ": expected a folder, found a file", error);
        Files.createDirectory(folder.resolve("x-3.svg"));
        error = CommandRun.gradj("graph", "apple", "--step", "-o", file("x.svg"))
                .error();
        assertEquals("-o " + folder + ": x-3.svg is a folder there, expected a file or nothing", error);
        assertEquals(List.of("file", "x-3.svg"), files());
    }
}
