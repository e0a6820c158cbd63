package gradj.play;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of the page, out of the jars: none but these. */
final class PageFiles {
    /** A file's type, and where it is. */
    private record Place(String type, String resource) {}

    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private static final Map<String, Place> PLACES = Map.ofEntries(
            Map.entry("", own(HTML, "index.html")),
            Map.entry("style.css", own(STYLE, "style.css")),
            Map.entry("app.js", own(SCRIPT, "app.js")),
            Map.entry("words.js", own(SCRIPT, "words.js")),
            Map.entry("server.js", own(SCRIPT, "server.js")),
            Map.entry("graph.js", own(SCRIPT, "graph.js")),
            Map.entry("net.js", own(SCRIPT, "net.js")),
            Map.entry("pictures.js", own(SCRIPT, "pictures.js")),
            Map.entry("digits.js", own(SCRIPT, "digits.js")),
            Map.entry("icon.svg", own("image/svg+xml", "icon.svg")),
            Map.entry("uPlot.js", new Place(SCRIPT, CHARTS + "uPlot.iife.min.js")),
            Map.entry("uPlot.css", new Place(STYLE, CHARTS + "uPlot.min.css")));

    private PageFiles() {}

    private static Place own(String type, String name) {
        return new Place(type, "/gradj/play/page/" + name);
    }

    static @Nullable String type(String path) {
        Place place = PLACES.get(path);
        return place == null ? null : place.type;
    }

    /** The content of a file that has a {@link #type}. */
    static byte[] content(String path) throws IOException {
        Place place = PLACES.get(path);
        try (InputStream in = place == null ? null : PageFiles.class.getResourceAsStream(place.resource)) {
            if (in == null) {
                throw new IOException("no " + path + " in the jar");
            }
            return in.readAllBytes();
        }
    }
}
