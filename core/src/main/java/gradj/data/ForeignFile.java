package gradj.data;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a file really is that was taken for data: downloads go wrong in a few well-known ways. */
final class ForeignFile {
    /** How many of a file's first bytes tell. */
    static final int BYTES = 64;

    private ForeignFile() {}

    /** What starts so, and what to do about it, such as {@code a web page: ...}; empty if it is nothing known. */
    static String describe(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1)
                .replaceFirst("^\u00ef\u00bb\u00bf", "") // the mark of UTF-8
                .strip()
                .toLowerCase(Locale.ROOT);
        if (text.startsWith("<")) {
            return "a web page (it starts with " + text.split("[^<!?a-z0-9]", 2)[0]
                    + "): the download failed or asked for a login, get the file itself";
        }
        if (text.startsWith("version https://git-lfs")) {
            return "a pointer of Git LFS: get the file itself with git lfs pull";
        }
        if (text.startsWith("pk\u0003\u0004")) {
            return "a zip archive: unpack it";
        }
        return "";
    }
}
