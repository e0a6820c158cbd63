package gradj.play.graph;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the page asks of a graph; what it leaves out is null.
 *
 * @param name of one of the book's graphs
 * @param formula in place of a name
 * @param values of the inputs, by name, row after row; of the others the graph's own
 * @param step which local computation is shown, from 1; null for the whole picture
 * @param nudge for which a numerical difference is wanted
 */
public record GraphRequest(
        @Nullable String name,
        @Nullable String formula,
        @Nullable Map<String, double[]> values,
        @Nullable Integer step,
        @Nullable Nudge nudge) {
    /**
     * An element of an input, and by how much it is changed.
     *
     * @param h more than 0
     */
    public record Nudge(@Nullable String input, int element, double h) {}
}
