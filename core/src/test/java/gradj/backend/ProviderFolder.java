package gradj.backend;

import gradj.spi.TensorBackendProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A folder on the class path of the thread that runs a test: it announces providers of the test's choice. */
final class ProviderFolder implements AutoCloseable {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final URLClassLoader loader;

    /** Announces the providers of these class names, in this order, in front of gradj's own. */
    ProviderFolder(Path folder, String... classNames) {
        try {
            Path services = Files.createDirectories(folder.resolve("META-INF/services"));
            Files.write(services.resolve(TensorBackendProvider.class.getName()), List.of(classNames));
            loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.currentThread().setContextClassLoader(loader);
    }

    /** Compiles a provider whose superclass is gone afterwards, as when a jar is missing. */
    static void compileWithMissingParent(Path folder, String name) throws IOException {
        Path parent = Files.writeString(folder.resolve("Missing.java"), "public class Missing {}");
        Path source = Files.writeString(folder.resolve(name + ".java"), """
                import gradj.spi.*;
                public class %s extends Missing implements TensorBackendProvider {
                    public String name() { return "orphan"; }
                    public int priority() { return 9000; }
                    public Availability availability() { return Availability.yes(); }
                    public TensorBackend create() { throw new IllegalStateException(); }
                }
                """.formatted(name));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int result = compiler.run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                parent.toString(),
                source.toString());
        if (result != 0) {
            throw new IllegalStateException("javac gave " + result);
        }
        Files.delete(folder.resolve("Missing.class"));
    }

    @Override
    public void close() throws IOException {
        Thread.currentThread().setContextClassLoader(before);
        loader.close();
    }
}
