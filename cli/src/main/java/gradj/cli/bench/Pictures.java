package gradj.cli.bench;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What people look at: three pictures and a page of tables. */
public final class Pictures {
    /** Backpropagation against the numerical gradient, over the number of parameters. */
    static final String GRADIENT = "gradient.png";

    /** Matrix products over size, with the peak. */
    static final String DOT = "dot.png";

    /** The fastest backend by size. */
    static final String CROSSOVER = "crossover.png";

    /** The tables. */
    static final String TABLE = "results.md";

    private Pictures() {}

    /** The names of all files that can be drawn. */
    public static List<String> names() {
        return List.of(GRADIENT, DOT, CROSSOVER, TABLE);
    }

    /** Draws what the results have data for: the files' names and bytes. No screen is needed. */
    public static Map<String, byte[]> of(Results results) {
        System.setProperty("java.awt.headless", "true");
        Map<String, byte[]> files = new LinkedHashMap<>();
        GradientPicture.png(results).ifPresent(picture -> files.put(GRADIENT, picture));
        DotPicture.png(results).ifPresent(picture -> files.put(DOT, picture));
        CrossoverPicture.png(results).ifPresent(picture -> files.put(CROSSOVER, picture));
        files.put(TABLE, ResultsTable.of(results).getBytes(StandardCharsets.UTF_8));
        return files;
    }
}
