package gradj.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gradj.hosts.app.Goodbye;
import gradj.hosts.app.Lesson;
import gradj.hosts.app.LessonBundle;
import gradj.hosts.app.LessonServlet;
import gradj.hosts.server.Deployments;
import gradj.jblas.JblasProvider;
import gradj.spi.Availability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that is deployed several times, in servers whose threads go on: its loader goes, with its memory. */
class LetGoTest {
    private static final List<String> JAVA = List.of("-XX:TieredStopAtLevel=1");
    private static final List<String> VECTOR = List.of("--add-modules", "jdk.incubator.vector");
    private static final List<String> JBLAS = List.of("-XX:TieredStopAtLevel=1", "-Dgradj.backend=jblas");

    /** Bytes that servers and the JDK keep of their own; a deployment that stays holds 1.8 to 4.5 million. */
    private static final long NOISE = 1_000_000;

    private static final String PACKAGES = "gradj.backend,gradj.data,gradj.nn,gradj.optim,gradj.spi,gradj.tensor";

    @TempDir
    Path folder;

    @Test
    void tomcat() throws IOException {
        assertLetsGo("vector", run(VECTOR, "tomcat", 5, webApplication(Jar.core(), Jar.vector())));
    }

    @Test
    @Tag("once")
    void jetty() throws IOException {
        assertLetsGo("java", run(JAVA, "jetty", 5, webApplication(Jar.core(), Jar.vector())));
    }

    @Test
    void restartLoader() throws IOException {
        assertLetsGo("vector", run(VECTOR, "restart", 5, webApplication(Jar.core(), Jar.vector())));
    }

    /** The JDK holds the loader of whoever hangs a thread on its end, and jblas does: its limit, not Tomcat's. */
    @Test
    @Tag("once")
    void tomcatKeepsAnApplicationThatHasJblasInIt() throws IOException {
        requireJblas();
        Path application = webApplication(Jar.core(), Jar.jblas(), Jar.jblasLibrary());
        assertEquals("alive 1", run(JBLAS, "tomcat", 1, application).get(1));
    }

    @Test
    @Tag("once")
    void tomcatLetsGoWhatUsesJblasFromTheSharedFolder() throws IOException {
        requireJblas();
        assertLetsGo("jblas", run(JBLAS, "tomcat", 2, webApplication(), Jar.core(), Jar.jblas(), Jar.jblasLibrary()));
    }

    private static void requireJblas() {
        Availability jblas = new JblasProvider().availability();
        if (Boolean.getBoolean("gradj.strict") || Boolean.parseBoolean(System.getenv("GRADJ_STRICT"))) {
            assertTrue(jblas.isAvailable(), jblas::toString);
        }
        assumeTrue(jblas.isAvailable(), () -> "jblas is " + jblas);
    }

    /** The application's own jars lie in the bundle; it sees nothing else. */
    @Test
    void felixBundleThatHoldsItsJars() throws IOException {
        Path bundles = Files.createDirectory(folder.resolve("bundles"));
        new Jar(
                        "Bundle-ManifestVersion: 2",
                        "Bundle-SymbolicName: lesson",
                        "Bundle-ClassPath: .,core.jar,vector.jar",
                        "Bundle-Activator: " + LessonBundle.class.getName(),
                        "Import-Package: org.osgi.framework,jdk.incubator.vector;resolution:=optional")
                .classes(Lesson.class, LessonBundle.class)
                .file("core.jar", Jar.core())
                .file("vector.jar", Jar.vector())
                .write(bundles.resolve("lesson.jar"));
        assertLetsGo("vector", run(VECTOR, "felix", 5, bundles));
    }

    /** gradj is a bundle, its backend a fragment of that, the application a third. */
    @Test
    @Tag("once")
    void felixBundlesAndFragment() throws IOException {
        Path bundles = Files.createDirectory(folder.resolve("bundles"));
        new Jar(
                        "Bundle-ManifestVersion: 2",
                        "Bundle-SymbolicName: gradj.core",
                        "Export-Package: " + PACKAGES,
                        "Import-Package: jdk.incubator.vector;resolution:=optional")
                .contents(Jar.core())
                .write(bundles.resolve("1-core.jar"));
        new Jar("Bundle-ManifestVersion: 2", "Bundle-SymbolicName: gradj.vector", "Fragment-Host: gradj.core")
                .contents(Jar.vector())
                .write(bundles.resolve("2-vector.jar"));
        new Jar(
                        "Bundle-ManifestVersion: 2",
                        "Bundle-SymbolicName: lesson",
                        "Bundle-Activator: " + LessonBundle.class.getName(),
                        "Import-Package: org.osgi.framework," + PACKAGES)
                .classes(Lesson.class, LessonBundle.class)
                .write(bundles.resolve("3-lesson.jar"));
        assertLetsGo("vector", run(VECTOR, "felix", 2, bundles));
    }

    private static void assertLetsGo(String backend, List<String> said) {
        int times = said.size() - 2;
        List<String> lessons = said.subList(0, times);
        assertTrue(lessons.get(0).startsWith(backend + ": loss 2.3"), said::toString);
        assertEquals(Collections.nCopies(times, lessons.get(0)), lessons);
        assertEquals("alive 0", said.get(times));
        String[] heap = said.get(times + 1).split(" ", -1);
        assertTrue(Long.parseLong(heap[2]) - Long.parseLong(heap[1]) < NOISE, said.get(times + 1));
    }

    private List<String> run(List<String> options, String server, int times, Path application, Path... shared)
            throws IOException {
        List<Path> host = new ArrayList<>(Jar.libraries("tomcat|jetty|slf4j|felix"));
        host.add(new Jar().folderOf(Deployments.class).write(folder.resolve("server.jar")));
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of("-cp", ChildJvm.path(host.toArray(Path[]::new)), Deployments.class.getName()));
        arguments.addAll(List.of(server, Integer.toString(times), application.toString()));
        Stream.of(shared).forEach(jar -> arguments.add(jar.toString()));
        return ChildJvm.java(arguments.toArray(String[]::new));
    }

    private Path webApplication(Path... jars) throws IOException {
        Path inside = Files.createDirectories(folder.resolve("app/WEB-INF/lib")).getParent();
        for (Path jar : jars) {
            Files.copy(jar, inside.resolve("lib").resolve(jar.getFileName()));
        }
        new Jar().classes(Lesson.class, LessonServlet.class, Goodbye.class).write(inside.resolve("lib/app.jar"));
        Files.writeString(inside.resolve("web.xml"), """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1" metadata-complete="true">
                  <listener>
                    <listener-class>gradj.hosts.app.Goodbye</listener-class>
                  </listener>
                  <servlet>
                    <servlet-name>lesson</servlet-name>
                    <servlet-class>gradj.hosts.app.LessonServlet</servlet-class>
                  </servlet>
                  <servlet-mapping>
                    <servlet-name>lesson</servlet-name>
                    <url-pattern>/lesson</url-pattern>
                  </servlet-mapping>
                  <absolute-ordering/>
                </web-app>
                """);
        return inside.getParent();
    }
}
