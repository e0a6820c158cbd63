package gradj.data.table;

import gradj.data.table.CsvFile.Row;
import gradj.io.FileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a CSV file: once for its beginning, once for its numbers, and once more if there are columns of categories. A file
 * of plain numbers is read another, faster way: {@link PlainNumbers}.
 */
final class TableReader {
    private final Path path;
    private final CsvOptions options;
    private final CsvFile file;
    private final CsvFormat format;
    private final Map<String, ColumnKind> kinds;

    private int[] lines = new int[16];
    private int rows;
    private Problems unevenRows = new Problems();

    TableReader(Path path, CsvOptions options) {
        this.path = path;
        this.options = options;
        this.file = new CsvFile(path, options.charset, options.comment);
        this.format = CsvFormat.of(file, options);
        this.kinds = kinds();
    }

    Table read() {
        Optional<List<Numbers>> plain =
                kinds.containsValue(ColumnKind.CATEGORIES) ? Optional.empty() : file.plainNumbers(format, options);
        return plain.isPresent() ? table(plain.get()) : readRows();
    }

    private Table table(List<Numbers> plain) {
        List<Column> columns = new ArrayList<>();
        for (Numbers numbers : plain) {
            columns.add(new NumberColumn(format.names().get(columns.size()), numbers));
        }
        rows = plain.get(0).size();
        requireRows();
        return table(columns, Lines.from(format.firstLine(), rows));
    }

    /** Row by row, as any file may be. */
    Table readRows() {
        List<ColumnReader> columns = new ArrayList<>();
        for (String name : format.names()) {
            columns.add(new ColumnReader(options, name, columns.size() + 1, format.hasNames(), kinds.get(name)));
        }
        read(columns);
        int rowsBefore = rows;
        List<ColumnReader> categories =
                columns.stream().filter(ColumnReader::turnsOutAsCategories).toList();
        if (!categories.isEmpty()) {
            categories.forEach(ColumnReader::startCategories);
            read(categories);
        }
        if (rows != rowsBefore) {
            throw new FileException(path, "changed while it was read: read it again");
        }
        requireNoProblem(columns);
        return table(columns.stream().map(ColumnReader::column).toList(), new Lines(0, rows, lines));
    }

    private Table table(List<Column> columns, Lines itsLines) {
        List<Column> named = new ArrayList<>(columns);
        int last = columns.size() - 1;
        if (!format.classNames().isEmpty()) {
            named.set(last, classes(columns.get(last), itsLines));
        }
        return new Table(named, format.hasNames(), path, itsLines);
    }

    /** What is known of the columns, by their names. */
    private Map<String, ColumnKind> kinds() {
        Map<String, ColumnKind> known = new HashMap<>();
        if (options.preparation != null) {
            known.putAll(options.preparation.kinds(format.names(), format.hasNames()));
        }
        options.numbers.forEach(column -> known.put(name(column), ColumnKind.NUMBERS));
        options.categories.forEach(column -> known.put(name(column), ColumnKind.CATEGORIES));
        return known;
    }

    /** The column of this name, or else of this number. */
    private String name(String column) {
        List<String> names = format.names();
        if (names.contains(column)) {
            return column;
        }
        if (Numeral.isWhole(column) && Integer.parseInt(column) > 0 && Integer.parseInt(column) <= names.size()) {
            return names.get(Integer.parseInt(column) - 1);
        }
        throw new FileException(
                path,
                "expected a column " + Problems.quoted(column) + ", as the options say, found " + Table.shown(names)
                        + ": name one of these");
    }

    private void read(List<ColumnReader> columns) {
        rows = -format.skipped();
        unevenRows = new Problems();
        file.rows(format.delimiter(), row -> {
            if (rows >= 0) {
                add(row, columns);
            }
            rows++;
            return true;
        });
        lines = Arrays.copyOf(lines, Math.max(rows, 0));
        requireRows();
    }

    private void requireRows() {
        if (rows < 1) {
            throw new FileException(path, "expected rows below the columns' names, found none: get the file again");
        }
        if (format.rows() >= 0 && format.rows() != rows) {
            throw new FileException(
                    path,
                    "expected " + format.rows() + " rows, as its first line says, found " + rows
                            + ": get it again; if that line is a row: CsvOptions.header(false)");
        }
    }

    private void add(Row row, List<ColumnReader> columns) {
        if (rows == lines.length) {
            lines = Arrays.copyOf(lines, (int) Math.min(Integer.MAX_VALUE - 8, rows + (rows >> 1) + 16L));
        }
        lines[rows] = (int) Math.min(Integer.MAX_VALUE, row.line());
        String[] cells = row.cells();
        if (cells.length != format.names().size()) {
            unevenRows.add(
                    row.line(),
                    "line " + row.line() + ": expected " + format.names().size()
                            + " values, as in the first line, found " + cells.length,
                    "write each row in one line with a " + named(format.delimiter())
                            + " between two values; if that is no delimiter: CsvOptions.delimiter");
            return;
        }
        for (ColumnReader column : columns) {
            column.add(row.line(), cells[column.index()]);
        }
    }

    private static String named(char delimiter) {
        return switch (delimiter) {
            case '\t' -> "tab";
            case ' ' -> "blank";
            case ',' -> "comma";
            case ';' -> "semicolon";
            default -> Character.toString(delimiter);
        };
    }

    private void requireNoProblem(List<ColumnReader> columns) {
        Problems problems = unevenRows;
        columns.forEach(column -> problems.addAll(column.problems()));
        if (!problems.isEmpty()) {
            throw new FileException(path, problems.describe());
        }
    }

    /** The numbers of classes that the file has names for become categories of these names. */
    private CategoryColumn classes(Column column, Lines itsLines) {
        int classes = format.classNames().size();
        int[] codes = new int[column.size()];
        for (int row = 0; row < codes.length; row++) {
            String number = column.text(row);
            if (!Numeral.isWhole(number) || Integer.parseInt(number) >= classes) {
                throw new FileException(
                        path,
                        "line " + itsLines.at(row) + ", column " + column.name()
                                + ": expected the number of a class, 0 to " + (classes - 1)
                                + ", as the first line names " + classes + ", found \"" + number + "\": correct it");
            }
            codes[row] = Integer.parseInt(number);
        }
        return new CategoryColumn(column.name(), format.classNames(), codes);
    }
}
