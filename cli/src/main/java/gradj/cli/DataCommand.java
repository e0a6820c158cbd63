package gradj.cli;

import gradj.data.IdxFile;
import gradj.data.MappedRows;
import gradj.data.npy.Npy;
import gradj.data.npy.NpyArray;
import gradj.data.npy.Npz;
import gradj.data.table.CategoryColumn;
import gradj.data.table.Column;
import gradj.data.table.NumberColumn;
import gradj.data.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradj data}: what is understood of a table, or of a file of arrays. */
@Command(
        name = "data",
        description = {
            "Show what is understood of a table: its columns, and what stands in them;",
            "or of NumPy's arrays (.npy, .npz), or of an IDX file.",
            "A row of marks is a histogram: ten parts of equal width from the least number to the greatest."
        },
        footer = {"", "Example: gradj data iris.csv"},
        sortOptions = false,
        sortSynopsis = false)
final class DataCommand implements Callable<Integer> {
    private static final int BINS = 10;
    private static final int MOST_CATEGORIES = 10;
    private static final int LONGEST_NAME = 40;

    /** Of a file of images, more are not looked at. */
    private static final int MOST_NUMBERS = 1_000_000;

    /** From nothing to the most. */
    private static final String MARKS = " .:-=+*#%@";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            converter = OptionValues.FileName.class,
            description = "A CSV file, gzipped or not, or a file of arrays.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Mixin
    private final CsvFormatOptions format = new CsvFormatOptions();

    @Option(
            names = "--categories",
            paramLabel = "COLUMN",
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
        Json shown = TableProblems.told(file, () -> switch (kind()) {
            case NPY -> showArrays(Map.of("", Npy.read(file)), out);
            case NPZ -> showArrays(Npz.read(file), out);
            case IDX -> showRows(IdxFile.map(file), out);
            case TABLE ->
                showTable(
                        Table.read(file, format.options().keepMissing().categories(categories.toArray(String[]::new))),
                        out);
        });
        if (json) {
            out.println(shown);
        }
        out.flush();
        return Main.FINE;
    }

    private enum Kind {
        TABLE,
        NPY,
        NPZ,
        IDX
    }

    /** By the file's first bytes; what cannot be read is told by who reads it. */
    private Kind kind() {
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(6), StandardCharsets.ISO_8859_1);
            if (start.equals("\u0093NUMPY")) {
                return Kind.NPY;
            }
            boolean isNpz = start.startsWith("PK") && file.toString().endsWith(".npz");
            return isNpz ? Kind.NPZ : start.startsWith("\0\0") ? Kind.IDX : Kind.TABLE;
        } catch (IOException told) {
            return Kind.TABLE;
        }
    }

    private Json showTable(Table table, PrintWriter out) {
        out.println(file + ": " + Plural.of(table.size(), "row") + " of "
                + Plural.of(table.columns().size(), "column")
                + (table.hasNames() ? "" : " without names"));
        show(table.columns(), "missing", out);
        return new Json()
                .put("file", file.toString())
                .put("rows", table.size())
                .put("columns", table.columns().stream().map(DataCommand::json).toList());
    }

    private Json showArrays(Map<String, NpyArray> arrays, PrintWriter out) {
        out.println(file + ": " + Plural.of(arrays.size(), "array") + " of NumPy");
        List<Column> columns = new ArrayList<>();
        arrays.forEach((name, array) -> columns.add(numbers((name + " " + array).strip(), array.doubles())));
        show(columns, "not finite", out);
        return new Json()
                .put("file", file.toString())
                .put("arrays", columns.stream().map(DataCommand::json).toList());
    }

    private Json showRows(MappedRows rows, PrintWriter out) {
        int each = rows.shape().size();
        int looked = Math.min(rows.count(), Math.max(1, MOST_NUMBERS / Math.max(1, each)));
        double[] values = new double[Math.multiplyExact(looked, each)];
        for (int row = 0; row < looked; row++) {
            rows.read(row, values, row * each);
        }
        out.println(file + ": IDX, " + Plural.of(rows.count(), "row") + " of " + rows.shape()
                + (looked < rows.count() ? "; of the first " + looked : ""));
        Column column = numbers("", values);
        show(List.of(column), "not finite", out);
        return new Json()
                .put("file", file.toString())
                .put("rows", rows.count())
                .put("shape", rows.shape().toString())
                .put("numbers", json(column));
    }

    /** Of which infinite ones are left aside as NaN is. */
    private static NumberColumn numbers(String name, double... values) {
        double[] finite = Arrays.stream(values)
                .map(value -> Double.isFinite(value) ? value : Double.NaN)
                .toArray();
        return Column.numbers(name, finite);
    }

    private static void show(List<Column> columns, String none, PrintWriter out) {
        int width = columns.stream()
                .mapToInt(column -> Math.min(LONGEST_NAME, column.name().length()))
                .max()
                .orElse(1);
        for (Column column : columns) {
            String name =
                    String.format("%-" + Math.max(1, width) + "." + LONGEST_NAME + "s", Terminal.safe(column.name()));
            out.println("  " + name + "  "
                    + (column instanceof NumberColumn numbers ? text(numbers) : text(categories(column)))
                    + (column.missing() == 0 ? "" : ", " + column.missing() + " " + none));
        }
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
