package gradj.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract and the guide say what the code says. */
class DocumentsTest {
    private static final Path DOCS = Path.of("../docs");
    private static final Path TESTS = Path.of("src/test");

    /** The rules' tests in the order of their numbers. */
    private static List<Method> rules() {
        List<Method> rules = new ArrayList<>();
        for (Class<?> type = BackendConformance.class; type != Object.class; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(DisplayName.class)) {
                    rules.add(method);
                }
            }
        }
        rules.sort(
                Comparator.comparingInt(rule -> rule.getAnnotation(Order.class).value()));
        return rules;
    }

    private static String displayName(Method rule) {
        return rule.getAnnotation(DisplayName.class).value();
    }

    /** "R7 ..." is the display name of r7, at place 7. */
    @Test
    void everyTestCarriesItsRulesNumber() {
        for (Method rule : rules()) {
            int number = rule.getAnnotation(Order.class).value();
            assertEquals("r" + number, rule.getName());
            assertTrue(displayName(rule).startsWith("R" + number + " "), displayName(rule));
        }
    }

    @Test
    void theContractsRulesAreTheTestsAndNoOthers() throws IOException {
        Matcher matcher = Pattern.compile("(?m)^\\*\\*(R\\d+ [^*]*)\\.\\*\\* ")
                .matcher(Files.readString(DOCS.resolve("backend-contract.md")));
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.group(1).replace('\n', ' '));
        }
        assertEquals(rules().stream().map(DocumentsTest::displayName).toList(), found);
    }

    @Test
    void rulesAreNumberedWithoutGaps() {
        List<Integer> numbers = rules().stream()
                .map(rule -> rule.getAnnotation(Order.class).value())
                .toList();
        assertEquals(IntStream.rangeClosed(1, numbers.size()).boxed().toList(), numbers);
    }

    /**
     * Each rule about a backend alone has a backend that breaks it; 42 to 48 are about gradj's own use of one, 54 has a test of
     * its own, {@link WrongSizesTest}.
     */
    @Test
    void everyRuleHasABackendThatBreaksIt() {
        List<Integer> broken = WrongBackendsTest.wrongs()
                .map(WrongBackendsTest.Wrong::rule)
                .distinct()
                .sorted()
                .toList();
        assertEquals(
                IntStream.rangeClosed(1, rules().size())
                        .filter(rule -> rule != 54 && (rule < 42 || rule > 48))
                        .boxed()
                        .toList(),
                broken);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java/gradj/testkit/guide/SmallBackend.java",
                "java/gradj/testkit/guide/SmallProvider.java",
                "java/gradj/testkit/guide/SmallBackendTest.java",
                "resources/META-INF/services/gradj.spi.TensorBackendProvider"
            })
    void theGuideShowsTheVeryFile(String file) throws IOException {
        String guide = Files.readString(DOCS.resolve("write-a-backend.md"));
        assertTrue(
                guide.contains("\n" + Files.readString(TESTS.resolve(file)) + "```\n"),
                "the guide shows another " + file);
    }

    @Test
    void theGuidesBackendHasLessThanAHundredLines() throws IOException {
        Path file = TESTS.resolve("java/gradj/testkit/guide/SmallBackend.java");
        assertTrue(
                Files.readAllLines(file).size() < 100, Files.readAllLines(file).size() + " lines");
    }
}
