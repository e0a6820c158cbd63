package gradj.graph.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.graph.Graph;
import gradj.graph.NamedGraph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StepsTest {
    private static List<GraphPicture> steps(NamedGraph graph) {
        return GraphPicture.of(graph.build(Target.FLOAT64)).steps();
    }

    private static List<String> captions(List<GraphPicture> steps) {
        return steps.stream().map(GraphPicture::caption).toList();
    }

    @Test
    void eachIsOneLocalComputation() {
        assertEquals(
                List.of(
                        "Step 1 of 4, forward: 100 × 2 = 200",
                        "Step 2 of 4, forward: 200 × 1.1 = 220",
                        "Step 3 of 4, backward: × gets 1, passes back 1.1 and 200",
                        "Step 4 of 4, backward: × gets 1.1, passes back 2.2 and 110"),
                captions(steps(NamedGraph.APPLE)));
        assertEquals(
                List.of(
                        "Step 1 of 8, forward: 1 × (-1) = -1",
                        "Step 2 of 8, forward: exp of -1 = 0.3679",
                        "Step 3 of 8, forward: 0.3679 + 1 = 1.368",
                        "Step 4 of 8, forward: 1 / 1.368 = 0.7311"),
                captions(steps(NamedGraph.SIGMOID)).subList(0, 4));
    }

    @Test
    void whatIsNotComputedYetIsNotThere() {
        List<GraphPicture> steps = steps(NamedGraph.APPLE);
        assertEquals(1, SvgPicture.parse(steps.get(0).svg()).circles().size());
        assertEquals(2, SvgPicture.parse(steps.get(1).svg()).circles().size());
        assertFalse(steps.get(0).svg().contains(">220<"));
        assertTrue(steps.get(0).svg().contains(">200<"));
        assertTrue(steps.get(1).svg().contains(">220<"));
        assertFalse(steps.get(1).svg().contains("class=\"gradient\""));
        assertFalse(steps.get(2).svg().contains(">2.2<"));
        assertTrue(steps.get(3).svg().contains(">2.2<"));
        assertFalse(steps.get(0).dot().contains("220"));
        assertTrue(steps.get(0).mermaid().contains("style n"));
    }

    @Test
    void allHaveOneSizeAndOneMarkedOperation() {
        List<GraphPicture> steps = steps(NamedGraph.SOFTMAX);
        assertEquals(34, steps.size());
        Pattern size = Pattern.compile("width=\"(\\d+)\" height=\"(\\d+)\"");
        for (GraphPicture step : steps) {
            Matcher own = size.matcher(step.svg());
            Matcher first = size.matcher(steps.get(0).svg());
            assertTrue(own.find() && first.find());
            assertEquals(first.group(), own.group());
            assertEquals(1, step.svg().split("class=\"now\"", -1).length - 1);
        }
    }

    @Test
    void aSeriesOfOneDirection() {
        GraphPicture picture = GraphPicture.of(NamedGraph.APPLE.build(Target.FLOAT64));
        assertEquals(
                List.of("Step 1 of 2, forward: 100 × 2 = 200", "Step 2 of 2, forward: 200 × 1.1 = 220"),
                captions(picture.forwardOnly().steps()));
        assertEquals(2, picture.backwardOnly().steps().size());
        assertEquals("", picture.caption());
    }

    /** All steps in one: hiding what comes later leaves what the pictures of one step show. */
    @ParameterizedTest
    @EnumSource
    void aPageCanHideWhatComesLater(NamedGraph graph) {
        GraphPicture picture = GraphPicture.of(graph.build(Target.FLOAT64));
        String all = picture.stepsSvg();
        List<GraphPicture> steps = picture.steps();
        for (int i = 0; i < steps.size(); i++) {
            String step = steps.get(i).svg();
            SvgPicture expected = SvgPicture.parse(step);
            assertEquals(
                    expected.texts().stream()
                            .map(SvgPicture.Area::text)
                            .filter(text -> !text.startsWith("Step "))
                            .toList(),
                    textsOf(all, i + 1));
            Matcher now = Pattern.compile("data-now=\"([^\"]*)\"").matcher(all);
            int marked = 0;
            while (now.find()) {
                marked += List.of(now.group(1).split(" ")).contains(Integer.toString(i + 1)) ? 1 : 0;
            }
            assertEquals(1, marked);
        }
    }

    /** The texts of all parts that are there in a step. */
    private static List<String> textsOf(String svg, int step) {
        List<String> texts = new ArrayList<>();
        Deque<Integer> from = new ArrayDeque<>();
        Matcher token = Pattern.compile("<g data-from=\"(\\d+)\">|</g>|<text [^>]*>([^<]*)</text>")
                .matcher(svg);
        while (token.find()) {
            if (token.group(1) != null) {
                from.push(Integer.valueOf(token.group(1)));
            } else if (token.group(2) == null) {
                from.pop();
            } else if (from.stream().allMatch(first -> first <= step)) {
                texts.add(token.group(2));
            }
        }
        return texts;
    }

    @Test
    void whereNothingIsComputedThereAreNoSteps() {
        GraphPicture input = GraphPicture.of(new Graph(Target.FLOAT64).input("x", 1));
        String message = assertThrowsExactly(IllegalStateException.class, input::stepsSvg)
                .getMessage();
        assertEquals("Computational graph of x: there are no steps: nothing is computed in it", message);
    }
}
