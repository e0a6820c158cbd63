package gradj.data.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** What is wrong with a table: the first five by their rows, and how many there are. */
final class Problems {
    private static final int SHOWN = 5;
    private static final int MOST_CHARACTERS = 40;

    /** One of them; the remedy is told once for all that share it. */
    private record Problem(long row, String text, String remedy) {}

    private final List<Problem> first = new ArrayList<>();
    private long count;

    void add(long row, String text, String remedy) {
        count++;
        if (first.size() < SHOWN) {
            first.add(new Problem(row, text, remedy));
        }
    }

    /** Those of another column: rows increase there as well, but begin again. */
    void addAll(Problems other) {
        count += other.count;
        first.addAll(other.first);
        first.sort(Comparator.comparingLong(Problem::row));
        if (first.size() > SHOWN) {
            first.subList(SHOWN, first.size()).clear();
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    long count() {
        return count;
    }

    /** One line, without a full stop. */
    String describe() {
        StringJoiner texts = new StringJoiner("; ");
        Set<String> remedies = new LinkedHashSet<>();
        for (Problem problem : first) {
            texts.add(problem.text());
            remedies.add(problem.remedy());
        }
        String more = count > first.size() ? "; and " + (count - first.size()) + " more, " + count + " in all" : "";
        return texts + more + ": " + String.join("; ", remedies);
    }

    /** In quotes, cut if it is long. */
    static String quoted(String text) {
        return '"' + (text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) + "..." : text) + '"';
    }
}
