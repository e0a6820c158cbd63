package gradj.cli.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link Results} as JSON. */
public final class ResultsFile {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private ResultsFile() {}

    /** The bytes of the file. */
    public static byte[] bytes(Results results) {
        return (GSON.toJson(results) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a file that {@code gradj bench} wrote.
     *
     * @throws BenchmarkException if it cannot be read, or is no such file
     */
    public static Results read(Path file) {
        @Nullable Results results;
        try {
            results = GSON.fromJson(Files.readString(file, StandardCharsets.UTF_8), Results.class);
        } catch (NoSuchFileException absent) {
            throw new BenchmarkException(file + ": there is no such file");
        } catch (MalformedInputException problem) {
            throw notResults(file, "it is no text");
        } catch (IOException problem) {
            String reason = problem instanceof FileSystemException system && system.getReason() != null
                    ? system.getReason()
                    : String.valueOf(problem.getMessage());
            throw new BenchmarkException(file + ": cannot be read: " + reason);
        } catch (JsonParseException problem) {
            Throwable cause = problem.getCause() == null ? problem : problem.getCause();
            throw notResults(
                    file, String.valueOf(cause.getMessage()).lines().findFirst().orElse("no JSON"));
        }
        if (results == null) {
            throw notResults(file, "it is empty");
        }
        if (results.format() != Results.FORMAT) {
            throw notResults(file, "its format is " + results.format() + ", expected " + Results.FORMAT);
        }
        requireComplete(file, results);
        return results;
    }

    /** Gson leaves out what is missing; here it is told. */
    private static void requireComplete(Path file, Results results) {
        require(file, "date", results.date());
        require(file, "machine", results.machine());
        require(file, "machine.cpu", results.machine().cpu());
        require(file, "backends", results.backends());
        require(file, "refused", results.refused());
        require(file, "leftOut", results.leftOut());
        require(file, "scores", results.scores());
        if (!results.date().matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T.*")) {
            throw notResults(file, "its date is " + results.date() + ", expected one as in 2026-11-22T10:15:30Z");
        }
        List<Score> scores = results.scores();
        for (int i = 0; i < scores.size(); i++) {
            Score score = scores.get(i);
            String where = "scores[" + i + "]";
            require(file, where, score);
            require(file, where + ".benchmark", score.benchmark());
            require(file, where + ".parameters", score.parameters());
            require(file, where + ".forks", score.forks());
            require(file, where + ".rates", score.rates());
            requireSpeed(file, where, score);
        }
    }

    private static void requireSpeed(Path file, String where, Score score) {
        if (!Score.CALLS.equals(score.unit()) && !Score.TIME.equals(score.unit())) {
            throw notResults(
                    file, where + ".unit is " + score.unit() + ", expected " + Score.CALLS + " or " + Score.TIME);
        }
        if (!(score.value() > 0 && score.value() < Double.POSITIVE_INFINITY)) {
            throw notResults(file, where + ".value is " + score.value() + ", expected a number above 0");
        }
        for (Map.Entry<String, String> parameter : score.parameters().entrySet()) {
            require(file, where + ".parameters." + parameter.getKey(), parameter.getValue());
        }
        if (score.benchmark().startsWith("CopyBenchmark.")
                && !(score.parameter("bytes").matches("[1-9][0-9]{0,17}")
                        && score.parameter("threads").matches("[1-9][0-9]{0,8}"))) {
            throw notResults(file, where + ".parameters: expected numbers of bytes and threads");
        }
    }

    private static void require(Path file, String field, @Nullable Object value) {
        if (value == null) {
            throw notResults(file, field + " is missing");
        }
    }

    private static BenchmarkException notResults(Path file, String reason) {
        return new BenchmarkException(file + ": no results of `gradj bench`: " + reason);
    }
}
