package gradj.peers.runner;

import gradj.peers.Problem;
import gradj.peers.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs all engines in turn, several rounds, and writes one table. What disturbs the machine for a while disturbs every engine
 * of that round.
 */
public final class Sitting {
    private static final String REFERENCE = "gradj vector";

    private final SittingOptions options;
    private final List<Problem> problems = List.of(Problem.make(784, 50, 10, 100), Problem.make(784, 1024, 10, 256));
    private final ResultTable table =
            new ResultTable(problems.stream().map(Problem::name).toList());

    /** Why engines are not in the table. */
    private final Map<String, String> missing = new LinkedHashMap<>();

    private boolean refused;

    private Sitting(SittingOptions options) {
        this.options = options;
    }

    /** Runs a sitting; its options are those of {@code peers/run}. Exit code 1 if an engine was refused, 2 on bad usage. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        SittingOptions options;
        try {
            options = SittingOptions.parse(LocalDate.now(ZoneId.systemDefault()), arguments);
        } catch (IllegalArgumentException failure) {
            System.err.println("peers/run: " + failure.getMessage());
            System.exit(2);
            return;
        }
        Sitting sitting = new Sitting(options);
        sitting.run();
        System.exit(sitting.refused ? 1 : 0);
    }

    private void run() throws IOException, InterruptedException {
        String machine = Machine.describe();
        Path folder = Files.createDirectories(options.peers().resolve("target/sitting"));
        EngineProcess process = new EngineProcess(folder, options.seconds());
        List<EngineCommand> engines = new ArrayList<>(EngineCommand.all(options.peers(), options.python()));
        List<Agreement> agreements = problems.stream().map(Agreement::new).toList();
        for (int round = 1; round <= options.rounds(); round++) {
            for (int i = 0; i < problems.size(); i++) {
                Problem problem = problems.get(i);
                Path file = folder.resolve("problem.bin");
                problem.write(file);
                for (EngineCommand engine : List.copyOf(engines)) {
                    Outcome outcome = process.run(engine, problem, file, agreements.get(i));
                    if (!keep(engine.name(), problem.name(), outcome, "round " + round)) {
                        engines.remove(engine);
                    }
                }
            }
        }
        String report = report(machine);
        Files.createDirectories(options.out().toAbsolutePath().getParent());
        Files.writeString(options.out(), report);
        System.out.println("\n" + report);
        System.err.println("Written to " + options.out());
    }

    /** Takes note of an outcome, and says whether the engine is to be run again. */
    private boolean keep(String engine, String problem, Outcome outcome, String round) {
        String label = round + ", " + problem + ", " + engine + ": ";
        if (outcome instanceof Outcome.Measured measured) {
            Result result = measured.result();
            table.add(engine, problem, result);
            System.err.printf(
                    "%s%.0f us (quartiles %.0f and %.0f, best %.0f, %d calls), %.0e from the float64 gradient%n",
                    label,
                    result.median(),
                    result.lowerQuartile(),
                    result.upperQuartile(),
                    result.best(),
                    result.calls(),
                    measured.difference());
            return true;
        }
        table.remove(engine);
        if (outcome instanceof Outcome.Skipped skipped) {
            missing.put(engine, "skipped, " + skipped.reason());
        } else if (outcome instanceof Outcome.Refused bad) {
            refused = true;
            missing.put(engine, "refused on " + problem + ", " + bad.reason());
        }
        System.err.println(label + missing.get(engine));
        return false;
    }

    private String report(String machine) {
        StringBuilder text = new StringBuilder("# One gradient, engine by engine\n\n");
        text.append("float32, ReLU net with two affine layers, mean softmax cross entropy; ")
                .append("every gradient agrees with gradj's float64 gradient to ")
                .append(String.format(Locale.ROOT, "%.0e", Agreement.BOUND))
                .append(" of its norm.\n\n")
                .append(machine)
                .append(" Rounds: ")
                .append(options.rounds())
                .append("; a process of its own for each figure, ")
                .append(options.seconds())
                .append(" s of warming up and ")
                .append(options.seconds())
                .append(" s of timing.\n\n")
                .append(table.markdown(REFERENCE));
        if (!missing.isEmpty()) {
            text.append("\nNot in the table:\n\n");
        }
        missing.forEach((engine, reason) ->
                text.append("- ").append(engine).append(": ").append(reason).append('\n'));
        return text.append("\nSize: the libraries with their natives, + what they unpack on disk when they start; ")
                .append(
                        "Java and Python are not counted. Rounds: the smallest and the largest of the rounds' medians. ")
                .append("×: the median divided by that of ")
                .append(REFERENCE)
                .append(".\n")
                .toString();
    }
}
