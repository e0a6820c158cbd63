package gradj.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a public repository asks of a module's pom, and that the list of modules for users is whole. */
class PublishedTest {
    private static final Path ROOT = Path.of("..");

    /** The children of the parent have from it what they do not say themselves. */
    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "bom/pom.xml"})
    void saysWhatAPublicRepositoryAsksFor(String pom) throws IOException {
        String text = Files.readString(ROOT.resolve(pom));
        for (String element : List.of("name", "description", "url", "license", "developer", "scm", "connection")) {
            assertTrue(text.contains("<" + element + ">"), element);
        }
    }

    /** Those that say that they are never published are programs, tests and examples; each other module is a library. */
    @Test
    void theBomHasEveryModuleThatIsPublishedAsALibrary() throws IOException {
        Set<String> published = new TreeSet<>();
        for (String module : named(Files.readString(ROOT.resolve("pom.xml")), "(?m)^    <module>([^<]+)</module>")) {
            String pom = Files.readString(ROOT.resolve(module).resolve("pom.xml"));
            if (!module.equals("bom") && !pom.contains("<maven.deploy.skip>true<")) {
                published.add("gradj-" + module);
            }
        }
        String bom = Files.readString(ROOT.resolve("bom/pom.xml"));
        Set<String> managed = named(bom, "<artifactId>(gradj-[a-z-]+)</artifactId>\\s+<version>\\$");
        assertEquals(published, managed);
        assertEquals(
                named(Files.readString(ROOT.resolve("pom.xml")), "<version>([^<]+)</version>\\s+<packaging>"),
                named(bom, "<version>([^<]+)</version>\\s+<packaging>"));
    }

    /** To a tenth of a megabyte, give or take one: no class more or less makes it wrong. */
    @Test
    void theReadmeSaysHowLargeCoreIs() throws IOException {
        // Of classes in a folder another jar is made than the published one.
        assumeTrue(
                Jar.core().startsWith(Path.of("..").toRealPath()), "needs core's jar: mvn -pl core,hosts -am verify");
        String readme = Files.readString(ROOT.resolve("README.md"));
        String stated = readme.replaceFirst("(?s).*?The core is one jar of plain Java, ([0-9.]+) MB.*", "$1");
        assertEquals(Files.size(Jar.core()) / 1e6, Double.parseDouble(stated), 0.1);
    }

    private static Set<String> named(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
