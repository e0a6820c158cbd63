package gradj.data.table;

import gradj.spi.DType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A column while its file is read: taken for numbers until most of it is none. */
final class ColumnReader {
    private static final String CORRECT = "correct it, or read the column as categories: CsvOptions.categories";
    private static final String IF_NAMES = "; if the first line is names: CsvOptions.header(true)";

    private final CsvOptions options;
    private final String name;
    private final int index;
    private final String place;
    private final boolean hasNames;
    private final boolean areMissingNumbers;
    private final boolean mustBeNumbers;
    private final boolean isFloat;
    private boolean isCategories;

    private Numbers.Builder numbers = new Numbers.Builder();
    private int[] codes = new int[0];
    private Dictionary dictionary = new Dictionary();
    private int size;

    private Problems missing = new Problems();
    private Problems notNumbers = new Problems();
    private long likeNumbers;
    private long otherTexts;

    /**
     * @param number of the column, from 1
     * @param kind of what it is; null if its values tell
     */
    ColumnReader(CsvOptions options, String name, int number, boolean hasNames, @Nullable ColumnKind kind) {
        this.options = options;
        this.name = name;
        this.index = number - 1;
        this.place = hasNames ? "column " + Problems.quoted(name) : "column " + number;
        this.hasNames = hasNames;
        this.areMissingNumbers = options.hasMissingNumbers();
        this.isFloat = options.dtype == DType.FLOAT32;
        this.mustBeNumbers = kind == ColumnKind.NUMBERS;
        if (kind == ColumnKind.CATEGORIES) {
            startCategories();
        }
    }

    /** Where in a row it stands, from 0. */
    int index() {
        return index;
    }

    /** Forgets all, to read the column once more, as categories. */
    void startCategories() {
        isCategories = true;
        numbers = new Numbers.Builder();
        codes = new int[16];
        dictionary = new Dictionary();
        size = 0;
        missing = new Problems();
        notNumbers = new Problems();
    }

    void add(long line, String cell) {
        if (isCategories) {
            codes = size == codes.length ? Arrays.copyOf(codes, longer()) : codes;
            codes[size++] = isMissing(line, cell) ? CategoryColumn.MISSING : dictionary.code(cell);
        } else {
            size++;
            numbers.add(number(line, cell));
        }
    }

    private int longer() {
        return (int) Math.min(Integer.MAX_VALUE - 8, size + (size >> 1) + 16L);
    }

    private boolean isMissing(long line, String cell) {
        boolean isMissing = options.isMissing(cell);
        if (isMissing && !options.keepsMissing) {
            missing.add(
                    line,
                    place(line) + ": expected a value, found " + (cell.isEmpty() ? "none" : Problems.quoted(cell)),
                    "write it in, or keep what is missing for Preparation to fill: CsvOptions.keepMissing");
        }
        return isMissing;
    }

    private double number(long line, String cell) {
        String numeral = options.decimalSeparator == '.' ? cell : withPoint(cell);
        boolean isNumber = Numeral.isNumber(numeral);
        if ((!isNumber || areMissingNumbers) && isMissing(line, cell)) {
            return Double.NaN;
        }
        double value = isNumber ? value(numeral) : Double.NaN;
        if (isNumber || Numeral.isNearlyNumber(cell)) {
            likeNumbers++;
        } else {
            otherTexts++;
        }
        if (Double.isInfinite(value)) {
            notNumbers.add(
                    line,
                    place(line) + ": expected a number below " + (isFloat ? "3.4e38" : "1.8e308") + ", found "
                            + Problems.quoted(cell),
                    isFloat ? CORRECT + ", or as doubles: CsvOptions.dtype" : CORRECT);
        } else if (!isNumber && options.decimalSeparator == '.' && Numeral.hasDecimalComma(cell)) {
            notNumbers.add(
                    line,
                    place(line) + ": expected a number with a decimal point, found " + Problems.quoted(cell),
                    "write a point, or read decimal commas: CsvOptions.decimalComma");
        } else if (!isNumber) {
            String with = options.decimalSeparator == '.' ? "" : " with a decimal comma";
            String remedy = hasNames || size > 1 ? CORRECT : CORRECT + IF_NAMES;
            notNumbers.add(
                    line, place(line) + ": expected a number" + with + ", found " + Problems.quoted(cell), remedy);
        }
        return Double.isFinite(value) ? value : Double.NaN;
    }

    private double value(String numeral) {
        return isFloat ? Float.parseFloat(numeral) : Double.parseDouble(numeral);
    }

    /** A point beside a decimal comma parts thousands; which, nobody should guess. */
    private static String withPoint(String cell) {
        return cell.indexOf('.') >= 0 ? "" : cell.replace(',', '.');
    }

    private String place(long line) {
        return "line " + line + ", " + place;
    }

    /** Whether, after all rows, the column turns out to be categories that were taken for numbers. */
    boolean turnsOutAsCategories() {
        return !isCategories && !mustBeNumbers && otherTexts > likeNumbers;
    }

    Problems problems() {
        Problems all = new Problems();
        all.addAll(missing);
        all.addAll(notNumbers);
        return all;
    }

    Column column() {
        return isCategories
                ? dictionary.column(name, Arrays.copyOf(codes, size))
                : new NumberColumn(name, numbers.build());
    }
}
