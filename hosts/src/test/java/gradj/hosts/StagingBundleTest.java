package gradj.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts/CheckBundle.java finds missing in a bundle for Maven Central. */
class StagingBundleTest {
    private static final Map<String, String> ASKED = Map.of(
            "name", "a name",
            "description", "what it is",
            "url", "https://example.org",
            "licenses", "<license><name>Apache-2.0</name></license>",
            "developers", "<developer><name>one</name></developer>",
            "scm", "<connection>scm:git:https://example.org</connection>");

    private static Method problems;

    @TempDir
    Path folder;

    private Path core;

    @BeforeAll
    static void compile(@TempDir Path classes) throws Exception {
        String source = Path.of("../scripts/CheckBundle.java").toString();
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), source));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            problems = loader.loadClass("CheckBundle").getMethod("problems", Path.class);
        }
    }

    /** A parent that says what is asked for, and a child with its own name and description. */
    @BeforeEach
    void bundle() throws Exception {
        StringBuilder all = new StringBuilder();
        ASKED.forEach((element, text) -> all.append(element(element, text)));
        pom("parent", "<packaging>pom</packaging>" + element("version", "1.0") + all);
        core = pom("core", PARENT + element("name", "core") + element("description", "the core"));
        jar("core-1.0.jar", "Core.class");
        jar("core-1.0-sources.jar", "Core.java");
        jar("core-1.0-javadoc.jar", "index.html");
    }

    private static final String PARENT = element("parent", element("artifactId", "parent") + element("version", "1.0"));

    @Test
    void aWholeBundleLacksNothing() throws Exception {
        assertEquals(List.of(), found());
    }

    @Test
    void eachJarIsAskedFor() throws Exception {
        for (String jar : List.of("core-1.0.jar", "core-1.0-sources.jar", "core-1.0-javadoc.jar")) {
            Path file = core.resolveSibling(jar);
            byte[] content = Files.readAllBytes(file);
            Files.delete(file);
            assertEquals(List.of(jar + " is missing"), found());
            Files.write(file, content);
        }
    }

    @Test
    void emptyJarsAreNone() throws Exception {
        jar("core-1.0-javadoc.jar", "readme.txt");
        jar("core-1.0-sources.jar", "readme.txt");
        assertEquals(
                List.of(
                        "core-1.0-sources.jar: there is no .java in it",
                        "core-1.0-javadoc.jar: there is no index.html in it"),
                found());
    }

    @Test
    void aChildSaysItsOwnNameAndDescription() throws Exception {
        pom("core", PARENT);
        assertEquals(List.of("core-1.0.pom: <name> is missing", "core-1.0.pom: <description> is missing"), found());
    }

    @Test
    void whatNeitherSaysIsMissingInBoth() throws Exception {
        for (String missing : List.of("url", "licenses", "developers", "scm")) {
            StringBuilder rest = new StringBuilder();
            ASKED.forEach((element, text) -> rest.append(element.equals(missing) ? "" : element(element, text)));
            pom("parent", "<packaging>pom</packaging>" + element("version", "1.0") + rest);
            assertEquals(
                    List.of(
                            "core-1.0.pom: <" + missing + "> is missing",
                            "parent-1.0.pom: <" + missing + "> is missing"),
                    found());
        }
    }

    @Test
    void checksumsAreOfTheFile() throws Exception {
        Path jar = core.resolveSibling("core-1.0.jar");
        Files.delete(jar.resolveSibling("core-1.0.jar.md5"));
        Files.writeString(jar.resolveSibling("core-1.0.jar.sha1"), "0".repeat(40));
        assertEquals(List.of("core-1.0.jar.md5 is missing", "core-1.0.jar.sha1: is the sum of another file"), found());
    }

    @Test
    void anEmptyFolderIsNoBundle(@TempDir Path empty) throws Exception {
        assertEquals(List.of(empty + ": there is no .pom in it"), problems.invoke(null, empty));
    }

    private Object found() throws Exception {
        return problems.invoke(null, folder);
    }

    private static String element(String name, String text) {
        return "<" + name + ">" + text + "</" + name + ">";
    }

    private Path pom(String artifact, String rest) throws Exception {
        Path home = Files.createDirectories(
                folder.resolve("org/example").resolve(artifact).resolve("1.0"));
        Path pom = Files.writeString(
                home.resolve(artifact + "-1.0.pom"), element("project", element("artifactId", artifact) + rest));
        sum(pom);
        return pom;
    }

    private void jar(String name, String entry) throws Exception {
        sum(new Jar().file(entry, "content").write(core.resolveSibling(name)));
    }

    private static void sum(Path file) throws Exception {
        for (Map.Entry<String, String> kind :
                Map.of("md5", "MD5", "sha1", "SHA-1").entrySet()) {
            byte[] sum = MessageDigest.getInstance(kind.getValue()).digest(Files.readAllBytes(file));
            Files.writeString(
                    file.resolveSibling(file.getFileName() + "." + kind.getKey()),
                    HexFormat.of().formatHex(sum));
        }
    }
}
