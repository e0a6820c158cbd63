package gradj.cli.page;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A page to read, to print and to mail: paragraphs, tables, charts and pictures one below the other. It needs neither a
 * script nor a network. Whatever text is given is shown as it is; none of it is taken for HTML.
 */
public final class ReportPage {
    /** A longer value of a fact is folded away. */
    private static final int LONGEST_FACT = 160;

    /** Shades of a matrix' cells beside none. */
    private static final int SHADES = 10;

    /**
     * A picture with what it shows.
     *
     * @param png the bytes of a PNG file
     * @param alt what it shows, for those who do not see it
     * @param caption what stands below it; empty for nothing
     */
    public record Picture(byte[] png, String alt, String caption) {}

    private final String title;
    private final StringBuilder body = new StringBuilder();

    /** An empty page. */
    public ReportPage(String title) {
        this.title = title;
        body.append("<main>\n<h1>").append(Page.escape(title)).append("</h1>\n");
    }

    /** What belongs together has a heading. */
    public ReportPage heading(String text) {
        body.append("<h2>").append(Page.escape(text)).append("</h2>\n");
        return this;
    }

    /** Text. */
    public ReportPage paragraph(String text) {
        return paragraph("", text);
    }

    /** Text that nobody should overlook. */
    public ReportPage notice(String text) {
        return paragraph(" class=\"notice\" role=\"note\"", text);
    }

    private ReportPage paragraph(String attributes, String text) {
        body.append("<p")
                .append(attributes)
                .append('>')
                .append(Page.escape(text))
                .append("</p>\n");
        return this;
    }

    /** A line to type, such as a command. */
    public ReportPage code(String line) {
        body.append("<pre tabindex=\"0\"><code>").append(Page.escape(line)).append("</code></pre>\n");
        return this;
    }

    /** A table whose first column names its rows. */
    public ReportPage table(List<String> head, List<List<String>> rows) {
        body.append("<div class=\"wide\" tabindex=\"0\">\n<table>\n");
        row(head, true);
        rows.forEach(row -> row(row, false));
        body.append("</table>\n</div>\n");
        return this;
    }

    private void row(List<String> cells, boolean isHead) {
        body.append("<tr>");
        for (int i = 0; i < cells.size(); i++) {
            String tag = isHead ? "th scope=\"col\"" : i == 0 ? "th scope=\"row\"" : "td";
            body.append('<').append(tag).append('>').append(Page.escape(cells.get(i)));
            body.append("</").append(tag, 0, 2).append('>');
        }
        body.append("</tr>\n");
    }

    /** What is opened by a click: a table. */
    public ReportPage foldedTable(String summary, List<String> head, List<List<String>> rows) {
        body.append("<details>\n<summary>").append(Page.escape(summary)).append("</summary>\n");
        table(head, rows);
        body.append("</details>\n");
        return this;
    }

    /** Names and values; long values are folded away. */
    public ReportPage facts(Map<String, String> facts) {
        body.append("<dl>\n");
        facts.forEach((name, value) -> {
            body.append("<dt>").append(Page.escape(name)).append("</dt><dd>");
            String shown = Page.escape(value);
            body.append(
                    value.length() <= LONGEST_FACT
                            ? shown
                            : "<details><summary>" + value.length() + " characters</summary>" + shown + "</details>");
            body.append("</dd>\n");
        });
        body.append("</dl>\n");
        return this;
    }

    /** Beside each other where there is room. */
    public ReportPage charts(List<Chart> charts) {
        body.append("<div class=\"charts\">\n");
        charts.forEach(chart -> body.append(chart.html()));
        body.append("</div>\n");
        return this;
    }

    /**
     * A confusion matrix as a table, a cell's shade the part of its row.
     *
     * @param counts [true][predicted]
     */
    public ReportPage matrix(List<String> names, int[][] counts) {
        boolean areLong = names.stream().anyMatch(name -> name.length() > 3);
        body.append("<div class=\"wide\" tabindex=\"0\">\n<table class=\"matrix\">\n");
        body.append("<caption>Rows: what is true; columns: what the net says.</caption>\n<tr><td></td>");
        for (String name : names) {
            body.append("<th scope=\"col\"")
                    .append(areLong ? " class=\"upright\">" : ">")
                    .append(Page.escape(name));
            body.append("</th>");
        }
        body.append("</tr>\n");
        for (int truth = 0; truth < counts.length; truth++) {
            long row = Arrays.stream(counts[truth]).asLongStream().sum();
            body.append("<tr><th scope=\"row\">")
                    .append(Page.escape(names.get(truth)))
                    .append("</th>");
            for (int said = 0; said < counts.length; said++) {
                body.append("<td class=\"")
                        .append(truth == said ? "right" : "wrong")
                        .append(" shade");
                body.append(shade(counts[truth][said], row))
                        .append("\">")
                        .append(counts[truth][said])
                        .append("</td>");
            }
            body.append("</tr>\n");
        }
        body.append("</table>\n</div>\n");
        return this;
    }

    /** By the root of the part, so that a few mistakes among a thousand right answers are seen. */
    private static long shade(int count, long row) {
        return count == 0 ? 0 : (long) Math.ceil(SHADES * Math.sqrt((double) count / row));
    }

    /** Small pictures beside each other. */
    public ReportPage pictures(List<Picture> pictures) {
        body.append("<div class=\"pictures\">\n");
        pictures.forEach(picture -> picture("", picture));
        body.append("</div>\n");
        return this;
    }

    /** A picture in its own size, or as wide as the page. */
    public ReportPage picture(Picture picture) {
        picture(" class=\"wide\" tabindex=\"0\"", picture);
        return this;
    }

    private void picture(String attributes, Picture picture) {
        String caption =
                picture.caption.isEmpty() ? "" : "<figcaption>" + Page.escape(picture.caption) + "</figcaption>";
        body.append("<figure").append(attributes).append("><img alt=\"").append(Page.escape(picture.alt));
        body.append("\" src=\"data:image/png;base64,")
                .append(Base64.getEncoder().encodeToString(picture.png));
        body.append("\">").append(caption).append("</figure>\n");
    }

    /** The page as HTML. */
    public String html() {
        return Page.of(title, List.of("page.css", "report.css"), body + "</main>\n");
    }
}
