package gradj.cli;

/** A number with its noun. */
final class Plural {
    private Plural() {}

    /** As in {@code 1 image} and {@code 2 images}. */
    static String of(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
