package gradj.data.table;

import gradj.spi.DType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to read a CSV file where {@link #guessed} does not do; each method gives options with one thing changed.
 *
 * <pre>{@code
 * Table.read(file, CsvOptions.guessed().delimiter(';').decimalComma())
 * }</pre>
 */
public final class CsvOptions {
    /** R, Excel, pandas, SQL, and the UCI repository. */
    private static final Set<String> MISSING = Set.of("", "na", "n/a", "#n/a", "nan", "null", "?");

    private static final CsvOptions GUESSED = new CsvOptions(); // behind what it is made of

    @Nullable
    Character delimiter;

    @Nullable
    Boolean header;

    @Nullable
    Character comment = '#';

    Set<String> missing = MISSING;
    boolean keepsMissing;
    char decimalSeparator = '.';
    DType dtype = DType.FLOAT64;
    Charset charset = StandardCharsets.UTF_8;
    Set<String> categories = Set.of();
    Set<String> numbers = Set.of();

    @Nullable
    Preparation preparation;

    private CsvOptions() {}

    private CsvOptions(CsvOptions other) {
        delimiter = other.delimiter;
        header = other.header;
        comment = other.comment;
        missing = other.missing;
        keepsMissing = other.keepsMissing;
        decimalSeparator = other.decimalSeparator;
        dtype = other.dtype;
        charset = other.charset;
        categories = other.categories;
        numbers = other.numbers;
        preparation = other.preparation;
    }

    /**
     * What is right for most files:
     *
     * <ul>
     *   <li>the delimiter is the one of tab, semicolon, {@code |}, comma and blank (any number of blanks) that divides the
     *       most of the first 100 rows into the same number of columns, two or more; of equals the first one named here; blank
     *       only if it divides all. A first line {@code sep=;}, as Excel reads it, tells it
     *   <li>the first row is names if some column has text there and numbers below, and each number in the row, if there are
     *       any, is one more than the one before; or if it has no number, no name twice, and no name that stands again in
     *       its column
     *   <li>a first line such as {@code 150,4,setosa,versicolor,virginica} before rows of 5 numbers is no row: it tells the
     *       rows, the columns but the last, and the names of the classes 0, 1, 2 in the last column (scikit-learn's files)
     *   <li>{@code "} quotes, {@code #} begins a line of comment; blanks around a value are no part of it, and lines of blanks
     *       or delimiters alone are no rows
     *   <li>missing are: an empty cell, NA, N/A, #N/A, NaN, null and ?, in small letters or capitals; they are refused
     *   <li>a column is numbers if at least half of its values look like numbers; then any other is an error. Else it is
     *       categories
     *   <li>UTF-8; UTF-16 if the file begins with its mark; gzipped or not
     * </ul>
     */
    public static CsvOptions guessed() {
        return GUESSED;
    }

    /**
     * This character stands between two values; a blank means any number of blanks.
     *
     * @throws IllegalArgumentException for a quote or a line's end
     */
    public CsvOptions delimiter(char newDelimiter) {
        if (newDelimiter == '"' || newDelimiter == '\n' || newDelimiter == '\r' || newDelimiter == 0) {
            throw new IllegalArgumentException(
                    "delimiter: expected a character such as , or ;, got a quote or a line's end");
        }
        CsvOptions changed = new CsvOptions(this);
        changed.delimiter = newDelimiter;
        return changed;
    }

    /** Whether the first row is the columns' names. */
    public CsvOptions header(boolean isFirstRow) {
        CsvOptions changed = new CsvOptions(this);
        changed.header = isFirstRow;
        return changed;
    }

    /** No line is a comment: for a table whose first column may begin with {@code #}. */
    public CsvOptions noComments() {
        CsvOptions changed = new CsvOptions(this);
        changed.comment = null;
        return changed;
    }

    /** A cell with one of these texts has no value, in small letters or capitals; an empty one never has. */
    public CsvOptions missing(String... texts) {
        Set<String> lowered = new HashSet<>(List.of(""));
        for (String text : texts) {
            lowered.add(text.strip().toLowerCase(Locale.ROOT));
        }
        CsvOptions changed = new CsvOptions(this);
        changed.missing = lowered;
        return changed;
    }

    /** Missing values are not refused: the table has gaps, which {@link Preparation} fills by a rule. */
    public CsvOptions keepMissing() {
        CsvOptions changed = new CsvOptions(this);
        changed.keepsMissing = true;
        return changed;
    }

    /** Numbers have a decimal comma, {@code 1,5}, and a point in them is an error. */
    public CsvOptions decimalComma() {
        CsvOptions changed = new CsvOptions(this);
        changed.decimalSeparator = ',';
        return changed;
    }

    /**
     * How precise numbers are kept: as the double that is nearest to the text, which is what {@link #guessed} does, or, with
     * {@link DType#FLOAT32}, as the nearest float, in half the memory: for a net of that dtype, and a large table. Whole
     * numbers above 16,777,216 then lose digits, and a number above 3.4e38 is an error.
     */
    public CsvOptions dtype(DType newDtype) {
        CsvOptions changed = new CsvOptions(this);
        changed.dtype = Objects.requireNonNull(newDtype, "dtype");
        return changed;
    }

    /** Columns that are categories also if they look like numbers, by name or number from 1. */
    public CsvOptions categories(String... columns) {
        CsvOptions changed = new CsvOptions(this);
        changed.categories = new HashSet<>(Arrays.asList(columns));
        return changed;
    }

    /** Columns that are numbers, so that any other text in them is an error, by name or number from 1. */
    public CsvOptions numbers(String... columns) {
        CsvOptions changed = new CsvOptions(this);
        changed.numbers = new HashSet<>(Arrays.asList(columns));
        return changed;
    }

    /**
     * For rows that this preparation shall prepare: each column is categories, or numbers, as it was in the training rows,
     * whatever these few rows look like, so that a code {@code 007} is no 7; and gaps that it fills are kept. A column that
     * {@link #categories} or {@link #numbers} names is as they say.
     */
    public CsvOptions preparedBy(Preparation newPreparation) {
        CsvOptions changed = new CsvOptions(this);
        changed.preparation = newPreparation;
        changed.keepsMissing = keepsMissing || newPreparation.fillsMissing();
        return changed;
    }

    /** The file's encoding, such as windows-1252, which Excel's plain CSV has in western Europe. */
    public CsvOptions charset(Charset newCharset) {
        CsvOptions changed = new CsvOptions(this);
        changed.charset = newCharset;
        return changed;
    }

    boolean isMissing(String cell) {
        return missing.contains(cell.toLowerCase(Locale.ROOT));
    }

    /** Whether a number may stand for a missing value, as -999 does at times. */
    boolean hasMissingNumbers() {
        return missing.stream().anyMatch(Numeral::isNumber);
    }
}
