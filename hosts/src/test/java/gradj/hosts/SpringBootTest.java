package gradj.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.hosts.app.FromThreads;
import gradj.hosts.app.Lesson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.launch.JarLauncher;

/** An executable jar of Spring Boot: jars inside a jar, whose loader only threads know that the main thread started. */
class SpringBootTest {
    private static final String[] VECTOR = {"--add-modules", "jdk.incubator.vector"};

    @TempDir
    static Path folder;

    private static Path jar;

    @BeforeAll
    static void build() throws IOException {
        Path application = new Jar().classes(FromThreads.class, Lesson.class).write(folder.resolve("app.jar"));
        jar = new Jar("Main-Class: " + JarLauncher.class.getName(), "Start-Class: " + FromThreads.class.getName())
                .contents(Jar.of(JarLauncher.class, "loader"))
                .file("BOOT-INF/lib/gradj-core.jar", Jar.core())
                .file("BOOT-INF/lib/gradj-backend-vector.jar", Jar.vector())
                .file("BOOT-INF/lib/app.jar", application)
                .write(folder.resolve("boot.jar"));
    }

    /** The first to ask is a thread that has not the application's loader. */
    @Test
    void everyThreadFindsVector() throws IOException {
        assertAllFind("vector", run("common pool", VECTOR));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadFindsVector() throws IOException {
        assertAllFind("vector", run("virtual thread", VECTOR));
    }

    @Test
    void everyThreadFindsJavaWhereNoFlagIsGiven() throws IOException {
        assertAllFind("java", run("own pool"));
    }

    private static List<String> run(String first, String... options) throws IOException {
        String[] arguments = {"-Djava.util.concurrent.ForkJoinPool.common.parallelism=3", "-jar", jar.toString(), first
        };
        String[] all = new String[options.length + arguments.length];
        System.arraycopy(options, 0, all, 0, options.length);
        System.arraycopy(arguments, 0, all, options.length, arguments.length);
        return ChildJvm.java(all);
    }

    private static void assertAllFind(String backend, List<String> said) {
        assertEquals(Runtime.version().feature() >= 21 ? 8 : 7, said.size(), said::toString);
        String learned = said.get(0).replaceFirst("^[^:]*: ", "");
        assertTrue(learned.startsWith(backend + ": loss 2.3"), learned);
        for (String line : said) {
            assertTrue(line.endsWith(": " + learned), said::toString);
        }
    }
}
