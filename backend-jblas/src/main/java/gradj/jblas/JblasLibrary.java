package gradj.jblas;

import gradj.spi.Availability;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jblas.NativeBlas;
import org.jblas.util.LibraryLoader;
import org.jblas.util.Logger;
import org.jspecify.annotations.Nullable;

/** The native library of jblas: loads it once per process, and says why where that fails. */
final class JblasLibrary {
    /*
     * NativeBlas loads its library while the class initialises, and swallows the error: the class is then there, without
     * its native methods, and each call of one throws UnsatisfiedLinkError. Loading the same library later, from a class
     * of the same class loader such as jblas' own LibraryLoader, gives it the methods after all, and that call does say
     * what is wrong. So the probe comes first, and only where it fails the second attempt. Loading through
     * LibraryLoader first would be worse: NativeBlas would overwrite the unpacked file that is then in use.
     */

    /**
     * Held around every native call, by all backends there are: with two threads in it, the library computes wrong
     * products, without a word (16 threads: 118 of 80,000). It is jblas' own class, because several copies of this one may
     * use one copy of jblas: applications in a server, whose shared folder has it.
     */
    static final Object LOCK = NativeBlas.class;

    /** Above jblas' highest level: ERROR, at which it prints link errors that are reported here. */
    private static final int SILENT = Logger.ERROR + 1;

    private static @Nullable Availability known;

    private JblasLibrary() {}

    /** Whether jblas computes here. The first call loads the library, which takes some 200 ms (27 MB are unpacked); the others know. */
    static synchronized Availability availability() {
        Availability answer = known;
        if (answer == null) {
            answer = CompletableFuture.supplyAsync(() -> load(Platform.current(), folders()), JblasLibrary::startAlone)
                    .join();
            known = answer;
        }
        return answer;
    }

    /**
     * Runs the task in a thread that holds nothing of the caller's. jblas hangs a thread of its own on the end of the
     * process, which the JDK holds until then, with all that it inherits: the context class loader, values, permissions.
     * Inherited from a request to a web application, they would hold that application.
     */
    @SuppressWarnings("removal") // up to JDK 23 a thread keeps the permissions, and with them the classes, of its maker
    private static void startAlone(Runnable task) {
        Thread thread = AccessController.doPrivileged(
                (PrivilegedAction<Thread>) () -> new Thread(null, task, "gradj-jblas-loader", 0, false));
        thread.setContextClassLoader(NativeBlas.class.getClassLoader());
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Loads and probes.
     *
     * @param folders where a libgfortran that the system's linker does not find may lie
     */
    static Availability load(Platform platform, List<Path> folders) {
        if (!platform.hasLibrary()) {
            return LinkFailure.noLibrary(platform);
        }
        try {
            Logger.getLogger().setLevel(SILENT);
            try {
                probe();
            } catch (UnsatisfiedLinkError withoutReason) {
                if (!platform.gfortran().isEmpty()) {
                    preload("libquadmath.so.0", folders);
                    preload(platform.gfortran(), folders);
                }
                new LibraryLoader().loadLibrary("jblas", true);
                probe();
            }
            return Availability.yes();
        } catch (LinkageError | RuntimeException failure) {
            return LinkFailure.explain(platform, Platform.distribution(), failure);
        }
    }

    /** 2 x 3 by a 1x1 product. */
    private static void probe() {
        float[] c = {0};
        synchronized (LOCK) {
            NativeBlas.sgemm('N', 'N', 1, 1, 1, 1, new float[] {2}, 0, 1, new float[] {3}, 0, 1, 0, c, 0, 1);
        }
        if (c[0] != 6) {
            throw new IllegalStateException("its 2 x 3 is " + c[0]);
        }
    }

    /** Loads the first library of this name that fits this process: what is loaded already is found by its name. */
    private static void preload(String name, List<Path> folders) {
        for (Path folder : folders) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                try {
                    System.load(file.toString());
                    return;
                } catch (UnsatisfiedLinkError unfit) {
                    // broken, or of another architecture: the next one may do
                }
            }
        }
    }

    /** {@code java.library.path}, the usual folders and, within these, those of one architecture (x86_64-linux-gnu). */
    static List<Path> folders() {
        Set<Path> folders = new LinkedHashSet<>();
        for (String folder : System.getProperty("java.library.path", "").split(":", -1)) {
            if (folder.startsWith("/")) {
                folders.add(Path.of(folder));
            }
        }
        for (String usual : new String[] {"/usr/local/lib", "/usr/lib64", "/usr/lib", "/lib64", "/lib"}) {
            Path folder = Path.of(usual);
            folders.add(folder);
            try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder, "*-linux-*")) {
                inside.forEach(folders::add);
            } catch (IOException | RuntimeException missing) {
                // not on this system
            }
        }
        return new ArrayList<>(folders);
    }
}
