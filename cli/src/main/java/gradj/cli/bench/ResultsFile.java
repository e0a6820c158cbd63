package gradj.cli.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import gradj.cli.bench.Results.MeasuredBackend;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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

    /** A run of everything is a hundredth of it. */
    private static final int MOST_BYTES = 32 << 20;

    /** Speeds, times and rates beyond these are a mistake, and no picture has room for them. */
    private static final double SMALLEST = 1e-15;

    private static final double LARGEST = 1e15;

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
            results = GSON.fromJson(text(file), Results.class);
        } catch (NoSuchFileException absent) {
            throw new BenchmarkException(file + ": there is no such file");
        } catch (CharacterCodingException problem) {
            throw notResults(file, "it is no text");
        } catch (IOException problem) {
            String reason = problem instanceof FileSystemException system && system.getReason() != null
                    ? system.getReason()
                    : String.valueOf(problem.getMessage());
            throw new BenchmarkException(file + ": cannot be read: " + reason);
        } catch (BenchmarkException told) {
            throw told;
        } catch (RuntimeException problem) { // Gson throws many kinds of them, depending on where a value is wrong
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

    private static String text(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new BenchmarkException(file + ": cannot be read: it is a folder");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw notResults(file, "it has more than " + (MOST_BYTES >> 20) + " MB");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    }

    /** Gson leaves out what is missing; here it is told. */
    private static void requireComplete(Path file, Results results) {
        require(file, "date", results.date());
        require(file, "machine", results.machine());
        require(file, "machine.cpu", results.machine().cpu());
        require(file, "machine.os", results.machine().os());
        require(file, "machine.jdk", results.machine().jdk());
        require(file, "machine.commit", results.machine().commit());
        requireAll(file, "machine.flags", results.machine().flags());
        requireAll(file, "backends", results.backends());
        requireAll(file, "refused", results.refused());
        requireAll(file, "leftOut", results.leftOut());
        requireAll(file, "scores", results.scores());
        if (!results.date().matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T.*")) {
            throw notResults(file, "its date is " + results.date() + ", expected one as in 2026-11-22T10:15:30Z");
        }
        for (MeasuredBackend backend : results.backends()) {
            require(file, "the name of one of the backends", backend.name());
            require(file, "backend " + backend.name() + ".device", backend.device());
            require(file, "backend " + backend.name() + ".skipped", backend.skipped());
        }
        List<Score> scores = results.scores();
        for (int i = 0; i < scores.size(); i++) {
            Score score = scores.get(i);
            String where = "scores[" + i + "]";
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
        requireNumber(file, where + ".value", score.value(), SMALLEST);
        score.forks().forEach(fork -> requireNumber(file, where + ".forks", fork, SMALLEST));
        score.rates().forEach((unit, rate) -> requireNumber(file, where + ".rates." + unit, rate, 0));
        if (score.error() != null) {
            requireNumber(file, where + ".error", score.error(), 0);
        }
        if (score.percentOfPeak() != null) {
            requireNumber(file, where + ".percentOfPeak", score.percentOfPeak(), 0);
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

    private static void requireNumber(Path file, String field, @Nullable Double value, double smallest) {
        if (value == null || !(value >= smallest && value <= LARGEST)) { // NaN too
            throw notResults(
                    file,
                    field + " is " + value + ", expected a number " + (smallest > 0 ? "above 0" : "of 0 or more"));
        }
    }

    private static void requireAll(Path file, String field, List<?> values) {
        require(file, field, values);
        for (int i = 0; i < values.size(); i++) {
            require(file, field + "[" + i + "]", values.get(i));
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
