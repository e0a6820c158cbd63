package gradj.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.TestProviders.Best;
import gradj.spi.Availability;
import gradj.spi.TensorBackend;
import gradj.spi.TensorBackendProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backends are found from any thread, each once, and what cannot be right is told. */
class ProvidersTest {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @TempDir
    private Path folder;

    @BeforeEach
    @AfterEach
    void forget() {
        Thread.currentThread().setContextClassLoader(before);
        Backends.close();
    }

    private static List<String> names() {
        return Backends.candidates().stream().map(Candidate::name).toList();
    }

    @Test
    void theThreadsContextDoesNotMatter() {
        TensorBackend here = Backends.get();
        for (ClassLoader context :
                new ClassLoader[] {null, ClassLoader.getPlatformClassLoader(), new ClassLoader(null) {}}) {
            Thread.currentThread().setContextClassLoader(context);
            assertEquals(List.of("java", "reference"), names());
            assertSame(here, Backends.get());
        }
        Backends.close();
        assertEquals("java", Backends.get().name());
        assertEquals("reference", Backends.get("reference").name());
    }

    /** As that of a web application that was removed, whose threads were not. */
    @Test
    void aContextThatRefusesIsAskedOnceAndHidesNothing() {
        AtomicInteger searches = new AtomicInteger();
        Thread.currentThread().setContextClassLoader(new ClassLoader() {
            @Override
            public Enumeration<URL> getResources(String name) {
                searches.incrementAndGet();
                throw new IllegalStateException("stopped");
            }
        });
        assertEquals(List.of("java", "reference", "unknown"), names());
        assertEquals(1, searches.get());
        assertEquals("java", Backends.get().name());
        Availability refusal = Backends.candidates().get(2).availability();
        assertEquals(
                "this thread's context class loader cannot be searched: java.lang.IllegalStateException: stopped",
                refusal.reason());
    }

    @Test
    void whatWasFoundOnceIsFoundByEveryThread() throws IOException {
        try (ProviderFolder providers = new ProviderFolder(folder, Best.class.getName())) {
            assertEquals(List.of("best", "java", "reference"), names());
            TensorBackend best = Backends.get();
            assertSame(best, CompletableFuture.supplyAsync(Backends::get).join());
            IntStream.range(0, 20).parallel().forEach(i -> assertSame(best, Backends.get()));
            ForkJoinPool pool = new ForkJoinPool(3);
            assertSame(best, pool.submit(() -> Backends.get("best")).join());
            pool.shutdown();
        }
        assertEquals(List.of("best", "java", "reference"), names());
        Backends.close();
        assertEquals(List.of("java", "reference"), names());
    }

    /** An application's jar twice, once in a library that is shared and once in its own. */
    @Test
    void whatSeveralLoadersAnnounceIsFoundOnce() throws IOException {
        try (ProviderFolder one = new ProviderFolder(folder, Best.class.getName(), Best.class.getName());
                ProviderFolder two = new ProviderFolder(
                        Files.createDirectory(folder.resolve("two")),
                        "gradj.backend.ReferenceBackend$Provider",
                        Best.class.getName())) {
            assertEquals(List.of("best", "java", "reference"), names());
        }
    }

    @Test
    void theVersionIsGradjsOwn() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        String version = pom.replaceAll("(?s).*?<version>(.*?)</version>.*", "$1");
        assertEquals(version, Backends.candidates().get(0).version());
        assertEquals("unknown", Origin.versionOf(TensorBackendProvider.class));
        assertFalse(Origin.versionOf(String.class).isBlank());
    }

    // ---------------------------------------------------------------------------- class loaders with a gradj of their
    // own

    private static void compile(Path into, String name, String source) throws IOException {
        Path file = Files.writeString(into.resolve(name + ".java"), source);
        String classPath = System.getProperty("java.class.path");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath, "-d", into.toString(), file.toString());
        assertEquals(0, result);
    }

    /** In the place of the real one, without its announcement. */
    private Path vector() throws IOException {
        Path classes = Files.createDirectory(folder.resolve("vector"));
        compile(classes, "VectorProvider", """
                package gradj.vector;

                import gradj.spi.*;

                public class VectorProvider implements TensorBackendProvider {
                    public String name() { return "vector"; }
                    public int priority() { return 200; }
                    public Availability availability() { return Availability.yes(); }
                    public TensorBackend create() { return null; }
                }
                """);
        return classes;
    }

    private static Path announced(Path classes) throws IOException {
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve(TensorBackendProvider.class.getName()), "gradj.vector.VectorProvider\n");
        return classes;
    }

    /** The folders with core's classes and others. */
    private static URL[] withCore(Path... others) throws IOException {
        List<URL> urls = new ArrayList<>();
        urls.add(Backends.class.getProtectionDomain().getCodeSource().getLocation());
        for (Path other : others) {
            urls.add(other.toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    private static String candidatesOf(ClassLoader loader) throws ReflectiveOperationException {
        return loader.loadClass(Backends.class.getName())
                .getMethod("candidates")
                .invoke(null)
                .toString();
    }

    @Test
    void classesWithoutTheirAnnouncementAreToldWithTheRemedy() throws Exception {
        try (URLClassLoader fatJar = new URLClassLoader(withCore(vector()), ClassLoader.getPlatformClassLoader())) {
            String told = candidatesOf(fatJar);
            assertTrue(told.startsWith("[Candidate[name=vector, version=unknown, priority=200"), told);
            assertTrue(
                    told.contains(
                            "no META-INF/services/gradj.spi.TensorBackendProvider names gradj.vector.VectorProvider"),
                    told);
            assertTrue(told.contains("ServicesResourceTransformer"), told);
            assertTrue(told.contains("name=java"), told);
        }
        try (URLClassLoader merged = new URLClassLoader(
                withCore(announced(folder.resolve("vector"))), ClassLoader.getPlatformClassLoader())) {
            String told = candidatesOf(merged);
            assertTrue(told.contains("name=vector"), told);
            assertFalse(told.contains("META-INF"), told);
        }
    }

    /** Looks into itself first, as a web application's loader does. */
    private static final class ChildFirst extends URLClassLoader {
        ChildFirst(URL[] urls, ClassLoader parent) {
            super(urls, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null && name.startsWith("gradj.")) {
                    try {
                        loaded = findClass(name);
                    } catch (ClassNotFoundException notHere) {
                        loaded = null;
                    }
                }
                return loaded == null ? super.loadClass(name, resolve) : loaded;
            }
        }
    }

    @Test
    void aBackendOfASecondCopyIsToldApart() throws Exception {
        try (URLClassLoader container =
                        new URLClassLoader(withCore(announced(vector())), ClassLoader.getPlatformClassLoader());
                URLClassLoader application = new ChildFirst(withCore(), container)) {
            String told = candidatesOf(application);
            assertTrue(told.contains("name=gradj.vector.VectorProvider"), told);
            assertTrue(told.contains("it belongs to a second copy of gradj, file:"), told);
            assertTrue(told.contains("(java.net.URLClassLoader); this one is file:"), told);
            assertTrue(told.contains("ChildFirst)"), told);
            assertTrue(told.contains("keep gradj-core and its backends in one place"), told);
            assertTrue(candidatesOf(container).contains("name=vector"), told);
        }
    }
}
