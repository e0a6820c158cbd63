package gradj.graph.picture;

import gradj.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a picture shows of some nodes in place of their numbers: formulas, as in the general figures of the book, where
 * {@code ∂L/∂z · y} comes back to the x of z = x y. A node that has no symbols shows its numbers.
 *
 * <pre>{@code
 * Symbols symbols = new Symbols().put(x, "", "∂L/∂z · y").put(y, "", "∂L/∂z · x").put(z, "", "∂L/∂z");
 * GraphPicture.of(z, symbols).svg();
 * }</pre>
 */
public final class Symbols {
    private record Pair(TensorText value, TensorText gradient) {}

    private final Map<Node, Pair> symbols = new HashMap<>();

    /**
     * Gives a node its symbols; those that it had are replaced.
     *
     * @param value what stands above its arrows, in lines if need be; empty for nothing
     * @param gradient what stands below them; empty for nothing. Of a node that is used more than once the parts that come
     *     back have no symbol, their sum below the node has this
     */
    public Symbols put(Node node, String value, String gradient) {
        symbols.put(node, new Pair(text(value), text(gradient)));
        return this;
    }

    private static TensorText text(String symbol) {
        return symbol.isEmpty()
                ? TensorText.NONE
                : new TensorText(List.of(symbol.split("\n")), symbol.replace('\n', ' '));
    }

    @Nullable
    TensorText value(Node node) {
        Pair pair = symbols.get(node);
        return pair == null ? null : pair.value;
    }

    @Nullable
    TensorText gradient(Node node) {
        Pair pair = symbols.get(node);
        return pair == null ? null : pair.gradient;
    }
}
