package gradj.cli;

import java.util.List;

/** Counts and lists as words. */
final class Plural {
    private Plural() {}

    /** As in {@code a, b and c}. */
    static String list(List<String> names) {
        int last = names.size() - 1;
        return last < 1
                ? String.join("", names)
                : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    /** As in {@code 1 image} and {@code 2 images}. */
    static String of(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
