package gradj.graph.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.graph.Graph;
import gradj.graph.NamedGraph;
import gradj.graph.Node;
import gradj.graph.RandomGraphs;
import gradj.graph.picture.SvgPicture.Area;
import gradj.graph.picture.SvgPicture.Point;
import gradj.op.Operation;
import gradj.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SvgTest {
    private static final Comparator<Point> BY_X_AND_Y =
            Comparator.comparingDouble(Point::x).thenComparingDouble(Point::y);

    /**
     * Nothing lies on anything else but a sign in its circle, no line runs through text or a circle, forward or backward,
     * all is inside the picture.
     */
    private static void assertClear(SvgPicture picture) {
        List<Area> areas = new ArrayList<>(picture.texts());
        for (Area circle : picture.circles()) {
            Area sign = areas.stream()
                    .filter(text -> isSign(text, circle))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(circle + " has no sign in its middle"));
            areas.remove(sign); // what else stands in the circle stays, and is found on it
        }
        areas.addAll(picture.circles());
        List<Point> points = picture.lines().stream()
                .flatMap(List::stream)
                .sorted(BY_X_AND_Y)
                .toList();
        for (int i = 0; i < areas.size(); i++) {
            Area area = areas.get(i);
            assertTrue(
                    area.left() >= 0
                            && area.top() >= 0
                            && area.right() <= picture.width()
                            && area.bottom() <= picture.height(),
                    () -> area + " outside");
            for (int j = 0; j < i; j++) {
                Area other = areas.get(j);
                assertFalse(area.overlaps(other), () -> area + " on " + other);
            }
            for (Point point : between(points, area.left(), area.right())) {
                boolean isAtTheEdge = area.text().equals("circle") && isOutside(point, area);
                assertFalse(area.contains(point) && !isAtTheEdge, () -> area + " on a line at " + point);
            }
        }
    }

    /** The points, sorted by x, from one x to another. */
    private static List<Point> between(List<Point> points, double left, double right) {
        int from = firstAtOrBehind(points, left);
        return points.subList(from, Math.max(from, firstAtOrBehind(points, right)));
    }

    private static int firstAtOrBehind(List<Point> points, double x) {
        int found = Collections.binarySearch(points, new Point(x, -1), BY_X_AND_Y);
        return found < 0 ? -found - 1 : found;
    }

    /** The text in the middle of a circle. */
    private static boolean isSign(Area text, Area circle) {
        return Math.abs(text.left() + text.right() - circle.left() - circle.right()) < 0.1
                && text.left() >= circle.left()
                && text.top() >= circle.top()
                && text.bottom() <= circle.bottom();
    }

    /** Whether a point in the rectangle around round ends is outside of these. */
    private static boolean isOutside(Point point, Area circle) {
        double radius = (circle.bottom() - circle.top()) / 2;
        double x = Math.max(circle.left() + radius, Math.min(circle.right() - radius, point.x()));
        return Math.hypot(point.x() - x, point.y() - circle.top() - radius) >= radius - 0.03; // SVG is rounded to 0.01
    }

    private static List<String> texts(String svg) {
        return SvgPicture.parse(svg).texts().stream().map(Area::text).toList();
    }

    @ParameterizedTest
    @EnumSource
    void namedGraphsAreClear(NamedGraph graph) {
        GraphPicture picture = GraphPicture.of(graph.build(Target.FLOAT64));
        assertClear(SvgPicture.parse(picture.svg()));
        assertClear(SvgPicture.parse(picture.forwardOnly().svg()));
        assertClear(SvgPicture.parse(picture.backwardOnly().svg()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19})
    void graphsOf200NodesAreClear(int seed) {
        Node output = RandomGraphs.ofScalars(seed, 200);
        GraphPicture picture = GraphPicture.of(output).unfolded();
        assertTrue(
                output.graph().nodes().size() >= 200,
                "nodes: " + output.graph().nodes().size());
        assertClear(SvgPicture.parse(picture.svg()));
    }

    @Test
    void theAppleGraphHasTheBooksNumbers() {
        List<String> texts =
                texts(GraphPicture.of(NamedGraph.APPLE.build(Target.FLOAT64)).svg());
        assertEquals(List.of("100", "2.2", "2", "110", "200", "1.1", "1.1", "200", "220", "1"), texts.subList(0, 10));
        assertTrue(texts.containsAll(List.of("apple", "number of apples", "tax", "×", "price")), texts.toString());
    }

    @Test
    void tooltipsHaveEveryDigit() {
        String svg = GraphPicture.of(NamedGraph.APPLE.build(Target.FLOAT64)).svg();
        assertTrue(svg.contains("<title>Multiply price\nvalue: 220.00000000000003\ngradient: 1.0</title>"), svg);
    }

    @Test
    void forwardOnlyHasNoGradientsBackwardOnlyNoValues() {
        GraphPicture picture = GraphPicture.of(NamedGraph.APPLE.build(Target.FLOAT64));
        assertFalse(texts(picture.forwardOnly().svg()).contains("2.2"));
        assertTrue(texts(picture.forwardOnly().svg()).contains("220"));
        assertTrue(texts(picture.backwardOnly().svg()).contains("2.2"));
        assertFalse(texts(picture.backwardOnly().svg()).contains("220"));
    }

    @Test
    void aNodeUsedTwiceShowsTheSumOfItsGradients() {
        Graph graph = new Graph(Target.FLOAT64);
        Node x = graph.input("x", 3);
        Node y = x.times(x).plus(x);
        y.backward();
        List<String> texts = texts(GraphPicture.of(y).svg());
        assertTrue(texts.contains("sum 7"), texts.toString());
        assertEquals(5, texts.stream().filter("3"::equals).count(), texts.toString()); // three values, two gradients
    }

    @Test
    void negativeNumbersAndSumsAreAsWideAsTheyAreDrawn() {
        double x = -1.2345e-4;
        Node scalar = new Graph(Target.FLOAT64).input("x", x);
        Node twice = scalar.plus(scalar);
        twice.backward(Target.FLOAT64.scalar(x));
        assertClear(SvgPicture.parse(GraphPicture.of(twice).svg()));
        Node vector = new Graph(Target.FLOAT64).input("x", Target.FLOAT64.vector(x, x, x, x));
        Node y = vector.times(vector).plus(vector.times(-1)).times(vector);
        y.backward(Target.FLOAT64.vector(x, x, x, x));
        assertClear(SvgPicture.parse(GraphPicture.of(y).svg()));
    }

    @Test
    void anyNameIsWellFormed() {
        Graph graph = new Graph(Target.FLOAT64);
        String name = "<a & \"b\" 'c'>\u0000\u001b \ud800 \ufffe 苹果 🍎 " + "long ".repeat(30);
        Node y = graph.input(name, 3).exp();
        y.backward();
        SvgPicture picture = SvgPicture.parse(GraphPicture.of(y).svg());
        assertClear(picture);
        String label = picture.texts().stream().map(Area::text).collect(Collectors.joining());
        assertTrue(label.contains("<a & \"b\" 'c'>") && label.contains("…"), label);
    }

    @Test
    void namesOfValuesOnTheWayStandAboveTheirArrows() {
        Node t = new Graph(Target.FLOAT64).input("x", 3).exp().named("mid-way");
        assertTrue(texts(GraphPicture.of(t.negate()).svg()).contains("mid-way = 20.09"));
        assertFalse(texts(GraphPicture.of(t).svg()).contains("mid-way = 20.09")); // it stands at the end
    }

    @Test
    void withoutBackwardThereAreValuesAlone() {
        Graph graph = new Graph(Target.FLOAT64);
        String svg = GraphPicture.of(graph.input("x", 3).exp()).svg();
        assertFalse(svg.contains("class=\"gradient\""), svg);
        assertEquals(List.of("3", "20.09", "x", "exp"), texts(svg));
    }

    @Test
    void darkColoursAreForReadersWhoWantThem() {
        String svg = GraphPicture.of(NamedGraph.RELU.build(Target.FLOAT64)).svg();
        assertTrue(svg.contains("@media (prefers-color-scheme: dark)"), svg);
        assertTrue(svg.contains("class=\"paper\"") && svg.contains("fill=\"#ffffff\""), svg);
    }

    /** A node that feeds n others along a chain: y = x + x + ... + x. */
    private static Node fedByOne(int n) {
        Node x = new Graph(Target.FLOAT64).input("x", 1);
        Node y = x;
        for (int i = 0; i < n; i++) {
            y = y.plus(x);
        }
        y.backward();
        return y;
    }

    /** Each of n sums uses the one before it and one far back. */
    private static Node fedFromAfar(int n) {
        Graph graph = new Graph(Target.FLOAT64);
        List<Node> nodes = new ArrayList<>(List.of(graph.input("x", 1)));
        for (int i = 0; i < n; i++) {
            nodes.add(nodes.get(i).plus(nodes.get(i / 3)).times(0.5));
        }
        nodes.get(n).backward();
        return nodes.get(n);
    }

    @Test
    void farUsersOfAValueHaveItsNameBesideThem() {
        SvgPicture picture = SvgPicture.parse(GraphPicture.of(fedByOne(150)).svg());
        assertClear(picture);
        List<String> texts = picture.texts().stream().map(Area::text).toList();
        // x itself, with lines to what is at most 8 layers away: 9 uses; the names beside the other 142.
        assertEquals(143, Collections.frequency(texts, "x"));
        assertTrue(texts.contains("sum 151"), texts.toString());
        assertEquals(150, Collections.frequency(texts, "+"));
        assertEquals(301 * 2, picture.lines().size()); // 300 arrows, the one to the end, and as many back
    }

    @Test
    void namesOfValuesWithoutANameAreThoseOfTheTable() {
        GraphPicture picture = GraphPicture.of(fedFromAfar(130).inputs().get(0)).unfolded();
        SvgPicture svg = SvgPicture.parse(picture.svg());
        assertClear(svg);
        List<String> names = svg.texts().stream()
                .map(Area::text)
                .filter(text -> text.startsWith("#"))
                .toList();
        assertTrue(names.size() > 100, names.toString());
        for (String name : names) {
            assertTrue(picture.table().lines().anyMatch(line -> line.startsWith(name + " ")), name);
            assertTrue(Collections.frequency(names, name) >= 2, name); // where it comes from, and where it is used
        }
    }

    @Test
    void smallGraphsKeepTheirLines() {
        assertEquals(
                1, Collections.frequency(texts(GraphPicture.of(fedByOne(100)).svg()), "x"));
    }

    @Test
    void aStepShowsNoNameOfWhatComesLater() {
        List<GraphPicture> steps = GraphPicture.of(fedByOne(150)).steps();
        assertEquals(1, Collections.frequency(texts(steps.get(4).svg()), "x"));
        assertEquals(44, Collections.frequency(texts(steps.get(50).svg()), "x")); // x, and 43 of 51 sums
        assertTrue(texts(steps.get(149).svg()).contains("151"));
        assertFalse(steps.get(150).svg().contains("sum 151"));
        assertTrue(steps.get(299).svg().contains("sum 151"));
    }

    /** That it ends is what is tested; places for every column that an arrow passes would need gigabytes. */
    @Test
    void thousandsOfNodesFedByOneAreDrawn() {
        String svg = GraphPicture.of(fedByOne(2000)).svg();
        assertTrue(svg.length() < 4_000_000, "characters: " + svg.length());
        assertTrue(svg.contains(">sum 2001<") && svg.contains(">2001<"));
    }

    @Test
    void thousandsOfInputsOfOneOperationAreDrawn() {
        Graph graph = new Graph(Target.FLOAT64);
        Node[] inputs = new Node[1500];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = graph.input("x" + i, i);
        }
        GraphPicture picture = GraphPicture.of(graph.apply(new First(), inputs));
        String svg = picture.svg();
        assertEquals(1501, svg.split("class=\"ink\"", -1).length - 1);
        assertTrue(svg.length() < 2_000_000, "characters: " + svg.length());
        assertTrue(
                picture.table().length() < 100_000,
                "characters: " + picture.table().length());
    }

    private static final class First implements Operation {
        @Override
        public Tensor forward(Tensor... inputs) {
            return inputs[0].times(1);
        }

        @Override
        public Tensor[] backward(Tensor dout) {
            return new Tensor[] {dout};
        }
    }

    @Test
    void moreThanAnybodyCouldReadIsRefusedAsSvgAlone() {
        Node y = new Graph(Target.FLOAT64).input("x", 1);
        for (int i = 0; i < 10_000; i++) {
            y = y.relu();
        }
        assertTrue(GraphPicture.of(y).svg().contains("9998 more: relu"));
        GraphPicture unfolded = GraphPicture.of(y.named("y")).unfolded();
        IllegalStateException refusal = assertThrows(IllegalStateException.class, unfolded::svg);
        assertEquals(
                "Computational graph of y: 10001 nodes and 10000 arrows, an SVG shows at most 10000 and 30000: "
                        + "draw a part of it with GraphPicture.of(a node further left), or write dot()",
                refusal.getMessage());
        assertEquals(
                10_001,
                unfolded.dot().lines().filter(line -> line.contains(" -> ")).count());
    }
}
