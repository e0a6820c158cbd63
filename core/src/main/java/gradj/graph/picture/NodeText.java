package gradj.graph.picture;

import gradj.graph.Node;
import gradj.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a picture tells of nodes: the symbols that were given for them, or the numbers that they hold now. */
final class NodeText {
    private final Symbols symbols;
    private final boolean showsShapes;
    private final Map<Node, Integer> uses = new HashMap<>();

    /** For these nodes. All tensors show their shapes where one of them must: those beside it are read together with it. */
    NodeText(List<Node> nodes, Symbols symbols) {
        this.symbols = symbols;
        this.showsShapes = nodes.stream()
                .anyMatch(node -> TensorText.hasShapeLine(node.value().shape()));
        nodes.forEach(node -> node.inputs().forEach(input -> uses.merge(input, 1, Integer::sum)));
    }

    TensorText value(Node node) {
        TensorText symbol = symbols.value(node);
        return symbol != null ? symbol : text(node.value());
    }

    TensorText gradient(Node node) {
        TensorText symbol = symbols.gradient(node);
        return symbol != null ? symbol : node.hasGradient() ? text(node.gradient()) : TensorText.NONE;
    }

    /** What a node passes back to one of its inputs. */
    TensorText passed(Node node, int input) {
        Node to = node.inputs().get(input);
        @Nullable TensorText symbol = symbols.gradient(to);
        if (symbol != null) {
            return isUsedOften(to) ? TensorText.NONE : symbol;
        }
        return node.gradientPassedTo(input).map(this::text).orElse(TensorText.NONE);
    }

    /** Whether a node and what it is computed from show their values, no symbols. */
    boolean showsNumbers(Node node) {
        return symbols.value(node) == null && node.inputs().stream().allMatch(input -> symbols.value(input) == null);
    }

    /** Whether several arrows start at a node. */
    boolean isUsedOften(Node node) {
        return uses.getOrDefault(node, 0) > 1;
    }

    private TensorText text(Tensor tensor) {
        return TensorText.of(tensor, showsShapes);
    }
}
