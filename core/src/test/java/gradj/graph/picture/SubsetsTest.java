package gradj.graph.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.graph.Graph;
import gradj.graph.NamedGraph;
import gradj.graph.Node;
import gradj.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pictures of a part of what there is show that part, everywhere, and what there was when they were made. */
class SubsetsTest {
    private static final Tensors T = Target.FLOAT64;

    private static GraphPicture apple() {
        return GraphPicture.of(NamedGraph.APPLE.build(T));
    }

    /** Tooltips too; 110 is a gradient alone. */
    private static void assertTellsNoGradients(GraphPicture picture) {
        for (String text : List.of(picture.svg(), picture.dot(), picture.mermaid())) {
            assertFalse(text.contains("gradient:") || text.contains("passed back:"), text);
            assertFalse(text.contains(">110<") || text.contains("\"110\"") || text.contains("110.0"), text);
        }
    }

    @Test
    void forwardOnlyTellsNoGradients() {
        assertTellsNoGradients(apple().forwardOnly());
        assertTrue(apple().dot().contains("gradient: 2.2"), apple().dot());
    }

    @Test
    void backwardOnlyTellsNoValues() {
        GraphPicture picture = apple().backwardOnly();
        for (String text : List.of(picture.svg(), picture.dot(), picture.mermaid())) {
            assertFalse(text.contains("value:") || text.contains("220") || text.contains(" = "), text);
        }
    }

    @Test
    void aStepTellsNothingOfLaterSteps() {
        List<GraphPicture> steps = apple().steps();
        assertTellsNoGradients(steps.get(0));
        assertTellsNoGradients(steps.get(1));
        String third = steps.get(2).svg();
        assertTrue(third.contains("gradient: 200") && !third.contains("gradient: 110"), third);
    }

    @Test
    void aStepInTextHasItsResultAndItsCaption() {
        GraphPicture first = apple().steps().get(0);
        assertEquals("""
                ---
                title: 'Step 1 of 4, forward: 100 × 2 = 200'
                ---
                flowchart LR
                  n0["apple"]
                  n1["number of apples"]
                  n3(("×"))
                  n4[" "]
                  style n4 fill:none,stroke:none
                  n0 -->|"100"| n3
                  n1 -->|"2"| n3
                  n3 -->|"200"| n4
                  style n3 fill:#ffe58f,color:#1f2328
                """, first.mermaid());
        assertTrue(first.dot().contains("  label=\"Step 1 of 4, forward: 100 × 2 = 200\"\n"), first.dot());
        assertTrue(first.dot().contains("  n4 [label=\"\" shape=plaintext]\n"), first.dot());
        assertTrue(first.dot().contains("  n3 -> n4 [label=\"200\"]\n"), first.dot());
    }

    @Test
    void sumsStandInTextToo() {
        Node x = new Graph(T).input("x", 3);
        Node y = x.times(x).plus(x);
        y.backward();
        GraphPicture picture = GraphPicture.of(y);
        assertTrue(picture.mermaid().contains("[\"x<br>sum 7\"]"), picture.mermaid());
        assertTrue(picture.dot().contains("xlabel=\"sum 7\""), picture.dot());
        assertFalse(picture.forwardOnly().dot().contains("sum"), picture.dot());
    }

    @Test
    void numbersAreShortWhateverTheyAre() {
        Graph graph = new Graph(T);
        Node third = graph.constant(1 / 3.0);
        Node y = graph.input("x", 1).times(third).plus(1e300);
        y.backward();
        GraphPicture picture = GraphPicture.of(y);
        assertTrue(picture.mermaid().contains("[\"0.3333\"]"), picture.mermaid());
        assertTrue(picture.table().contains("Multiply(x, 0.3333)"), picture.table());
        assertTrue(picture.table().contains(", 1e300)"), picture.table());
        third.set(3);
        graph.forward();
        assertTrue(GraphPicture.of(y).table().contains("Multiply(x, 3)"));
    }

    @Test
    void backwardOnlyNamesItsNumbers() {
        GraphPicture picture = GraphPicture.of(NamedGraph.SIGMOID.build(T)).backwardOnly();
        List<String> texts = SvgPicture.parse(picture.svg()).texts().stream()
                .map(SvgPicture.Area::text)
                .toList();
        assertTrue(texts.contains("−1"), texts.toString());
    }

    @Test
    void aPictureShowsWhatTheGraphHeldWhenItWasMade() {
        Graph graph = new Graph(T);
        Node x = graph.input("x", 2);
        Node y = x.square();
        y.backward();
        GraphPicture picture = GraphPicture.of(y);
        String table = picture.table();
        String unfolded = picture.unfolded().mermaid();
        x.set(5);
        assertEquals(table, picture.table());
        graph.forward();
        assertEquals(table, picture.table());
        assertEquals(unfolded, picture.unfolded().mermaid());
        assertEquals(
                picture.backwardOnly().mermaid(),
                picture.forwardOnly().backwardOnly().mermaid());
        assertTrue(picture.forwardOnly().backwardOnly().mermaid().contains("gradient 4"));
    }

    @Test
    void tensorsBesideMatricesShowTheirShapes() {
        String table = GraphPicture.of(NamedGraph.AFFINE.build(T)).table();
        assertEquals(
                List.of(
                        "node  computed by  value                            gradient",
                        "X     -            [2, 2] (1, 2) (3, 4)             [2, 2] (22, 28) (49, 64)",
                        "W     -            [2, 3] (1, 3, 5) (2, 4, 6)       [2, 3] (13, 17, 21) (18, 24, 30)",
                        "B     -            [3] (1, 2, 3)                    [3] (5, 7, 9)"),
                table.lines().limit(4).toList());
        String mermaid = GraphPicture.of(NamedGraph.AFFINE.build(T)).mermaid();
        assertTrue(mermaid.contains("|\"[3]<br>(1, 2, 3)<br>gradient [3]<br>(5, 7, 9)\"|"), mermaid);
    }
}
