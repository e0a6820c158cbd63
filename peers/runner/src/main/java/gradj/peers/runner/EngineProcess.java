package gradj.peers.runner;

import gradj.peers.Gradient;
import gradj.peers.Problem;
import gradj.peers.Result;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs an engine as a process of its own, and judges the gradient that it leaves. */
final class EngineProcess {
    private static final String SKIPPED = "skipped=";
    private static final int MOST_MINUTES = 10;

    private final Path folder;
    private final double seconds;

    /**
     * @param folder for files of a run; exists
     * @param seconds of warming up, and again of timing
     */
    EngineProcess(Path folder, double seconds) {
        this.folder = folder;
        this.seconds = seconds;
    }

    /** One measurement of the problem, which lies in this file too. */
    Outcome run(EngineCommand command, Problem problem, Path problemFile, Agreement agreement)
            throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Path errors = folder.resolve("errors.txt");
        Path gradient = folder.resolve("gradient.bin");
        Files.deleteIfExists(gradient);
        List<String> words = new ArrayList<>(command.words());
        words.addAll(List.of(problemFile.toString(), gradient.toString(), "" + seconds, "" + seconds));
        Process process;
        try {
            process = new ProcessBuilder(words)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
        } catch (IOException failure) {
            return new Outcome.Skipped(words.get(0) + " cannot be started");
        }
        if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
            return new Outcome.Refused("it did not end within " + MOST_MINUTES + " minutes");
        }
        if (process.exitValue() != 0) {
            return new Outcome.Refused("it ended with exit code " + process.exitValue() + ": " + lastLine(errors));
        }
        return judge(lastLine(output), gradient, problem, agreement);
    }

    /** What an engine that ended well printed and left says. */
    static Outcome judge(String line, Path gradient, Problem problem, Agreement agreement) throws IOException {
        if (line.startsWith(SKIPPED)) {
            return new Outcome.Skipped(line.substring(SKIPPED.length()));
        }
        Result result;
        try {
            result = Result.parse(line);
        } catch (IllegalArgumentException failure) {
            return new Outcome.Refused("it printed no result: " + failure.getMessage());
        }
        if (!Files.exists(gradient)) {
            return new Outcome.Refused("it wrote no gradient");
        }
        Gradient found = Gradient.read(gradient, problem);
        Optional<String> complaint = agreement.complaint(found);
        return complaint.isPresent()
                ? new Outcome.Refused(complaint.get())
                : new Outcome.Measured(result, agreement.difference(found));
    }

    /** The last line that is not blank; empty if there is none. */
    private static String lastLine(Path file) throws IOException {
        return new String(Files.readAllBytes(file), Charset.defaultCharset())
                .lines()
                .filter(line -> !line.isBlank())
                .reduce("", (earlier, later) -> later.strip());
    }
}
