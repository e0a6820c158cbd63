package gradj.graph.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.graph.Graph;
import gradj.graph.NamedGraph;
import gradj.graph.Node;
import gradj.op.Exp;
import gradj.op.MeanSquaredError;
import gradj.op.Operation;
import gradj.op.SoftmaxCrossEntropy;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers, tensors, DOT, Mermaid, the table, and folding. */
class TextsTest {
    private static final Tensors T = Target.FLOAT64;

    @ParameterizedTest
    @CsvSource({
        "220.00000000000003, 220",
        "110.00000000000001, 110",
        "3.3000000000000003, 3.3",
        "1.1, 1.1",
        "0, 0",
        "-0.0, 0",
        "-1, -1",
        "0.26894142, 0.2689",
        "1234.56, 1235",
        "12345.678, 12346",
        "9999999.4, 9999999",
        "12345678, 1.235e7",
        "-2.5e300, -2.5e300",
        "0.001, 0.001",
        "0.00099999, 0.001",
        "0.000123456, 1.235e-4",
        "4.9E-324, 4.941e-324",
        "NaN, NaN",
        "Infinity, ∞",
        "-Infinity, -∞"
    })
    void numbersAreShortAndRight(double x, String expected) {
        assertEquals(expected, ShortNumber.of(x));
    }

    @Test
    void float32NumbersAreShortToo() {
        assertEquals(
                List.of("1.1"), TensorText.of(Target.FLOAT32.scalar(1.1), false).lines());
    }

    private static List<String> lines(Tensor tensor) {
        return TensorText.of(tensor, false).lines();
    }

    @Test
    void tensorsAreShapeAndNormOrAFewNumbers() {
        assertEquals(List.of("(0.3, -0.8, 0.5)"), lines(T.vector(0.3, -0.8, 0.5)));
        assertEquals(
                List.of("[3]", "(1, 2, 3)"),
                TensorText.of(T.vector(1, 2, 3), true).lines());
        assertEquals(List.of("[2, 3]", "(1, 2, 3)", "(4, 5, 6)"), lines(T.matrix(new double[][] {{1, 2, 3}, {4, 5, 6}
        })));
        assertEquals(List.of("[1, 1]", "-3"), lines(T.matrix(new double[][] {{-3}})));
        assertEquals(List.of("[100, 50]", "norm 70.71"), lines(T.full(Shape.of(100, 50), 1)));
        assertEquals(List.of("[5]", "norm 5e200"), lines(T.vector(3e200, 4e200, 0, 0, 0)));
        assertEquals(List.of("[0, 3]", "norm 0"), lines(T.zeros(Shape.of(0, 3))));
    }

    @Test
    void aNormDoesNotHideNaN() {
        assertEquals(
                List.of("[5]", "norm NaN"), lines(T.vector(1, Double.NaN, Double.POSITIVE_INFINITY, Double.NaN, 2)));
    }

    @Test
    void dot() {
        assertEquals(
                """
                digraph {
                  rankdir=LR
                  node [fontname=Helvetica]
                  edge [fontname=Helvetica]
                  n0 [label="x" shape=plaintext tooltip="input x\\nvalue: 1.0\\ngradient: 0.19661193324148185"]
                  n1 [label="sigmoid" shape=ellipse tooltip="Sigmoid y\\nvalue: 0.7310585786300049\\ngradient: 1.0"]
                  n2 [label="y" shape=plaintext tooltip="Sigmoid y\\nvalue: 0.7310585786300049\\ngradient: 1.0"]
                  n0 -> n1 [label="1"]
                  n0 -> n1 [label="0.1966" dir=back color="#bc4c00" fontcolor="#bc4c00"]
                  n1 -> n2 [label="0.7311"]
                  n1 -> n2 [label="1" dir=back color="#bc4c00" fontcolor="#bc4c00"]
                }
                """,
                GraphPicture.of(NamedGraph.SIGMOID_CONDENSED.build(Target.FLOAT64))
                        .dot());
    }

