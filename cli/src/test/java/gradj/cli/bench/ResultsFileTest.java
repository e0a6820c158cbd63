package gradj.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsFileTest {
    @TempDir
    Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("results.json"), content, StandardCharsets.UTF_8);
    }

    private static String refusal(Path file) {
        String message = assertThrows(BenchmarkException.class, () -> ResultsFile.read(file))
                .getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        return message.substring((file + ": ").length());
    }

    @Test
    void readsWhatItWrote() throws IOException {
        Results results = SampleResults.complete();
        Path file = folder.resolve("results.json");
        Files.write(file, ResultsFile.bytes(results));
        assertEquals(results, ResultsFile.read(file));
    }

    @Test
    void nameTellsDayMachineAndKind() {
        Results results = SampleResults.complete();
        assertEquals("2026-11-22-amd-epyc-9b14", results.fileName());
    }

    @ParameterizedTest
    @CsvSource({
        "'Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz', intel-xeon-e5-2680-v4",
        "AMD EPYC 7763 64-Core Processor, amd-epyc-7763",
        "Apple M2, apple-m2",
        "'', unknown"
    })
    void machineHasAShortName(String cpu, String name) {
        assertEquals(name, new Machine(cpu, 2, "os", "jdk", java.util.List.of(), "unknown").shortName());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                | no results of `gradj bench`: it is empty",
                "hello                             | no results of `gradj bench`: Expected BEGIN_OBJECT but was STRING",
                "[]                                | no results of `gradj bench`: Expected BEGIN_OBJECT but was BEGIN_ARRAY",
                "{}                                | no results of `gradj bench`: its format is 0, expected 1",
                "{\"format\": 1}                   | no results of `gradj bench`: date is missing",
                "{\"format\": 1                    | no results of `gradj bench`: End of input"
            })
    void otherFilesAreRefused(String content, String reason) throws IOException {
        String refusal = refusal(file(content));
        assertTrue(refusal.startsWith(reason), refusal);
        assertEquals(1, refusal.lines().count());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"unit\": \"us/op\"      | \"unit\": \"ms\"    | .unit is ms, expected ops/ms or us/op",
                "\"unit\": \"us/op\",     | ''                  | .unit is null, expected ops/ms or us/op",
                "\"value\": 6.0           | \"value\": -1       | .value is -1.0, expected a number above 0",
                "\"parameters\": {        | \"other\": {        | .parameters is missing",
                "\"bytes\": \"262144\"    | \"bytes\": \"many\" | .parameters: expected numbers of bytes and threads",
                "\"machine\": {           | \"other\": {        | machine is missing",
                "\"date\": \"2026-11-22T  | \"date\": \"today T | its date is today T"
            })
    void brokenResultsAreRefused(String right, String wrong, String reason) throws IOException {
        String json = new String(ResultsFile.bytes(SampleResults.complete()), StandardCharsets.UTF_8);
        assertTrue(json.contains(right), right);
        String refusal = refusal(file(json.replace(right, wrong)));
        assertTrue(refusal.contains(reason), refusal);
    }

    /** Every value of a file in turn becomes what it should not be: it is refused in one line, or does no harm. */
    @Test
    void noWrongValueGetsThroughToThePictures() throws IOException {
        Results results = new SampleResults()
                .peak(100)
                .copy(65536, 40)
                .dot("java", 16, 1)
                .dot("vector", 64, 2)
                .gradient("backprop", "java", 5, 3)
                .results()
                .withPercentOfPeak();
        JsonElement whole = JsonParser.parseString(new String(ResultsFile.bytes(results), StandardCharsets.UTF_8));
        int refused = 0;
        for (String wrong : WRONG) {
            for (int position = 0; ; position++) {
                JsonElement copy = whole.deepCopy();
                int[] left = {position};
                if (!replace(copy, left, JsonParser.parseString(wrong))) {
                    break;
                }
                Path file = file(copy.toString());
                Results read;
                try {
                    read = ResultsFile.read(file);
                } catch (BenchmarkException told) {
                    assertTrue(
                            told.getMessage().startsWith(file + ": no results of `gradj bench`: "), told.getMessage());
                    assertEquals(1, told.getMessage().lines().count(), told.getMessage());
                    refused++;
                    continue;
                }
                assertTrue(ResultsTable.of(read).startsWith("# Benchmarks of "));
                assertTrue(Crossovers.of(read.withPercentOfPeak()).isEmpty());
                if (read.scores().size() == results.scores().size()) {
                    assertTrue(Comparison.of(results, read).report(1.2).contains(" got slower than 1.2 times"));
                }
            }
        }
        assertTrue(refused > 300, refused + " refused");
    }

    private static final List<String> WRONG = List.of(
            "null",
            "\"x\"",
            "-1",
            "0",
            "1.5",
            "1e400",
            "\"NaN\"",
            "true",
            "[]",
            "[null]",
            "[[]]",
            "{}",
            "{\"a\": null}");

    /** Replaces the value that is the {@code left[0]}-th behind this one. */
    private static boolean replace(JsonElement json, int[] left, JsonElement wrong) {
        if (json.isJsonObject()) {
            for (String name : List.copyOf(json.getAsJsonObject().keySet())) {
                if (left[0]-- == 0) {
                    json.getAsJsonObject().add(name, wrong);
                    return true;
                }
                if (replace(json.getAsJsonObject().get(name), left, wrong)) {
                    return true;
                }
            }
        } else if (json.isJsonArray()) {
            for (int i = 0; i < json.getAsJsonArray().size(); i++) {
                if (left[0]-- == 0) {
                    json.getAsJsonArray().set(i, wrong);
                    return true;
                }
                if (replace(json.getAsJsonArray().get(i), left, wrong)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Cut anywhere, and other files: deep, long, of other bytes. */
    @Test
    void noResultsAtAllAreRefusedInOneLine() throws IOException {
        byte[] whole = ResultsFile.bytes(SampleResults.complete());
        for (int length = 0; length < whole.length - 2; length += 97) {
            Path file = Files.write(folder.resolve("cut.json"), Arrays.copyOf(whole, length));
            assertTrue(refusal(file).startsWith("no results of `gradj bench`: "), refusal(file));
        }
        assertTrue(refusal(file("[".repeat(1 << 20))).startsWith("no results of `gradj bench`: "));
        assertTrue(refusal(file("{\"a\": ".repeat(1 << 18))).startsWith("no results of `gradj bench`: "));
        assertEquals(
                "no results of `gradj bench`: it is no text",
                refusal(Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe, 0})));
        assertEquals(
                "no results of `gradj bench`: it has more than 32 MB",
                refusal(Files.write(folder.resolve("long"), new byte[(32 << 20) + 1])));
    }

    @Test
    void absentFilesAndFoldersAreRefused() {
        assertEquals("there is no such file", refusal(folder.resolve("absent.json")));
        assertEquals("cannot be read: it is a folder", refusal(folder));
    }
}
