package gradj.graph.picture;

/**
 * Widths of text where no font can be asked: for each character rather too much than too little. The widths are those of
 * DejaVu Sans, wider than Helvetica, Arial and most of what a browser may choose.
 */
final class TextWidth {
    private static final String NARROW = "ijl.,:;|!'`()[]{}/ ftrI-";
    private static final String WIDE = "mwMWQO@%∞Σ×+−=";
    private static final int FIRST_FULL_WIDTH = 0x1100; // Hangul, then Chinese and Japanese, emoji

    private TextWidth() {}

    /** The width of a line of text in pixels, in a font of this size. */
    static double of(String text, double fontSize) {
        double ems = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int character = text.codePointAt(i);
            if (NARROW.indexOf(character) >= 0) {
                ems += 0.42;
            } else if (WIDE.indexOf(character) >= 0) {
                ems += 1.0;
            } else if (character >= FIRST_FULL_WIDTH) {
                ems += 1.1;
            } else {
                ems += Character.isUpperCase(character) ? 0.76 : 0.65;
            }
        }
        return ems * fontSize;
    }

    /** The text, or as much of its beginning and end as fits, with … between. */
    static String shorten(String text, int characters) {
        int length = text.codePointCount(0, text.length());
        if (length <= characters) {
            return text;
        }
        int head = text.offsetByCodePoints(0, characters / 2);
        int tail = text.offsetByCodePoints(text.length(), -((characters - 1) / 2));
        return text.substring(0, head) + "…" + text.substring(tail);
    }
}
