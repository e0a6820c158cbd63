package gradj.hosts;

import gradj.jblas.JblasProvider;
import gradj.spi.TensorBackend;
import gradj.vector.VectorProvider;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.jblas.NativeBlas;

/** A jar under construction: what it is made of, by name. */
final class Jar {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    /** Jars that were made of folders, for all tests of this process. */
    private static final Map<String, Path> MADE = new ConcurrentHashMap<>();

    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    /** A jar whose manifest has these lines, each {@code Name: value}. */
    Jar(String... manifest) {
        entries.put(
                MANIFEST,
                ("Manifest-Version: 1.0\n" + String.join("\n", manifest) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** gradj's own jars, in the order in which a build tool lists them, and what they need. */
    static Path core() {
        return of(TensorBackend.class, "gradj-core");
    }

    static Path vector() {
        return of(VectorProvider.class, "gradj-backend-vector");
    }

    static Path jblas() {
        return of(JblasProvider.class, "gradj-backend-jblas");
    }

    static Path jblasLibrary() {
        return of(NativeBlas.class, "jblas");
    }

    /**
     * The jar that a class of the tests' class path comes from. A module that was built no further than its tests is a
     * folder there: a jar of this name is then made of it, once.
     */
    static Path of(Class<?> member, String name) {
        Path place = placeOf(member);
        return Files.isDirectory(place) ? MADE.computeIfAbsent(name, key -> jarOf(place, key)) : place;
    }

    private static Path placeOf(Class<?> member) {
        try {
            return Path.of(
                    member.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The tests' other libraries whose path has this in it, in the order of the class path. */
    static List<Path> libraries(String regex) {
        Pattern wanted = Pattern.compile(regex);
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar") && wanted.matcher(entry).find())
                .map(Path::of)
                .toList();
    }

    private static Path jarOf(Path folder, String name) {
        try {
            Path home = Files.createTempDirectory("gradj-jars");
            home.toFile().deleteOnExit();
            Path jar = new Jar().folder(folder).write(home.resolve(name + ".jar"));
            jar.toFile().deleteOnExit();
            return jar;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Jar file(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    Jar file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    Jar file(String name, Path content) throws IOException {
        return file(name, Files.readAllBytes(content));
    }

    /** These classes of the tests, with the classes inside them. */
    Jar classes(Class<?>... classes) throws IOException {
        for (Class<?> one : classes) {
            String folder = one.getPackageName().replace('.', '/');
            String name = one.getSimpleName();
            try (Stream<Path> files = Files.list(placeOf(one).resolve(folder))) {
                for (Path file : files.toList()) {
                    String found = file.getFileName().toString();
                    if (found.equals(name + ".class") || found.startsWith(name + "$")) {
                        file(folder + "/" + found, file);
                    }
                }
            }
        }
        return this;
    }

    /** All classes in the folder of this class of the tests. */
    Jar folderOf(Class<?> member) throws IOException {
        Path root = Path.of(
                member.getProtectionDomain().getCodeSource().getLocation().getPath());
        Path folder = root.resolve(member.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                file(root.relativize(file).toString().replace('\\', '/'), file);
            }
        }
        return this;
    }

    private Jar folder(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                file(folder.relativize(file).toString().replace('\\', '/'), file);
            }
        }
        return this;
    }

    /** All of another jar but its manifest and its module; a name that is there already stays what it is. */
    Jar contents(Path jar) throws IOException {
        try (JarFile opened = new JarFile(jar.toFile())) {
            for (Enumeration<JarEntry> all = opened.entries(); all.hasMoreElements(); ) {
                JarEntry entry = all.nextElement();
                if (!entry.isDirectory() && !entry.getName().endsWith("module-info.class")) {
                    try (InputStream content = opened.getInputStream(entry)) {
                        entries.putIfAbsent(entry.getName(), content.readAllBytes());
                    }
                }
            }
        }
        return this;
    }

    /** The announcements of these jars in one file, as a build tool merges them that is told to. */
    Jar merged(String services, Path... jars) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path jar : jars) {
            try (JarFile opened = new JarFile(jar.toFile());
                    InputStream content = opened.getInputStream(opened.getEntry(services))) {
                all.append(new String(content.readAllBytes(), StandardCharsets.UTF_8))
                        .append('\n');
            }
        }
        return file(services, all.toString());
    }

    /** Writes it; jars inside it are stored, not compressed, as Spring Boot's loader wants them. */
    Path write(Path target) throws IOException {
        Manifest manifest = new Manifest(new ByteArrayInputStream(entries.remove(MANIFEST)));
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(target));
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.setLevel(1);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                byte[] content = entry.getValue();
                ZipEntry header = new ZipEntry(entry.getKey());
                if (entry.getKey().endsWith(".jar")) {
                    CRC32 sum = new CRC32();
                    sum.update(content);
                    header.setMethod(ZipEntry.STORED);
                    header.setSize(content.length);
                    header.setCrc(sum.getValue());
                }
                out.putNextEntry(header);
                out.write(content);
                out.closeEntry();
            }
        }
        return target;
    }
}
