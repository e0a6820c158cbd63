package gradj.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.hosts.app.Backing;
import gradj.hosts.app.Lesson;
import gradj.hosts.app.ManyThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A class path and {@code java}, in all the ways in which that is started. */
class PlainJavaTest {
    private static final String ADD = "--add-modules=jdk.incubator.vector";

    /** A thread in the midst of a step holds some 40 kB. */
    private static final String ROOM = "-Xmx1g";

    @TempDir
    Path folder;

    private String path;
    private String withVector;

    @BeforeEach
    void build() throws IOException {
        Path application = new Jar()
                .classes(Backing.class, Lesson.class, ManyThreads.class)
                .write(folder.resolve("app.jar"));
        path = ChildJvm.path(Jar.core(), application);
        withVector = ChildJvm.path(Jar.core(), Jar.vector(), application);
    }

    @Test
    void javaBaseIsEnough() throws IOException {
        List<String> said = ChildJvm.java("--limit-modules", "java.base", "-cp", path, Backing.class.getName());
        assertTrue(said.get(2).startsWith("java: loss 2.3"), said::toString);
    }

    @Test
    void oneProcessorLearnsTheSame() throws IOException {
        List<String> one = ChildJvm.java("-XX:ActiveProcessorCount=1", ADD, "-cp", withVector, Backing.class.getName());
        List<String> three =
                ChildJvm.java("-XX:ActiveProcessorCount=3", ADD, "-cp", withVector, Backing.class.getName());
        assertTrue(one.get(3).startsWith("vector: loss 2.3"), one::toString);
        assertEquals(three, one);
    }

    @Test
    void manyThreadsLearnTheSame() throws IOException {
        List<String> all = new ArrayList<>(List.of("platform threads: 1"));
        if (Runtime.version().feature() >= 21) {
            all.add("virtual threads: 1");
        }
        assertEquals(all, ChildJvm.java(ROOM, "-cp", path, ManyThreads.class.getName(), "10000"));
        assertEquals(all, ChildJvm.java(ADD, "-cp", withVector, ManyThreads.class.getName(), "1000"));
    }

    @Test
    @Tag("once")
    void flagForVectorFromTheEnvironmentOrAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("options"), ADD);
        String[] start = {"-cp", withVector, Backing.class.getName()};
        List<String> byFile = ChildJvm.java("@" + file, start[0], start[1], start[2]);
        assertTrue(byFile.get(3).startsWith("vector: loss 2.3"), byFile::toString);
        assertEquals(byFile, ChildJvm.java(Map.of("JDK_JAVA_OPTIONS", ADD), start));
        List<String> without = ChildJvm.java(start);
        assertTrue(without.get(3).startsWith("java: loss 2.3"), without::toString);
    }

    @Test
    void jshell() throws IOException {
        String input = "System.out.println(gradj.hosts.app.Lesson.learn())\n";
        List<String> said = ChildJvm.tool("jshell", input, "-s", ADD, "--class-path", withVector, "-");
        assertEquals(1, said.size(), said::toString);
        assertTrue(said.get(0).startsWith("vector: loss 2.3"), said::toString);
    }
}
