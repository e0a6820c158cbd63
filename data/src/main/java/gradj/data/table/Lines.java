package gradj.data.table;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where in its file each row of a table begins.
 *
 * @param numbers of the lines; null if each row is the line behind the one before, the first one in line {@code first}
 */
record Lines(int first, int size, int @Nullable [] numbers) {
    /** Rows that follow each other. */
    static Lines from(int first, int size) {
        return new Lines(first, size, null);
    }

    /** The row's line, from 1. */
    int at(int row) {
        return numbers == null ? first + row : numbers[row];
    }

    /** Of these rows, in this order. */
    Lines rows(int... rows) {
        return new Lines(0, rows.length, Arrays.stream(rows).map(this::at).toArray());
    }
}
