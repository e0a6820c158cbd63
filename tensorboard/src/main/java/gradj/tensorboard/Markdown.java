package gradj.tensorboard;

import java.util.List;
import java.util.stream.Collectors;

/** Text as TensorBoard shows it. */
final class Markdown {
    private Markdown() {}

    static String table(List<String> head, List<List<String>> rows) {
        String rule = "|" + "---|".repeat(head.size());
        return row(head) + "\n" + rule
                + rows.stream().map(each -> "\n" + row(each)).collect(Collectors.joining());
    }

    private static String row(List<String> cells) {
        return cells.stream().map(Markdown::plain).collect(Collectors.joining(" | ", "| ", " |"));
    }

    /** On one line, and as it is: a star in a file's name makes nothing bold. */
    static String plain(String text) {
        return text.replaceAll("\\s+", " ")
                .replaceAll("[\\\\`*_|\\[\\]]", "\\\\$0")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }
}
