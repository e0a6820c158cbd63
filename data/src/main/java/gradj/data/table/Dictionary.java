package gradj.data.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Categories while a column is read: each gets the next number when it is first met. */
final class Dictionary {
    private final Map<String, Integer> codes = new HashMap<>();

    int code(String category) {
        Integer known = codes.get(category);
        if (known != null) {
            return known;
        }
        codes.put(category, codes.size());
        return codes.size() - 1;
    }

    /** The column of these codes, its categories sorted: the same however the rows stand. The codes are changed. */
    CategoryColumn column(String name, int[] rows) {
        List<String> sorted = sorted(codes.keySet());
        int[] place = new int[sorted.size()];
        for (int i = 0; i < place.length; i++) {
            place[Objects.requireNonNull(codes.get(sorted.get(i)))] = i;
        }
        for (int row = 0; row < rows.length; row++) {
            rows[row] = rows[row] == CategoryColumn.MISSING ? CategoryColumn.MISSING : place[rows[row]];
        }
        return new CategoryColumn(name, List.copyOf(sorted), rows);
    }

    /** By value if all are numbers, else by the characters. */
    static List<String> sorted(Iterable<String> categories) {
        List<String> sorted = new ArrayList<>();
        categories.forEach(sorted::add);
        boolean areNumbers = sorted.stream().allMatch(Numeral::isNumber);
        sorted.sort(
                areNumbers
                        ? Comparator.comparingDouble(Double::parseDouble).thenComparing(Comparator.naturalOrder())
                        : Comparator.naturalOrder());
        return sorted;
    }
}
