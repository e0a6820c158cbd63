package gradj.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The programs print the numbers of the book and its notes, to the last digit. */
class ExamplesTest {
    @Test
    void apple() {
        assertEquals(
                List.of(
                        "apple price  200.0",
                        "price        220.00000000000003",
                        "dapple price 1.1",
                        "dtax         200.0",
                        "dapple       2.2",
                        "dcount       110.00000000000001"),
                output(Apple::main));
    }

    @Test
    void applesAndOranges() {
        assertEquals(
                List.of(
                        "apple price   200.0",
                        "orange price  450.0",
                        "fruit price   650.0",
                        "price         715.0000000000001",
                        "dfruit price  1.1",
                        "dtax          650.0",
                        "dapple price  1.1",
                        "dorange price 1.1",
                        "dorange       3.3000000000000003",
                        "dorange count 165.0",
                        "dapple        2.2",
                        "dapple count  110.00000000000001"),
                output(ApplesAndOranges::main));
    }

    @Test
    void addAndMultiply() {
        assertEquals(
                List.of("10 + 5 = 15.0, gradients 1.3 and 1.3", "10 x 5 = 50.0, gradients 6.5 and 13.0"),
                output(AddAndMultiply::main));
    }

    @Test
    void reluAndSigmoid() {
        List<String> lines = output(ReluAndSigmoid::main);
        assertEquals("relu        float64 [2, 2] 1.0 0.0 0.0 3.0", lines.get(1));
        assertEquals("mask x <= 0 [false, true, true, false]", lines.get(2));
        assertEquals("drelu       float64 [2, 2] 1.0 0.0 0.0 1.0", lines.get(3));
        double y = 1 / (1 + Math.exp(-1));
        assertEquals(y, numbers(lines.get(4))[0], 1e-15);
        assertArrayEquals(numbers(lines.get(6)), numbers(lines.get(5)), 1e-15);
    }

    @Test
    void affineTransformation() {
        assertEquals(
                List.of(
                        "one sample [1, 2]  float64 [3] 6.0 13.0 20.0",
                        "a batch of two     float64 [2, 3] 1.0 2.0 3.0 31.0 72.0 113.0",
                        "dx                 float64 [2, 2] 22.0 28.0 49.0 64.0",
                        "dW                 float64 [2, 3] 40.0 50.0 60.0 40.0 50.0 60.0",
                        "db, summed by rows float64 [3] 5.0 7.0 9.0"),
                output(AffineTransformation::main));
    }

    @Test
    void softmaxAndLoss() {
        List<String> lines = output(SoftmaxAndLoss::main);
        assertArrayEquals(new double[] {0.3, -0.8, 0.5}, numbers(lines.get(2)), 1e-15);
        assertArrayEquals(new double[] {0.01, -0.01, 0}, numbers(lines.get(5)), 1e-15);
        assertEquals(-Math.log(0.2), numbers(lines.get(1))[0], 1e-15);
    }

    @Test
    void checkGradients() {
        List<String> lines = output(CheckGradients::main);
        assertEquals(5, lines.size());
        for (String line : lines.subList(1, 5)) {
            assertTrue(line.matches("(W1|b1|W2|b2) .* ok"), line);
        }
    }

    @Test
    void learn() {
        List<String> epochs = output(Learn::main);
        assertEquals(20, epochs.size());
        double testAccuracy = Double.parseDouble(epochs.get(19).replaceAll(".*testAccuracy=([0-9.]+)]", "$1"));
        assertTrue(testAccuracy > 0.8, () -> "test accuracy " + testAccuracy);
    }

    /** The program in the README is this one, line for line. */
    @Test
    void readmeShowsLearn() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        String program = readme.replaceFirst("(?s).*```java\n(.*?)```.*", "$1");
        String learn = Files.readString(Path.of("src/main/java/gradj/examples/Learn.java"));
        assertTrue(program.lines().count() > 8, program);
        assertTrue(learn.replaceAll("(?m)^ +", "").contains(program), program);
    }

    /** Every relative link of the documents leads to a file. */
    @Test
    void linksLeadSomewhere() throws IOException {
        Pattern link = Pattern.compile("\\]\\((?!https?:)([^)#]+)");
        List<Path> documents = new ArrayList<>(List.of(Path.of("..", "README.md"), Path.of("..", "CONTRIBUTING.md")));
        try (Stream<Path> docs = Files.walk(Path.of("..", "docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
        }
        for (Path document : documents) {
            Matcher matcher = link.matcher(Files.readString(document));
            while (matcher.find()) {
                Path target = document.resolveSibling(matcher.group(1));
                assertTrue(Files.exists(target), () -> document + " links to " + target);
            }
        }
    }

    private static List<String> output(Consumer<String[]> main) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream console = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            main.accept(new String[0]);
        } finally {
            System.setOut(console);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** The numbers behind a line's label and shape. */
    private static double[] numbers(String line) {
        String values = line.replaceFirst(".*(\\]|loss)\\s+", "");
        return Pattern.compile(" ")
                .splitAsStream(values.trim())
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
