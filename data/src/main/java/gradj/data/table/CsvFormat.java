package gradj.data.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import gradj.data.table.CsvFile.Row;
import gradj.io.FileException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a CSV file's beginning tells of it; the rules are told at {@link CsvOptions#guessed}.
 *
 * @param skipped how many of the first rows are none of the table
 * @param firstLine in which the table's first row begins, from 1; 0 if there is none in the file's beginning
 * @param names of the columns; their numbers if the file has no names
 * @param rows how many the file says that it has; -1 if it does not
 * @param classNames of the numbers 0, 1, ... in the last column; none if the file has no such list
 */
record CsvFormat(
        char delimiter,
        int skipped,
        int firstLine,
        boolean hasNames,
        List<String> names,
        long rows,
        List<String> classNames) {
    private static final int SAMPLE_ROWS = 100;
    private static final int SAMPLE_CHARACTERS = 1 << 20;

    /** Commas and blanks stand within numbers and texts as well, the others rarely: so they come last. */
    private static final char[] DELIMITERS = {'\t', ';', '|', ',', ' '};

    static CsvFormat of(CsvFile file, CsvOptions options) {
        String beginning = file.beginning(SAMPLE_CHARACTERS);
        if (beginning.indexOf('\0') >= 0) {
            throw new FileException(file.path(), "expected a CSV file, found no text: save the table as \"CSV UTF-8\"");
        }
        boolean tellsDelimiter = beginning.matches("(?is)sep=[^\"\\r\\n](\\r?\\n.*)?");
        char delimiter = options.delimiter != null
                ? options.delimiter
                : tellsDelimiter ? beginning.charAt("sep=".length()) : guess(file, beginning);
        List<Row> sample;
        try {
            sample = sample(file, beginning, delimiter);
        } catch (CsvParseException e) {
            throw new FileException(file.path(), CsvFile.problem(e), e);
        }
        int skipped = tellsDelimiter ? 1 : 0;
        sample = sample.subList(Math.min(skipped, sample.size()), sample.size());
        if (sample.isEmpty()) {
            throw new FileException(file.path(), "expected a table, found no row: get the file again");
        }
        String[] first = sample.get(0).cells();
        if (options.header == null
                && sample.size() > 1
                && isCount(first, sample.get(1).cells())) {
            return new CsvFormat(
                    delimiter,
                    skipped + 1,
                    line(sample, 1),
                    false,
                    numbers(sample.get(1).cells().length),
                    Long.parseLong(first[0]),
                    List.of(first).subList(2, first.length));
        }
        boolean hasNames = options.header != null ? options.header : areNames(first, sample, options);
        List<String> names = hasNames ? names(file, sample.get(0)) : numbers(first.length);
        int above = hasNames ? 1 : 0;
        return new CsvFormat(delimiter, skipped + above, line(sample, above), hasNames, names, -1, List.of());
    }

    private static int line(List<Row> sample, int row) {
        return row < sample.size() ? (int) sample.get(row).line() : 0;
    }

    /** The first rows; not the last one of a beginning, which may be a part of a row. */
    private static List<Row> sample(CsvFile file, String beginning, char delimiter) {
        boolean isAll = beginning.length() < SAMPLE_CHARACTERS;
        String lines = isAll ? beginning : beginning.substring(0, beginning.lastIndexOf('\n') + 1);
        List<Row> sample = new ArrayList<>();
        try {
            file.rows(new StringReader(lines.isEmpty() ? beginning : lines), delimiter, row -> {
                sample.add(row);
                return sample.size() <= SAMPLE_ROWS;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CsvParseException e) {
            if (isAll || sample.size() < 2) {
                throw e;
            }
        }
        return sample;
    }

    private static char guess(CsvFile file, String beginning) {
        char best = ',';
        double bestShare = 0;
        for (char delimiter : DELIMITERS) {
            double share = 0;
            try {
                share = shareOfEqualRows(sample(file, beginning, delimiter));
            } catch (CsvParseException notThisOne) {
                // its quotes do not fit: another delimiter's may
            }
            if (share > bestShare && (delimiter != ' ' || share == 1)) {
                best = delimiter;
                bestShare = share;
            }
        }
        return best;
    }

    /** Of the rows but the first, the share of those that have the most frequent number of cells, two or more. */
    private static double shareOfEqualRows(List<Row> sample) {
        List<Row> rows = sample.size() > 1 ? sample.subList(1, sample.size()) : sample;
        Map<Integer, Integer> counts = new HashMap<>();
        int most = 0;
        for (Row row : rows) {
            int cells = row.cells().length;
            most = Math.max(most, cells < 2 ? 0 : counts.merge(cells, 1, Integer::sum));
        }
        return rows.isEmpty() ? 0 : (double) most / rows.size();
    }

    private static boolean isCount(String[] first, String[] second) {
        return first.length > 2
                && Numeral.isWhole(first[0])
                && Numeral.isWhole(first[1])
                && Integer.parseInt(first[1]) == second.length - 1
                && Arrays.stream(first).skip(2).noneMatch(Numeral::isNumber)
                && Arrays.stream(second).allMatch(Numeral::isNumber);
    }

    private static boolean areNames(String[] first, List<Row> sample, CsvOptions options) {
        Set<String> distinct = new HashSet<>();
        boolean areDistinct = true;
        boolean hasNumbers = false;
        boolean countsOn = true;
        String before = "";
        for (String cell : first) {
            if (Numeral.isNumber(cell) || Numeral.isNearlyNumber(cell)) {
                hasNumbers = true;
                countsOn &= Numeral.isWhole(cell)
                        && (before.isEmpty() || Integer.parseInt(cell) == Integer.parseInt(before) + 1);
                before = countsOn ? cell : "";
            } else if (!cell.isEmpty()) {
                areDistinct &= distinct.add(cell);
            }
        }
        if (distinct.isEmpty()) {
            return false;
        }
        for (int column = 0; countsOn && column < first.length; column++) {
            if (isTextOverNumbers(column, first[column], sample, options)) {
                return true;
            }
        }
        return !hasNumbers && areDistinct && noneStandsAgain(first, sample);
    }

    private static boolean noneStandsAgain(String[] first, List<Row> sample) {
        for (Row row : sample.subList(1, sample.size())) {
            for (int column = 0; column < Math.min(first.length, row.cells().length); column++) {
                if (!first[column].isEmpty() && first[column].equals(row.cells()[column])) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isTextOverNumbers(int column, String top, List<Row> sample, CsvOptions options) {
        if (Numeral.isNumber(top) || Numeral.isNearlyNumber(top) || options.isMissing(top)) {
            return false;
        }
        int numbers = 0;
        for (Row row : sample.subList(1, sample.size())) {
            String cell = column < row.cells().length ? row.cells()[column] : "";
            if (Numeral.isNumber(cell) || Numeral.isNearlyNumber(cell)) {
                numbers++;
            } else if (!options.isMissing(cell)) {
                return false;
            }
        }
        return numbers > 0;
    }

    private static List<String> names(CsvFile file, Row row) {
        Map<String, Integer> places = new LinkedHashMap<>();
        for (String cell : row.cells()) {
            int place = places.size() + 1;
            String name = cell.isEmpty() ? Integer.toString(place) : cell;
            Integer former = places.putIfAbsent(name, place);
            if (former != null) {
                throw new FileException(
                        file.path(),
                        "line " + row.line() + ": expected a name for each column, found \"" + name + "\" for column "
                                + former + " and for column " + place
                                + ": rename one; if this line is no names: CsvOptions.header(false)");
            }
        }
        return List.copyOf(places.keySet());
    }

    private static List<String> numbers(int columns) {
        List<String> numbers = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            numbers.add(Integer.toString(i));
        }
        return List.copyOf(numbers);
    }
}
