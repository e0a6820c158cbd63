package gradj.peers.runner;

import gradj.peers.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results of a sitting as a Markdown table: a row an engine, the first engine's being the one to compare with. */
final class ResultTable {
    private final List<String> problems;

    /** By engine, then by problem: the results of all rounds. */
    private final Map<String, Map<String, List<Result>>> results = new LinkedHashMap<>();

    /** @param problems names of the problems, in the order of their columns */
    ResultTable(List<String> problems) {
        this.problems = List.copyOf(problems);
    }

    /** Adds the result of a round; rows stand in the order in which engines come first. */
    void add(String engine, String problem, Result result) {
        results.computeIfAbsent(engine, name -> new LinkedHashMap<>())
                .computeIfAbsent(problem, name -> new ArrayList<>())
                .add(result);
    }

    /** Takes an engine out, with all that it measured. */
    void remove(String engine) {
        results.remove(engine);
    }

    /**
     * The table. A median is the rounds' median of the medians, with the smallest and largest of them behind it; best is the
     * fastest call of all rounds; the ratio is that of the medians.
     *
     * @param reference the engine to compare with
     */
    String markdown(String reference) {
        StringBuilder text = new StringBuilder("| engine | threads | size, MB |");
        StringBuilder rule = new StringBuilder("|---|---|---|");
        for (String problem : problems) {
            text.append(' ')
                    .append(problem)
                    .append(": median, µs (rounds) | best, µs | × ")
                    .append(reference)
                    .append(" |");
            rule.append("---|---|---|");
        }
        text.append('\n').append(rule).append('\n');
        results.forEach((engine, byProblem) -> text.append(row(byProblem, reference)));
        return text.toString();
    }

    private String row(Map<String, List<Result>> byProblem, String reference) {
        Result any = byProblem.values().iterator().next().get(0);
        StringBuilder row = new StringBuilder("| " + any.engine() + " " + any.version() + " | "
                + (any.threads() == 0 ? "?" : any.threads()) + " | " + size(any) + " |");
        for (String problem : problems) {
            List<Result> rounds = byProblem.getOrDefault(problem, List.of());
            if (rounds.isEmpty()) {
                row.append(" | | |");
                continue;
            }
            double[] medians =
                    rounds.stream().mapToDouble(Result::median).sorted().toArray();
            row.append(' ').append(format(median(rounds)));
            row.append(" (").append(format(medians[0])).append(" to ").append(format(medians[medians.length - 1]));
            row.append(") | ");
            row.append(format(rounds.stream().mapToDouble(Result::best).min().orElseThrow()));
            List<Result> others = results.getOrDefault(reference, Map.of()).getOrDefault(problem, List.of());
            row.append(others.isEmpty() ? " | |" : ratio(rounds, others));
        }
        return row.append('\n').toString();
    }

    private static String size(Result result) {
        String libraries = format(result.bytes() / 1e6);
        return result.unpackedBytes() == 0 ? libraries : libraries + " + " + format(result.unpackedBytes() / 1e6);
    }

    private static String ratio(List<Result> rounds, List<Result> others) {
        return String.format(Locale.ROOT, " | %.2f |", median(rounds) / median(others));
    }

    private static double median(List<Result> rounds) {
        double[] medians = rounds.stream().mapToDouble(Result::median).sorted().toArray();
        int middle = medians.length / 2;
        return medians.length % 2 == 1 ? medians[middle] : (medians[middle - 1] + medians[middle]) / 2;
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
    }
}
