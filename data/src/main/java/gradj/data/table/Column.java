package gradj.data.table;

/** A column of a {@link Table}: its name, and a number or a category in each row, or nothing where a value is missing. */
public sealed interface Column permits NumberColumn, CategoryColumn {
    /** The name in the file's first line; the column's number, from 1, if the file has no names. */
    String name();

    /** The rows. */
    int size();

    /** Whether this row has no value. */
    boolean isMissing(int row);

    /** How many rows have no value. */
    default int missing() {
        int missing = 0;
        for (int row = 0; row < size(); row++) {
            missing += isMissing(row) ? 1 : 0;
        }
        return missing;
    }

    /** The value as a category's name; of a number the shortest text, {@code 3} rather than {@code 3.0}; "" if missing. */
    String text(int row);

    /** The rows with these numbers, in this order. */
    Column rows(int... rows);

    /** The same values under another name. */
    Column named(String name);

    /**
     * A column of numbers; NaN stands for a missing one.
     *
     * @throws IllegalArgumentException if one is infinite
     */
    static NumberColumn numbers(String name, double... values) {
        for (double value : values) {
            if (Double.isInfinite(value)) {
                throw new IllegalArgumentException("column \"" + name + "\": expected finite numbers, got " + value);
            }
        }
        return new NumberColumn(name, Numbers.of(values));
    }

    /** A column of categories by their names; the empty one stands for a missing one. */
    static CategoryColumn categories(String name, String... values) {
        Dictionary dictionary = new Dictionary();
        int[] codes = new int[values.length];
        for (int row = 0; row < values.length; row++) {
            codes[row] = values[row].isEmpty() ? CategoryColumn.MISSING : dictionary.code(values[row]);
        }
        return dictionary.column(name, codes);
    }
}
