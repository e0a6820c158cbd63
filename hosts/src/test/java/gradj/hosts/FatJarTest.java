package gradj.hosts;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.hosts.app.Backing;
import gradj.hosts.app.Lesson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything in one jar, as build tools shade it: with and without the announcements of all backends. */
@Tag("once")
class FatJarTest {
    private static final String SERVICES = "META-INF/services/gradj.spi.TensorBackendProvider";

    private static final String LOST = "its classes are here, but no " + SERVICES + " names";

    @TempDir
    Path folder;

    @Test
    void mergedAnnouncements() throws IOException {
        List<String> said = run(fat().merged(SERVICES, Jar.core(), Jar.vector(), Jar.jblas())
                .contents(Jar.core())
                .contents(Jar.vector())
                .contents(Jar.jblas()));
        assertFound("vector", said, " available");
        assertFound("java", said, " available");
        assertFound("jblas", said, " not asked");
        assertFound("reference", said, " available");
        assertTrue(said.get(4).startsWith("vector: loss 2.3"), said::toString);
        assertFalse(said.get(5).contains("Transformer"), said.get(5));
    }

    @Test
    void onlyCoreAnnounced() throws IOException {
        List<String> said =
                run(fat().contents(Jar.core()).contents(Jar.vector()).contents(Jar.jblas()));
        assertFound("vector", said, LOST);
        assertFound("java", said, " available");
        assertFound("jblas", said, LOST);
        assertTrue(said.get(4).startsWith("java: loss 2.3"), said::toString);
        assertTrue(said.get(5).contains("ServicesResourceTransformer"), said.get(5));
    }

    @Test
    void onlyVectorAnnounced() throws IOException {
        List<String> said =
                run(fat().contents(Jar.vector()).contents(Jar.jblas()).contents(Jar.core()));
        assertFound("vector", said, " available");
        assertFound("java", said, " available");
        assertFound("jblas", said, LOST);
        assertFound("reference", said, " available");
        assertTrue(said.get(4).startsWith("vector: loss 2.3"), said::toString);
    }

    private static void assertFound(String name, List<String> said, String availability) {
        String line = said.stream()
                .filter(each -> each.startsWith(name + " "))
                .findFirst()
                .orElse("no " + name);
        assertTrue(line.contains(availability), line);
    }

    private static Jar fat() {
        return new Jar("Main-Class: " + Backing.class.getName());
    }

    private List<String> run(Jar jar) throws IOException {
        Path written = jar.classes(Backing.class, Lesson.class).write(folder.resolve("fat.jar"));
        return ChildJvm.java("--add-modules", "jdk.incubator.vector", "-jar", written.toString(), "nosuch");
    }
}
