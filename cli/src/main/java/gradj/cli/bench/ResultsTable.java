package gradj.cli.bench;

import gradj.cli.bench.Results.MeasuredBackend;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The results as a page of Markdown. */
final class ResultsTable {
    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private ResultsTable(Results results) {
        this.results = results;
    }

    static String of(Results results) {
        ResultsTable table = new ResultsTable(results);
        table.addMachine();
        table.addRulers();
        table.addScores();
        table.addCrossovers();
        table.addList("Refused", results.refused());
        table.addList("Left out, for want of time", results.leftOut());
        return table.text.toString();
    }

    /** A benchmark's name for people: {@code DotBenchmark.dot} is {@code dot}, {@code ElementwiseBenchmark.exp} elementwise exp. */
    static String title(String operation) {
        String[] name = operation.split(" ", 2)[0].split("Benchmark\\.", 2);
        String words = name.length == 1 || endsWith(name[0], name[1]) ? name[0] : name[0] + " " + name[1];
        return words.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }

    private static boolean endsWith(String name, String method) {
        return name.toLowerCase(Locale.ROOT).endsWith(method.toLowerCase(Locale.ROOT));
    }

    private void addMachine() {
        Machine machine = results.machine();
        line("# Benchmarks of %s%s"
                .formatted(results.date().substring(0, 10), results.quick() ? ", the quick selection" : ""));
        line("");
        line("%s, %d cores; %s; Java %s; gradj %s"
                .formatted(machine.cpu(), machine.cores(), machine.os(), machine.jdk(), machine.commit()));
        line("");
        line("| backend | ran on |");
        line("|---|---|");
        for (MeasuredBackend backend : results.backends()) {
            line("| `%s` | %s |"
                    .formatted(
                            backend.name(),
                            backend.skipped().isEmpty() ? backend.device() : "skipped: " + backend.skipped()));
        }
    }

    private void addRulers() {
        line("");
        line("## The machine's limits");
        line("");
        line("| ruler | threads | measured |");
        line("|---|---|---|");
        results.scores().stream().filter(Rulers::isRuler).forEach(ruler -> {
            String bytes = ruler.parameter("bytes");
            line("| %s%s | %s | %s |"
                    .formatted(
                            title(ruler.benchmark()),
                            bytes.isEmpty() ? "" : String.format(Locale.ROOT, ", %,d bytes", Long.parseLong(bytes)),
                            ruler.parameter("threads"),
                            rates(ruler)));
        });
    }

    private void addScores() {
        line("");
        line("## Time of a call");
        line("");
        line("The median of the forks, in brackets their smallest and largest; below, what follows from it.");
        Map<String, List<Score>> tables = results.scores().stream()
                .filter(score -> !Rulers.isRuler(score))
                .sorted(Comparator.comparingInt(score -> score.length().orElse(Integer.MAX_VALUE)))
                .collect(Collectors.groupingBy(Score::benchmark, LinkedHashMap::new, Collectors.toList()));
        tables.forEach((benchmark, scores) -> {
            List<String> backends =
                    scores.stream().map(Score::backend).distinct().toList();
            line("");
            line("### %s".formatted(title(benchmark)));
            line("");
            line("| | %s |"
                    .formatted(backends.stream().map(name -> "`" + name + "`").collect(Collectors.joining(" | "))));
            line("|---|%s".formatted("---|".repeat(backends.size())));
            scores.stream()
                    .collect(Collectors.groupingBy(Score::work, LinkedHashMap::new, Collectors.toList()))
                    .forEach((work, row) -> line("| %s | %s |".formatted(parameters(work), cells(row, backends))));
        });
    }

    private static String cells(List<Score> row, List<String> backends) {
        return backends.stream()
                .map(backend -> row.stream()
                        .filter(score -> score.backend().equals(backend))
                        .findFirst()
                        .map(ResultsTable::cell)
                        .orElse("-"))
                .collect(Collectors.joining(" | "));
    }

    private static String cell(Score score) {
        double smallest = score.forks().stream()
                .mapToDouble(fork -> microseconds(score, fork))
                .min()
                .orElse(0);
        double largest = score.forks().stream()
                .mapToDouble(fork -> microseconds(score, fork))
                .max()
                .orElse(0);
        String spread = score.forks().size() > 1 ? " (" + number(smallest) + "-" + number(largest) + ")" : "";
        String rates = rates(score);
        String percent =
                score.percentOfPeak() == null ? "" : String.format(Locale.ROOT, ", %.0f %%", score.percentOfPeak());
        return number(score.microseconds()) + " us" + spread + (rates.isEmpty() ? "" : "<br>" + rates + percent);
    }

    private static double microseconds(Score score, double value) {
        return score.unit().equals(Score.CALLS) ? 1000 / value : value;
    }

    private static String rates(Score score) {
        return score.rates().entrySet().stream()
                .filter(rate -> !rate.getKey().equals(Score.ALLOCATED)
                        || score.benchmark().startsWith("TrainingStep"))
                .map(rate -> number(rate.getValue()) + " " + rate.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String parameters(String work) {
        String[] name = work.split(" ", 2);
        return name.length == 1
                ? ""
                : name[1].replace("dtype=", "").replace("FLOAT", "float").replace("size=", "");
    }

    private void addCrossovers() {
        List<Crossovers> crossovers = Crossovers.of(results);
        if (crossovers.isEmpty()) {
            return;
        }
        line("");
        line("## The fastest backend, by size");
        line("");
        line("n of square matrices, or hidden neurons of a net.");
        line("");
        line("| operation | fastest |");
        line("|---|---|");
        crossovers.forEach(each -> line(
                "| %s %s | %s |".formatted(title(each.operation()), parameters(each.operation()), each.summary())));
    }

    private void addList(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            line("");
            line("## %s".formatted(title));
            line("");
            lines.forEach(each -> line("- %s".formatted(each)));
        }
    }

    /** Three digits, and no exponent. */
    private static String number(double value) {
        int decimals = value <= 0 ? 0 : Math.max(0, 2 - (int) Math.floor(Math.log10(value)));
        return String.format(Locale.ROOT, "%,." + Math.min(decimals, 6) + "f", value);
    }

    private void line(String content) {
        text.append(content).append('\n');
    }
}
