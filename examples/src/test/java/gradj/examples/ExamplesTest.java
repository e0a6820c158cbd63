package gradj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
                ProgramOutput.of("Apple"));
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
                ProgramOutput.of("ApplesAndOranges"));
    }

    @Test
    void addAndMultiply() {
        assertEquals(
                List.of("10 + 5 = 15.0, gradients 1.3 and 1.3", "10 x 5 = 50.0, gradients 6.5 and 13.0"),
                ProgramOutput.of("AddAndMultiply"));
    }

    @Test
    void byFormula() {
        assertEquals(
                List.of(
                        "formulas  n t = 2.2, x t = 110.0, x n = 200.0",
                        "graph     dL/dx 2.2, dL/dn 110.0, dL/dt 200.0",
                        "an apple dearer by 0.01: the price rises by 0.022"),
                ProgramOutput.of("ByFormula"));
    }

    @Test
    void groceries() {
        List<String> lines = ProgramOutput.of("Groceries");
        assertEquals("Step 2 of 6, forward: 200 + 4000 = 4200", lines.get(1));
        assertEquals("Step 5 of 6, backward: + gets 1.1, passes back 1.1 and 1.1", lines.get(4));
        assertEquals("Others 8000: price 9020, apple's gradient 2.2, tax's gradient 8200", lines.get(8));
    }

    @Test
    void reluSwitch() {
        assertEquals(
                List.of(
                        "x           float64 [2, 2] 1.0 -0.5 -2.0 3.0",
                        "relu        float64 [2, 2] 1.0 0.0 0.0 3.0",
                        "mask x <= 0 [false, true, true, false]",
                        "dout        float64 [2, 2] 1.0 2.0 3.0 4.0",
                        "dx          float64 [2, 2] 1.0 0.0 0.0 4.0"),
                ProgramOutput.of("ReluSwitch"));
    }

    @Test
    void sigmoidSteps() {
        double y = 1 / (1 + Math.exp(-1));
        String gradient = String.format(Locale.ROOT, "%.10f", y * (1 - y));
        List<String> lines = ProgramOutput.of("SigmoidSteps");
        assertTrue(lines.get(lines.size() - 2).endsWith(gradient), lines::toString);
        assertTrue(lines.get(lines.size() - 1).endsWith(gradient), lines::toString);
    }

    @Test
    void affineTransformation() {
        assertEquals(
                List.of(
                        "one sample [1, 2]  float64 [3] 6.0 13.0 20.0",
                        "a batch of two     float64 [2, 3] 6.0 13.0 20.0 12.0 27.0 42.0",
                        "dx                 float64 [2, 2] 22.0 28.0 49.0 64.0",
                        "dW                 float64 [2, 3] 13.0 17.0 21.0 18.0 24.0 30.0",
                        "db, sum of rows    float64 [3] 5.0 7.0 9.0"),
                ProgramOutput.of("AffineTransformation"));
    }

    @Test
    void dotByElement() {
        assertEquals(
                List.of(
                        "W                  float64 [2, 3] 1.0 3.0 5.0 2.0 4.0 6.0",
                        "W transposed       float64 [3, 2] 1.0 2.0 3.0 4.0 5.0 6.0",
                        "dX by element      float64 [2, 2] 22.0 28.0 49.0 64.0",
                        "dY dot W^T         float64 [2, 2] 22.0 28.0 49.0 64.0",
                        "dW by element      float64 [2, 3] 13.0 17.0 21.0 18.0 24.0 30.0",
                        "X^T dot dY         float64 [2, 3] 13.0 17.0 21.0 18.0 24.0 30.0",
                        "X W + B            float64 [2, 3] 1.0 2.0 3.0 11.0 12.0 13.0",
                        "dB, sum of rows    float64 [3] 5.0 7.0 9.0"),
                ProgramOutput.of("DotByElement"));
    }

    @Test
    void digitScores() {
        List<String> lines = ProgramOutput.of("DigitScores");
        assertEquals("0  score  5.30  probability 0.008", lines.get(0));
        assertEquals("2  score 10.10  probability 0.991", lines.get(2));
        assertEquals("sum 1.0", lines.get(10));
        assertEquals("as it is  float64 [3] NaN NaN NaN", lines.get(12));
        assertEquals(lines.get(13).substring(10), lines.get(14).substring(10));
    }

    @Test
    void softmaxAndLoss() {
        List<String> lines = ProgramOutput.of("SoftmaxAndLoss");
        assertEquals("  passes back  0.300 -0.800  0.500", lines.get(3));
        assertEquals("  passes back  0.010 -0.010  0.000", lines.get(7));
        assertEquals("  passes back  0.150 -0.400  0.250  0.005 -0.005  0.000", lines.get(11));
    }

    @Test
    void checkGradients() {
        List<String> lines = ProgramOutput.of("CheckGradients");
        assertEquals(
                List.of(
                        "W1 [784, 50]: 39200 checked, 0 wrong",
                        "b1 [50]: 50 checked, 0 wrong",
                        "W2 [50, 10]: 500 checked, 0 wrong",
                        "b2 [10]: 10 checked, 0 wrong"),
                lines.subList(1, 5));
    }

    @Test
    void saveAndPredict() {
        List<String> lines = ProgramOutput.of("SaveAndPredict");
        assertEquals(1, lines.size());
        assertTrue(lines.get(0).matches("1[6-9]\\d of 200 images right"), lines::toString);
    }

    @Test
    void wrongGradient() {
        List<String> lines = ProgramOutput.of("WrongGradient");
        assertTrue(lines.get(1).endsWith("3 WRONG"), lines::toString);
        assertTrue(lines.get(2).startsWith("x[2]: analytic 3.0"), lines::toString);
    }

    @Test
    void learn() {
        List<String> epochs = ProgramOutput.of("Learn");
        assertEquals(20, epochs.size());
        double right = Double.parseDouble(epochs.get(19).replaceAll(".*right ([0-9.]+) %", "$1"));
        assertTrue(right > 80, () -> "right " + right + " %");
    }

    @Test
    void accuraciesBeginWithThoseOfGuessing() {
        List<String> lines = ProgramOutput.of("Accuracies");
        assertEquals(11, lines.size());
        assertTrue(lines.get(0).matches(" 0  train \\d %  test \\d %| 0  train 1\\d %  test 1\\d %"), lines.get(0));
        assertTrue(lines.get(10).matches("10  train [789]\\d %  test [789]\\d %"), lines.get(10));
    }

    /** The program in the README is this one, line for line. */
    @Test
    void readmeShowsLearn() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        String program = readme.replaceFirst("(?s)^.*?```java\n(.*?)```.*", "$1");
        String learn = Files.readString(Path.of("src/main/java/gradj/examples/Learn.java"));
        assertTrue(program.lines().count() > 8, program);
        assertTrue(learn.replaceAll("(?m)^ {8}", "").contains(program), program);
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
}