    @Test
    void mermaid() {
        assertEquals(
                """
                flowchart LR
                  n0["x"]
                  n1["y"]
                  n2(("+"))
                  n3(("( )²"))
                  n4["z"]
                  n0 -->|"2<br>gradient 10"| n2
                  n1 -->|"3<br>gradient 10"| n2
                  n2 -->|"t = 5<br>gradient 10"| n3
                  n3 -->|"25<br>gradient 1"| n4
                """, GraphPicture.of(NamedGraph.SQUARE.build(Target.FLOAT64)).mermaid());
    }

    @Test
    void signsAreWords() {
        assertEquals("mean squared error", Sign.of(new MeanSquaredError()));
        assertEquals("softmax with loss", Sign.of(new SoftmaxCrossEntropy()));
        assertEquals("exp", Sign.of(new Exp()));
        assertEquals("f", Sign.of(new Operation() {
            @Override
            public Tensor forward(Tensor... inputs) {
                return inputs[0];
            }

            @Override
            public Tensor[] backward(Tensor dout) {
                return new Tensor[] {dout};
            }
        }));
    }

    @Test
    void namesAreEscaped() {
        Graph graph = new Graph(Target.FLOAT64);
        Node y = graph.input("a \"b\" \\ <c> #1", 3).exp();
        assertTrue(GraphPicture.of(y).dot().contains("label=\"a \\\"b\\\" \\\\ <c> #1\""));
        assertTrue(GraphPicture.of(y).mermaid().contains("[\"a #quot;b#quot; \\ #lt;c#gt; #35;1\"]"));
    }

    @Test
    void table() {
        GraphPicture picture = GraphPicture.of(NamedGraph.SQUARE.build(Target.FLOAT64));
        assertEquals(
                List.of(
                        "node  computed by  value  gradient",
                        "x     -            2      10",
                        "y     -            3      10",
                        "t     Add(x, y)    5      10",
                        "z     Square(t)    25     1"),
                picture.table().lines().toList());
        assertEquals(
                "node  computed by  value",
                picture.forwardOnly().table().lines().findFirst().orElseThrow());
    }

    @Test
    void repeatedPartsAreFolded() {
        Graph graph = new Graph(Target.FLOAT64);
        Node y = graph.input("x", 1);
        for (int i = 0; i < 10; i++) {
            y = y.times(0.5).exp();
        }
        y.backward();
        GraphPicture picture = GraphPicture.of(y);
        assertTrue(picture.mermaid().contains("([\"8 more: ×, exp\"])"), picture.mermaid());
        assertEquals(5, SvgPicture.parse(picture.svg()).circles().size());
        assertEquals(20, SvgPicture.parse(picture.unfolded().svg()).circles().size());
    }

    @Test
    void inputsAndOtherNumbersAreNoRepetition() {
        Graph graph = new Graph(Target.FLOAT64);
        Node price = graph.input("apple", 100);
        for (String name : List.of("count", "tax", "discount", "shipping", "tip")) {
            price = price.times(graph.input(name, 2));
        }
        assertTrue(GraphPicture.of(price).mermaid().contains("[\"discount\"]"));
        Node y = price.times(2).times(3).times(5).times(7).times(11);
        assertFalse(GraphPicture.of(y).mermaid().contains("more"));
    }

    @Test
    void threeRepetitionsAndSharedOnesAreNot() {
        Graph graph = new Graph(Target.FLOAT64);
        Node x = graph.input("x", 1);
        assertFalse(GraphPicture.of(x.exp().exp().exp()).mermaid().contains("more"));
        Node y = x;
        for (int i = 0; i < 10; i++) {
            y = y.plus(x);
        }
        assertFalse(GraphPicture.of(y).mermaid().contains("more"));
    }

    @Test
    void aChainOfAHundredThousandNodesIsDrawnFolded() {
        Graph graph = new Graph(Target.FLOAT64);
        Node y = graph.input("x", 1);
        for (int i = 0; i < 100_000; i++) {
            y = y.plus(1);
        }
        assertTrue(GraphPicture.of(y).svg().contains("99998 more: +"));
    }
}
