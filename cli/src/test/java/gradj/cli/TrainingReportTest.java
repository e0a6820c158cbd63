package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.JavaBackend;
import gradj.cli.page.ReportPage.Picture;
import gradj.nn.Affine;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.spi.DType;
import gradj.tensor.Tensors;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that {@code train --out} writes. */
@Tag("once")
class TrainingReportTest {
    private static final String NASTY = "<script>alert(1)</script>&\"'";

    @TempDir
    Path folder;

    private String report(Path data, String... options) throws IOException {
        Path out = folder.resolve("out 'of' <it>");
        List<String> arguments = new ArrayList<>(List.of("train", "--data", data.toString(), "--out", out.toString()));
        arguments.addAll(List.of(options));
        CommandRun.gradj(arguments.toArray(String[]::new)).fine();
        return Files.readString(out.resolve("report.html"));
    }

    private static List<String> all(String regex, String page) {
        return Pattern.compile(regex, Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(found -> found.group(found.groupCount()))
                .toList();
    }

    private static List<String> headings(String page) {
        return all("<h2>(.*?)</h2>", page);
    }

    private static String fact(String name, String page) {
        return all("<dt>" + Pattern.quote(name) + "</dt><dd>(.*?)</dd>", page)
                .get(0)
                .strip();
    }

    private static BufferedImage picture(String base64) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
    }

    /** All in one file: nothing is fetched, and nothing runs. */
    private static void assertIsWhole(String page) {
        String policy =
                all("Content-Security-Policy\" content=\"([^\"]*)\"", page).get(0);
        assertTrue(policy.startsWith("default-src 'none'; img-src data:; style-src 'sha256-"), policy);
        assertTrue(policy.contains("script-src 'none'"), policy);
        assertFalse(page.contains("<script"), page);
        all("src=\"([^\"]{0,30})", page)
                .forEach(source -> assertTrue(source.startsWith("data:image/png;base64,"), source));
        assertEquals(List.of(), all("(\\s(?:href|style|on\\w+)\\s*=\\s*[\"'])", page));
        all("<(img [^>]{0,20})", page)
                .forEach(
                        image -> assertTrue(image.startsWith("img alt=\"I") || image.startsWith("img alt=\"W"), image));
    }

    @Test
    void ofImages() throws IOException {
        SmallDataSet.write(folder);
        String page = report(folder, "--iterations", "20", "--batch-size", "40", "--hidden", "12", "--seed", "3");
        assertIsWhole(page);
        assertEquals(
                List.of(
                        "Result",
                        "Curves",
                        "Confusion matrix",
                        "Most wrong",
                        "First-layer weights",
                        "How to repeat it",
                        "Options and provenance"),
                headings(page));
        assertEquals(
                List.of("gradj train --data " + folder + " --out &#39;" + folder
                        + "/out &#39;\\&#39;&#39;of&#39;\\&#39;&#39; &lt;it&gt;&#39; --iterations 20 --batch-size 40 --hidden 12"
                        + " --seed 3"),
                all("<code>(.*?)</code>", page));
        assertEquals("12", fact("--hidden", page));
        assertEquals("3", fact("--seed", page));
        assertEquals(
                4, all("<dt>(sha256 [^<]*)</dt><dd>[0-9a-f]{64}</dd>", page).size(), page);
        assertTrue(fact("machine", page).contains(System.getProperty("os.arch")), page);
        // Every test image stands in the matrix once.
        List<String> cells = all("<td class=\"(?:right|wrong) shade\\d+\">(\\d+)</td>", page);
        assertEquals(100, cells.size());
        assertEquals(60, cells.stream().mapToInt(Integer::parseInt).sum());
        List<String> pictures = all("base64,([^\"]*)\"", page);
        assertEquals(26, pictures.size()); // the most wrong ones, and the weights of the first layer
        assertEquals(28, picture(pictures.get(0)).getWidth());
        BufferedImage weights = picture(pictures.get(25));
        assertEquals(List.of(10 * 29 - 1, 2 * 29 - 1), List.of(weights.getWidth(), weights.getHeight()));
        assertTrue(page.contains("<span class=\"key series1\">train "), page);
        assertTrue(page.length() < 300_000, "characters: " + page.length());
    }

    private Path table(String label) throws IOException {
        StringBuilder csv = new StringBuilder("size,kind,\"" + label.replace("\"", "\"\"") + "\"\n");
        for (int i = 0; i < 60; i++) {
            String kind = i % 3 == 0 ? "plain" : "\"" + NASTY.replace("\"", "\"\"") + "\"";
            csv.append(i % 3 + i / 100.0)
                    .append(',')
                    .append(kind)
                    .append(',')
                    .append(10 * i)
                    .append('\n');
        }
        return Files.writeString(folder.resolve("a&b <c>.csv"), csv);
    }

    @Test
    void ofATableWithClasses() throws IOException {
        String page = report(table("price"), "--label", "kind", "--without", "price", "--test", "0.2", "--epochs", "3");
        assertIsWhole(page);
        assertEquals(
                List.of("Result", "Curves", "Confusion matrix", "How to repeat it", "Options and provenance"),
                headings(page));
        assertEquals(List.of("Loss", "Accuracy", "Log loss"), all("<figcaption><strong>(.*?)</strong>", page));
        assertTrue(page.contains("<h1>Training: a&amp;b &lt;c&gt;.csv</h1>"), page);
        assertTrue(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;</th>"), page);
    }

    @Test
    void ofATableWithNumbers() throws IOException {
        String page = report(table(NASTY), "--label", NASTY, "--validation", "0.2", "--test", "0.2", "--epochs", "3");
        assertIsWhole(page);
        assertEquals(
                List.of("Result", "Curves", "Predicted over true", "How to repeat it", "Options and provenance"),
                headings(page));
        assertTrue(page.contains("true &lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;</text>"), page);
        String dots = all("class=\"dots series1\" d=\"([^\"]*)\"", page).get(0);
        assertEquals(12, all("(h0)", dots).size()); // a fifth of 60 rows
        assertEquals(
                List.of("", "train", "validation", "test"),
                all("<th scope=\"col\">(.*?)</th>", page).subList(0, 4));
    }

    /** Two units of a 2 x 2 image: each by its own largest weight. */
    @Test
    void weightsAreOrangeAboveZeroAndBlueBelow() throws IOException {
        Tensors tensors = new Tensors(new JavaBackend(1), DType.FLOAT64);
        Affine layer = new Affine(
                new Parameter("W", tensors.matrix(new double[][] {{5, 0}, {-5, 0}, {0, 0}, {0, 1e-3}})),
                new Parameter("b", tensors.vector(0, 0)));
        Network net = Network.sequence(tensors, 1).layer(layer).softmaxCrossEntropy();
        Picture picture = WeightsPicture.of(net, 2).orElseThrow();
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.png()));
        int orange = 0xBC4C00;
        int blue = 0x0550AE;
        int white = 0xFFFFFF;
        int between = 0x808080;
        assertArrayEquals(
                new int[] {orange, blue, between, white, white, white, white, between, white, orange},
                Arrays.stream(image.getRGB(0, 0, 5, 2, null, 0, 5))
                        .map(color -> color & 0xFFFFFF)
                        .toArray());
    }

    @Test
    void greyStaysAsItIs() throws IOException {
        byte[] png = WeightsPicture.grey(new double[][] {{0, 0.5, 1, -3, 7}});
        int[] grey = ImageIO.read(new ByteArrayInputStream(png)).getRaster().getSamples(0, 0, 5, 1, 0, (int[]) null);
        assertArrayEquals(new int[] {0, 128, 255, 0, 255}, grey);
    }
}
