package gradj.cli.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An HTML page that is one file. Its content security policy names its own scripts and styles by their hashes: text that
 * came into the page by mistake would neither run nor fetch anything.
 */
final class Page {
    private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);
    private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private Page() {}

    /**
     * The whole page.
     *
     * @param title as plain text
     * @param css the names of its style sheets
     * @param body its HTML, which may hold styles and scripts
     */
    static String of(String title, Iterable<String> css, String body) {
        StringBuilder styles = new StringBuilder();
        css.forEach(name -> styles.append(resource(name)));
        String style = "<style>\n" + styles + "</style>\n";
        String policy = "default-src 'none'; img-src data:; style-src " + hashes(STYLE, style + body) + "; script-src "
                + hashes(SCRIPT, body) + "; base-uri 'none'; form-action 'none'";
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="%s">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                %s</head>
                <body>
                %s</body>
                </html>
                """.formatted(policy, escape(title), style, body);
    }

    /** One of the files beside this class. */
    static String resource(String name) {
        try (InputStream file = Page.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing beside " + Page.class.getName());
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A resource with HTML in the place of each {@code {{name}}}. */
    static String filled(String resource, Map<String, String> html) {
        return PLACE.matcher(resource(resource)).replaceAll(place -> {
            String content = html.get(place.group(1));
            if (content == null) {
                throw new IllegalArgumentException(resource + ": nothing was given for " + place.group());
            }
            return Matcher.quoteReplacement(content);
        });
    }

    /** Plain text as HTML, in an attribute's quotes too. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;")
                .replace("\0", "\uFFFD");
    }

    private static String hashes(Pattern element, String html) {
        TreeSet<String> hashes = element.matcher(html)
                .results()
                .map(found -> "'sha256-" + hash(found.group(1)) + "'")
                .collect(Collectors.toCollection(TreeSet::new));
        return hashes.isEmpty() ? "'none'" : String.join(" ", hashes);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
