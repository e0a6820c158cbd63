package gradj.cli.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.JavaBackend;
import gradj.graph.Graph;
import gradj.graph.NamedGraph;
import gradj.graph.Node;
import gradj.graph.picture.GraphPicture;
import gradj.spi.DType;
import gradj.tensor.Tensors;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of a graph's steps: what stands in it. That it moves is seen in a browser. */
@Tag("once")
class GraphPageTest {
    private static final Tensors FLOAT64 = new Tensors(new JavaBackend(1), DType.FLOAT64);

    private static String page(Node output) {
        return GraphPage.of("title", "description", GraphPicture.of(output));
    }

    private static List<String> all(String regex, String page) {
        return Pattern.compile(regex, Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(found -> found.group(found.groupCount()))
                .toList();
    }

    /** The words of the steps without their marks. */
    private static List<String> words(Node output) {
        return all("<li><h2>(.*?)</li>\n(?=<li><h2>|</ol>)", page(output)).stream()
                .map(words ->
                        words.replaceAll("<[^>]*>", "").replaceAll("\\s+", " ").strip())
                .toList();
    }

    @Test
    void wordsTellTheGradientFromAboveTimesTheLocalDerivative() {
        assertEquals(
                List.of(
                        "Step 1 of 4, forward × computes y = a × b. With a = 100 (apple) and b = 2 (number of apples) "
                                + "that is y = 200.",
                        "Step 2 of 4, forward × computes y = a × b. With a = 200 and b = 1.1 (tax) that is y = 220 (price).",
                        "Step 3 of 4, backward ×, y = a × b, gets the gradient dout = 1 from above and passes back dout times"
                                + " the local derivative: to a = 200: ∂y/∂a = b = 1.1, dout × b = 1 × 1.1 = 1.1"
                                + " to b = 1.1 (tax): ∂y/∂b = a = 200, dout × a = 1 × 200 = 200",
                        "Step 4 of 4, backward ×, y = a × b, gets the gradient dout = 1.1 from above and passes back dout times"
                                + " the local derivative: to a = 100 (apple): ∂y/∂a = b = 2, dout × b = 1.1 × 2 = 2.2"
                                + " to b = 2 (number of apples): ∂y/∂b = a = 100, dout × a = 1.1 × 100 = 110"),
                words(NamedGraph.APPLE.build(FLOAT64)));
    }

    @Test
    void wordsFitNegativeNumbersAndTensors() {
        Node x = new Graph(FLOAT64).input("x", -2);
        Node y = x.negate().reciprocal();
        y.backward();
        List<String> words = words(y);
        assertTrue(words.get(0).contains("With x = −2 that is y = 2."), words.get(0));
        assertTrue(words.get(2).endsWith("∂y/∂x = −y² = −0.25, dout × (−y²) = 1 × (−0.25) = −0.25"), words.get(2));
        assertTrue(words.get(3).endsWith("∂y/∂x = −1, dout × (−1) = (−0.25) × (−1) = 0.25"), words.get(3));
        words = words(NamedGraph.NET.build(FLOAT64));
        assertTrue(
                words.get(7).contains("passes back what comes of it: to x = [100, 784] norm 104.1: dout · Wᵀ = ["),
                words.get(7));
    }

    @Test
    void ofAnOperationOfOnesOwnItTellsWhatGoesInAndOut() {
        Graph graph = new Graph(FLOAT64);
        Node y = graph.input("x", 3).apply(new gradj.op.UnaryOperation() {
            @Override
            protected gradj.tensor.Tensor forwardOf(gradj.tensor.Tensor x) {
                return x.times(2);
            }

            @Override
            protected gradj.tensor.Tensor backwardOf(
                    gradj.tensor.Tensor dout, gradj.tensor.Tensor x, gradj.tensor.Tensor y) {
                return dout.times(2);
            }

            @Override
            public String name() {
                return "Twice";
            }
        });
        y.backward();
        assertEquals(
                List.of(
                        "Step 1 of 2, forward twice computes y of x = 3: y = 6.",
                        "Step 2 of 2, backward twice gets the gradient dout = 1 from above and passes back what comes of it:"
                                + " to x = 3: 2"),
                words(y));
    }

    /** Nothing is fetched, and the browser lets nothing run but these very texts. */
    @ParameterizedTest
    @EnumSource
    void isOneFileThatRunsNothingElse(NamedGraph graph) throws NoSuchAlgorithmException {
        String page = page(graph.build(FLOAT64));
        String policy =
                all("Content-Security-Policy\" content=\"([^\"]*)\"", page).get(0);
        assertTrue(policy.startsWith("default-src 'none'; "), policy);
        assertFalse(policy.contains("unsafe"), policy);
        List<String> styles = all("<style>(.*?)</style>", page);
        List<String> scripts = all("<script>(.*?)</script>", page);
        assertEquals(2, styles.size());
        assertEquals(1, scripts.size());
        assertEquals(3, all("('sha256-)", policy).size());
        assertTrue(directive(policy, "style-src").contains(hash(styles.get(0))));
        assertTrue(directive(policy, "style-src").contains(hash(styles.get(1))));
        assertTrue(directive(policy, "script-src").contains(hash(scripts.get(0))));
        assertEquals(
                List.of(),
                all("(\\s(?:src|href|style|on\\w+)\\s*=\\s*[\"'])", page.replaceAll("(?s)<script>.*</script>", "")));
        assertEquals(List.of(), all("(url\\(|@import)", String.join("", styles)));
        assertEquals(List.of("http://www.w3.org/2000/svg"), all("(https?:[^\"' ]*)", page));
        assertTrue(page.length() < 100_000, "characters: " + page.length());
    }

    private static String directive(String policy, String name) {
        return all(name + " ([^;]*)", policy).get(0);
    }

    private static String hash(String text) throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    }

    @Test
    void namesAreText() {
        String name = "<script>alert(1)</script>&\"'{{count}}$1\\";
        Node x = new Graph(FLOAT64).input(name, 1);
        Node y = x.exp().named(name + "2");
        y.backward();
        String page = GraphPage.of(name, name, GraphPicture.of(y));
        assertEquals(1, all("(<script>)", page).size());
        assertEquals(
                List.of("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;{{count}}$1\\"),
                all("<h1>(.*?)</h1>", page));
        List<MatchResult> names =
                Pattern.compile("alert\\(1\\)").matcher(page).results().toList();
        assertTrue(names.size() > 5);
    }
}
