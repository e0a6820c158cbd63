package gradj.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.hosts.app.Backing;
import gradj.hosts.app.InLayer;
import gradj.hosts.app.Lesson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that is a module: on the module path, in an image of its own, in a layer beside the JDK's. */
class ModulesTest {
    private static final String MAIN = "lesson/" + Backing.class.getName();

    @TempDir
    Path folder;

    /** Java adds what the modules on the path use: vector, and with it the module that vector needs. */
    @Test
    void modulePathNeedsNoFlag() throws IOException {
        Path lesson = module("requires gradj.core;");
        assertEquals(
                "vector", backend(ChildJvm.java("-p", ChildJvm.path(Jar.core(), Jar.vector(), lesson), "-m", MAIN)));
        assertEquals("java", backend(ChildJvm.java("-p", ChildJvm.path(Jar.core(), lesson), "-m", MAIN)));
    }

    @Test
    void imageOfCoreAlone() throws IOException {
        Path image = image("lesson", Jar.core(), module("requires gradj.core;"));
        assertEquals("java", backend(ChildJvm.java(image, Map.of(), "-m", MAIN)));
        assertEquals(List.of("gradj.core", "java.base", "lesson"), modulesOf(image));
    }

    @Test
    void imageWithVectorNeedsNoFlag() throws IOException {
        Path image = image("lesson,gradj.vector", Jar.core(), Jar.vector(), module("requires gradj.core;"));
        assertEquals("vector", backend(ChildJvm.java(image, Map.of(), "-m", MAIN)));
    }

    @Test
    void layerOfOneLoader() throws IOException {
        assertEquals("vector", inLayer("one"));
    }

    @Test
    void layerOfALoaderForEachModule() throws IOException {
        assertEquals("vector", inLayer("many"));
    }

    private String inLayer(String loaders) throws IOException {
        Path host = new Jar().classes(InLayer.class).write(folder.resolve("host.jar"));
        String modules = ChildJvm.path(Jar.core(), Jar.vector(), module("requires gradj.core;"));
        return backend(ChildJvm.java(
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                host.toString(),
                InLayer.class.getName(),
                modules,
                loaders,
                Lesson.class.getName()));
    }

    /** The one that the lesson names. */
    private static String backend(List<String> said) {
        String lesson = said.stream()
                .filter(line -> line.contains(": loss 2.3"))
                .findFirst()
                .orElseThrow();
        return lesson.substring(0, lesson.indexOf(':'));
    }

    /** The application as a module of the name lesson. */
    private Path module(String requires) throws IOException {
        Path source = folder.resolve("module-info.java");
        Files.writeString(source, "module lesson { " + requires + " }");
        String path = ChildJvm.path(Jar.core(), Jar.vector());
        run(
                "javac",
                "-proc:none",
                "-p",
                path,
                "--add-modules",
                "jdk.incubator.vector",
                "-d",
                folder.toString(),
                source.toString());
        return new Jar()
                .file("module-info.class", folder.resolve("module-info.class"))
                .classes(Backing.class, Lesson.class)
                .write(folder.resolve("lesson.jar"));
    }

    private Path image(String roots, Path... modules) {
        Path image = folder.resolve("image");
        run("jlink", "-p", ChildJvm.path(modules), "--add-modules", roots, "--output", image.toString());
        return image;
    }

    private static List<String> modulesOf(Path image) throws IOException {
        List<String> names = new ArrayList<>();
        for (String line : ChildJvm.java(image, Map.of(), "--list-modules")) {
            names.add(line.replaceFirst("@.*", ""));
        }
        return names;
    }

    private static void run(String tool, String... arguments) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        int code = ToolProvider.findFirst(tool).orElseThrow().run(out, out, arguments);
        assertTrue(code == 0, () -> tool + " " + String.join(" ", arguments) + ": " + said);
    }
}
