package gradj.cli;

import gradj.data.table.CategoryColumn;
import gradj.data.table.Column;
import gradj.data.table.NumberColumn;
import gradj.data.table.Table;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradj data}: what is understood of a table. */
@Command(
        name = "data",
        description = {
            "Show what is understood of a table: its columns, and what stands in them.",
            "A row of marks is a histogram: ten parts of equal width from the least number to the greatest."
        },
        footer = {"", "Example: gradj data iris.csv"},
        sortOptions = false,
        sortSynopsis = false)
final class DataCommand implements Callable<Integer> {
    private static final int BINS = 10;
    private static final int MOST_CATEGORIES = 10;
    private static final int LONGEST_NAME = 40;

    /** From nothing to the most. */
    private static final String MARKS = " .:-=+*#%@";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            converter = OptionValues.FileName.class,
            description = "A CSV file, gzipped or not.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Mixin
    private final CsvFormatOptions format = new CsvFormatOptions();

    @Option(
            names = "--categories",
            paramLabel = "COLUMN[,COLUMN...]",
            split = ",",
            description = "Columns of numbers that stand for categories.")
    private List<String> categories = List.of();

    @Option(names = "--json", description = "The last line of the output is a JSON object.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Table table = TableProblems.told(
                file,
                () -> Table.read(file, format.options().keepMissing().categories(categories.toArray(String[]::new))));
        out.println(file + ": " + Plural.of(table.size(), "row") + " of "
                + Plural.of(table.columns().size(), "column")
                + (table.hasNames() ? "" : " without names"));
        int width = table.names().stream()
                .mapToInt(name -> Math.min(LONGEST_NAME, name.length()))
                .max()
                .orElse(1);
        for (Column column : table.columns()) {
            String name = String.format("%-" + width + "." + LONGEST_NAME + "s", Terminal.safe(column.name()));
            out.println("  " + name + "  "
                    + (column instanceof NumberColumn numbers ? text(numbers) : text(categories(column)))
                    + (column.missing() == 0 ? "" : ", " + column.missing() + " missing"));
        }
        if (json) {
            out.println(new Json()
                    .put("file", file.toString())
                    .put("rows", table.size())
                    .put(
                            "columns",
                            table.columns().stream().map(DataCommand::json).toList()));
        }
        out.flush();
        return Main.FINE;
    }

    private static CategoryColumn categories(Column column) {
        return (CategoryColumn) column;
    }

    private static String text(NumberColumn column) {
        if (column.missing() == column.size()) {
            return "nothing";
        }
        return String.format(
                Locale.ROOT,
                "numbers     [%s]  %s to %s, mean %s, deviation %s",
                marks(histogram(column)),
                shown(column.least()),
                shown(column.greatest()),
                shown(column.mean()),
                shown(column.deviation()));
    }

    /** To six digits. */
    private static String shown(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
        boolean isPlain = rounded.signum() == 0 || Math.abs(rounded.precision() - rounded.scale()) <= 9;
        return isPlain ? rounded.toPlainString() : rounded.toString();
    }

    private static int[] histogram(NumberColumn column) {
        int[] counts = new int[BINS];
        double least = column.least();
        double width = column.greatest() / BINS - least / BINS;
        for (int row = 0; row < column.size(); row++) {
            if (!column.isMissing(row)) {
                double bin = width == 0 ? 0 : (column.value(row) - least) / width;
                counts[(int) Math.max(0, Math.min(BINS - 1, bin))]++;
            }
        }
        return counts;
    }

    /** The tallest part has the densest mark, and only an empty one has none. */
    private static String marks(int[] counts) {
        int most = IntStream.of(counts).max().orElse(1);
        StringBuilder text = new StringBuilder();
        for (int count : counts) {
            int level = (int) Math.ceil((MARKS.length() - 1) * (double) count / Math.max(1, most));
            text.append(MARKS.charAt(level));
        }
        return text.toString();
    }

    private static String text(CategoryColumn column) {
        int[] counts = column.counts();
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST_CATEGORIES, counts.length); i++) {
            shown.add(Terminal.safe(column.categories().get(i)) + " " + counts[i]);
        }
        int more = counts.length - shown.size();
        return "categories  " + counts.length + ": " + String.join(", ", shown)
                + (more == 0 ? "" : " and " + more + " more");
    }

    private static Json json(Column column) {
        Json json = new Json().put("name", column.name()).put("missing", column.missing());
        if (column instanceof NumberColumn numbers) {
            json.put("type", "numbers");
            if (numbers.missing() < numbers.size()) {
                json.put("least", numbers.least())
                        .put("greatest", numbers.greatest())
                        .put("mean", numbers.mean())
                        .put("deviation", numbers.deviation())
                        .put("median", numbers.median())
                        .put(
                                "histogram",
                                IntStream.of(histogram(numbers)).boxed().toList());
            }
            return json;
        }
        CategoryColumn named = categories(column);
        return json.put("type", "categories")
                .put("categories", named.categories())
                .put("counts", IntStream.of(named.counts()).boxed().toList());
    }
}
