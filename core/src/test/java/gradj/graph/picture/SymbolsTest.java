package gradj.graph.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.graph.Graph;
import gradj.graph.NamedGraph;
import gradj.graph.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Symbols in place of numbers, and numbers inside the circles. */
class SymbolsTest {
    private static GraphPicture product() {
        Graph graph = new Graph(Target.FLOAT64);
        Node x = graph.input("x", 10);
        Node y = graph.input("y", 5);
        Node z = x.times(y).named("z");
        z.backward();
        Symbols symbols =
                new Symbols().put(x, "", "∂L/∂z · y").put(y, "y", "∂L/∂z · x").put(z, "x y", "∂L/∂z");
        return GraphPicture.of(z, symbols);
    }

    private static List<String> texts(GraphPicture picture) {
        return SvgPicture.parse(picture.svg()).texts().stream()
                .map(SvgPicture.Area::text)
                .toList();
    }

    @Test
    void symbolsStandWhereTheNumbersWould() {
        assertEquals(List.of("∂L/∂z · y", "y", "∂L/∂z · x", "x y", "∂L/∂z", "x", "y", "×", "z"), texts(product()));
        assertTrue(
                product().dot().contains("label=\"∂L/∂z · y\" dir=back"),
                product().dot());
        assertTrue(
                product().mermaid().contains("n1 -->|\"y<br>gradient ∂L/∂z · x\"| n2"),
                product().mermaid());
        assertEquals(
                List.of(
                        "node  computed by     value  gradient",
                        "x     -               -      ∂L/∂z · y",
                        "y     -               y      ∂L/∂z · x",
                        "z     Multiply(x, y)  x y    ∂L/∂z"),
                product().table().lines().toList());
    }

    @Test
    void aValueWithoutASymbolHasItsNameInCaptions() {
        assertEquals(
                List.of(
                        "Step 1 of 2, forward: x × y = x y",
                        "Step 2 of 2, backward: × gets ∂L/∂z, passes back ∂L/∂z · y and ∂L/∂z · x"),
                product().steps().stream().map(GraphPicture::caption).toList());
    }

    @Test
    void whatHasNoSymbolShowsItsNumbers() {
        Graph graph = new Graph(Target.FLOAT64);
        Node x = graph.input("x", 3);
        Node y = x.times(2).exp();
        y.backward();
        List<String> texts = texts(GraphPicture.of(y, new Symbols().put(x, "x\nof R", "dx")));
        assertTrue(texts.containsAll(List.of("x", "of R", "dx", "2", "6", "403.4")), texts.toString());
    }

    @Test
    void theGradientOfANodeUsedTwiceIsASum() {
        Node x = new Graph(Target.FLOAT64).input("x", 3);
        Node y = x.times(x);
        y.backward();
        List<String> texts = texts(GraphPicture.of(y, new Symbols().put(x, "x", "2x")));
        assertEquals(List.of("x", "x", "9", "1", "x", "sum 2x", "×"), texts);
    }

    @Test
    void numbersMoveIntoTheCircles() {
        Graph graph = new Graph(Target.FLOAT64);
        Node price = graph.input("apple", 100).times(2).times(1.1).named("price");
        price.backward();
        GraphPicture picture = GraphPicture.of(price).numbersInside();
        assertEquals(List.of("100", "2.2", "200", "1.1", "220", "1", "apple", "× 2", "× 1.1", "price"), texts(picture));
        assertEquals(
                "Step 1 of 4, forward: 100 × 2 = 200", picture.steps().get(0).caption());
        assertEquals(
                "Step 3 of 4, backward: × 1.1 gets 1, passes back 1.1",
                picture.steps().get(2).caption());
        assertTrue(picture.forwardOnly().dot().contains("label=\"× 2\" shape=circle"), picture.dot());
        assertEquals(GraphPicture.of(price).table(), picture.table());
    }

    @Test
    void onlySecondOperandsThatNothingElseUsesMove() {
        Graph graph = new Graph(Target.FLOAT64);
        Node two = graph.constant(2);
        Node y = two.minus(graph.input("x", 3)).plus(two.times(graph.input("w", 1)));
        GraphPicture picture = GraphPicture.of(y);
        assertEquals(picture.svg(), picture.numbersInside().svg());
        List<String> texts =
                texts(GraphPicture.of(NamedGraph.SIGMOID.build(Target.FLOAT64)).numbersInside());
        assertTrue(texts.containsAll(List.of("× −1", "exp", "+ 1", "/")), texts.toString());
        assertFalse(texts.contains("−1×"));
    }
}
