package gradj.graph.picture;

import gradj.graph.picture.Diagram.Arrow;
import java.util.Arrays;
import java.util.List;

/**
 * How far to the right each vertex stands: inputs at the left end, every operation right of all it is computed from, by
 * the longest path; constants and parameters directly left of their first user.
 */
final class Layering {
    private Layering() {}

    /** A layer, 0 and up, for each vertex; vertices come in an order of computation. */
    static int[] of(Diagram diagram) {
        List<List<Integer>> in = diagram.arrowsIn();
        List<List<Integer>> out = diagram.arrowsOut();
        int[] layers = new int[diagram.vertices().size()];
        for (int v = 0; v < layers.length; v++) {
            for (int arrow : in.get(v)) {
                layers[v] =
                        Math.max(layers[v], layers[diagram.arrows().get(arrow).from()] + 1);
            }
        }
        for (int v = layers.length - 1; v >= 0; v--) {
            if (diagram.vertices().get(v).isAside() && !out.get(v).isEmpty()) {
                layers[v] = firstUser(diagram, out.get(v), layers) - 1;
            }
        }
        // With nothing but constants on the left the first layer may have become empty.
        int first = Arrays.stream(layers).min().orElse(0);
        return Arrays.stream(layers).map(layer -> layer - first).toArray();
    }

    private static int firstUser(Diagram diagram, List<Integer> out, int[] layers) {
        return out.stream()
                .map(diagram.arrows()::get)
                .mapToInt(Arrow::to)
                .map(v -> layers[v])
                .min()
                .orElseThrow();
    }
}
