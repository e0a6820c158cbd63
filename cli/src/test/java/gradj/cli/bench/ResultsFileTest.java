package gradj.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @Test
    void absentFilesAndFoldersAreRefused() {
        assertEquals("there is no such file", refusal(folder.resolve("absent.json")));
        assertTrue(refusal(folder).startsWith("cannot be read: "));
    }
}
