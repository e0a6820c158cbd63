package gradj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The learning path is complete, and what {@code scripts/learn} generates in it is up to date. */
class LearningPathTest {
    private static final Pattern PICTURE = Pattern.compile("!\\[([^\\]]*)\\]\\(([^)]+)\\)");
    private static final Pattern PROGRAM = Pattern.compile("<!-- program: (\\w+) -->");
    private static final Pattern DECIMAL = Pattern.compile("\\d+\\.\\d+(E-?\\d+)?");

    private final LearningPath path = new LearningPath(Path.of(".."));

    @TestFactory
    Stream<DynamicTest> isUpToDate() {
        return path.files().entrySet().stream().map(this::isUpToDate);
    }

    private DynamicTest isUpToDate(Map.Entry<Path, String> file) {
        return DynamicTest.dynamicTest(file.getKey().getFileName().toString(), () -> {
            assertTrue(Files.exists(file.getKey()), () -> file.getKey() + " is missing: run scripts/learn");
            List<String> expected = comparable(file.getValue()).lines().toList();
            List<String> there =
                    comparable(LearningPath.read(file.getKey())).lines().toList();
            for (int i = 0; i < Math.min(expected.size(), there.size()); i++) {
                assertEquals(
                        expected.get(i), there.get(i), file.getKey() + ", line " + (i + 1) + ": run scripts/learn");
            }
            assertEquals(expected.size(), there.size(), () -> "lines of " + file.getKey() + ": run scripts/learn");
        });
    }

    /** Ten digits of every number: the last ones of an exponential are not the same on all processors. */
    private static String comparable(String text) {
        return DECIMAL.matcher(text.replace("\r\n", "\n"))
                .replaceAll(number -> new BigDecimal(number.group())
                        .round(new MathContext(10))
                        .stripTrailingZeros()
                        .toPlainString());
    }

    @Test
    void comparesTenDigits() {
        assertEquals(comparable("y 0.3"), comparable("y 0.29999999999999993"));
        assertFalse(comparable("y 0.3").equals(comparable("y 0.3000001")));
    }

    /** From the first page to the last, each listed in the README and linked from the one before. */
    @Test
    void onePageLeadsToTheNext() {
        List<Path> pages = path.pages();
        assertEquals(22, pages.size());
        String readme = LearningPath.read(path.folder().resolve("README.md"));
        for (int i = 0; i < pages.size(); i++) {
            String name = pages.get(i).getFileName().toString();
            String title = LearningPath.read(pages.get(i)).lines().findFirst().orElse("");
            assertTrue(title.startsWith("# " + (i + 1) + ". "), title);
            assertTrue(
                    readme.contains("| " + (i + 1) + " | [" + title.replaceFirst(".*\\. ", "") + "](" + name + ")"),
                    title);
            if (i > 0) {
                String before = LearningPath.read(pages.get(i - 1));
                assertTrue(before.contains("[" + title.substring(2) + "](" + name + ")"), () -> "no link to " + name);
            }
        }
    }

    /** Every page has a picture that can be read aloud; every picture is on a page. */
    @Test
    void picturesHaveTheirPages() throws IOException {
        TreeSet<String> shown = new TreeSet<>();
        for (Path page : path.pages()) {
            String text = LearningPath.read(page);
            Matcher picture = PICTURE.matcher(text);
            boolean hasPicture = text.contains("```mermaid");
            while (picture.find()) {
                hasPicture = true;
                assertTrue(picture.group(1).length() > 20, () -> page + " has a picture without a description");
                shown.add(picture.group(2));
            }
            assertTrue(hasPicture, () -> page + " has no picture");
        }
        shown.remove("../images/learning-curve.png");
        try (Stream<Path> images = Files.list(path.folder().resolve("images"))) {
            List<String> there = images.map(image -> "images/" + image.getFileName())
                    .sorted()
                    .toList();
            assertEquals(there, new ArrayList<>(shown));
        }
    }

    /** Every program is on one page, with its output, and fits a screen. */
    @Test
    void programsHaveTheirPages() throws IOException {
        List<String> shown = new ArrayList<>();
        for (Path page : path.pages()) {
            String text = LearningPath.read(page);
            Matcher program = PROGRAM.matcher(text);
            while (program.find()) {
                shown.add(program.group(1) + ".java");
                assertTrue(text.contains("<!-- output: " + program.group(1) + " -->"), () -> page + " shows no output");
            }
        }
        try (Stream<Path> files = Files.list(path.program("Apple").getParent())) {
            List<String> programs = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("package-info.java"))
                    .sorted()
                    .toList();
            assertEquals(programs, shown.stream().sorted().toList());
        }
        for (String program : shown) {
            long lines = LearningPath.read(path.program(program.replace(".java", "")))
                    .lines()
                    .count();
            assertTrue(lines <= 45, () -> program + " has " + lines + " lines");
        }
    }
}
