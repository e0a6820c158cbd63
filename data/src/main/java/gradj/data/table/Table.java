package gradj.data.table;

import gradj.io.FileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Rows of named columns, each of numbers or of categories: what a CSV file holds.
 *
 * <pre>{@code
 * Table iris = Table.read(Path.of("iris.csv"));
 * CategoryColumn species = iris.categories("species");
 * }</pre>
 */
public final class Table {
    private static final int MOST_SHOWN = 12;

    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final boolean hasNames;
    private final @Nullable Path file;
    private final Lines lines;

    /** @param lines where in the file each row begins; of a table without a file the rows' numbers, from 1 */
    Table(List<? extends Column> columns, boolean hasNames, @Nullable Path file, Lines lines) {
        for (Column column : columns) {
            if (column.size() != lines.size()) {
                throw new IllegalArgumentException("column \"" + column.name() + "\": expected " + lines.size()
                        + " rows, as column \"" + columns.get(0).name() + "\" has, got " + column.size());
            }
            if (this.columns.put(column.name(), column) != null) {
                throw new IllegalArgumentException(
                        "expected a name for each column, got \"" + column.name() + "\" twice: rename one");
            }
        }
        this.hasNames = hasNames;
        this.file = file;
        this.lines = lines;
    }

    /**
     * Reads a CSV file by the rules of {@link CsvOptions#guessed}.
     *
     * @throws FileException if it cannot be read, or has cells that are not as expected: the first five are named, and how
     *     many there are
     */
    public static Table read(Path file) {
        return read(file, CsvOptions.guessed());
    }

    /**
     * Reads a CSV file.
     *
     * @throws FileException if it cannot be read, or has cells that are not as expected: the first five are named, and how
     *     many there are
     */
    public static Table read(Path file, CsvOptions options) {
        return new TableReader(file, options).read();
    }

    /**
     * A table of these columns.
     *
     * @throws IllegalArgumentException if there are none, two have one name, or they are not of one size
     */
    public static Table of(Column... columns) {
        if (columns.length == 0) {
            throw new IllegalArgumentException("expected a column at least, got none");
        }
        return new Table(List.of(columns), true, null, Lines.from(1, columns[0].size()));
    }

    /** The rows. */
    public int size() {
        return lines.size();
    }

    /** The columns, in the file's order. */
    public List<Column> columns() {
        return List.copyOf(columns.values());
    }

    /** The columns' names, in the file's order. */
    public List<String> names() {
        return List.copyOf(columns.keySet());
    }

    /** Whether the columns have names of their own; else they are called by their numbers, from 1. */
    public boolean hasNames() {
        return hasNames;
    }

    /**
     * The column of this name, or else of this number, from 1.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Column column(String nameOrNumber) {
        Column column = columns.get(nameOrNumber);
        if (column != null) {
            return column;
        }
        boolean isNumber = Numeral.isWhole(nameOrNumber)
                && Integer.parseInt(nameOrNumber) >= 1
                && Integer.parseInt(nameOrNumber) <= columns.size();
        if (isNumber) {
            return columns().get(Integer.parseInt(nameOrNumber) - 1);
        }
        throw new IllegalArgumentException("expected a column " + Problems.quoted(nameOrNumber) + ", found "
                + shown(names()) + ": name one of these, or its number from 1");
    }

    /**
     * The same, of numbers.
     *
     * @throws IllegalArgumentException if there is none, or it is categories
     */
    public NumberColumn numbers(String nameOrNumber) {
        if (column(nameOrNumber) instanceof NumberColumn column) {
            return column;
        }
        throw new IllegalArgumentException("column \"" + nameOrNumber + "\": expected numbers, found categories");
    }

    /**
     * The same, of categories.
     *
     * @throws IllegalArgumentException if there is none, or it is numbers
     */
    public CategoryColumn categories(String nameOrNumber) {
        if (column(nameOrNumber) instanceof CategoryColumn column) {
            return column;
        }
        throw new IllegalArgumentException("column \"" + nameOrNumber
                + "\": expected categories, found numbers: read it with CsvOptions.categories");
    }

    /** The rows with these numbers, from 0, in this order. */
    public Table rows(int... rows) {
        List<Column> parts = new ArrayList<>();
        columns.values().forEach(column -> parts.add(column.rows(rows)));
        return new Table(parts, hasNames, file, lines.rows(rows));
    }

    /**
     * The table without these columns, by name or number.
     *
     * @throws IllegalArgumentException if one of them is none of the table's
     */
    public Table without(String... namesOrNumbers) {
        Set<String> gone = new HashSet<>();
        for (String each : namesOrNumbers) {
            gone.add(column(each).name());
        }
        List<Column> kept = columns.values().stream()
                .filter(column -> !gone.contains(column.name()))
                .toList();
        return new Table(kept, hasNames, file, lines);
    }

    /**
     * The table with this column behind the others, such as targets from another file: {@code
     * rows.with(targets.column("1").named("progression"))}.
     *
     * @throws IllegalArgumentException if it has another number of rows, or a name that is there already
     */
    public Table with(Column column) {
        List<Column> all = new ArrayList<>(columns());
        all.add(column);
        return new Table(all, hasNames, file, lines);
    }

    @Nullable
    Column find(String name) {
        return columns.get(name);
    }

    /** Where a row stands: its line in the file. */
    String place(int row) {
        return (file == null ? "row " : "line ") + lines.at(row);
    }

    /** That something is wrong with the table: the file's name in front, if there is one. */
    RuntimeException problem(String text) {
        return file == null ? new IllegalArgumentException("table: " + text) : new FileException(file, text);
    }

    /** Names for a message: all, or the first and how many more. */
    static String shown(List<String> names) {
        StringJoiner text = new StringJoiner(", ");
        for (String name : names.subList(0, Math.min(names.size(), MOST_SHOWN))) {
            text.add(Problems.quoted(name));
        }
        return text + (names.size() > MOST_SHOWN ? " and " + (names.size() - MOST_SHOWN) + " more" : "");
    }

    /** The rows, and a line for each column with what stands in it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(count(size(), "row") + " of " + count(columns.size(), "column"));
        columns.values().forEach(column -> text.append('\n').append(column));
        return text.toString();
    }

    private static String count(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
