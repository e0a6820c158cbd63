package gradj.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipException;

/** Brings the four MNIST files into a cache folder: each is downloaded once, checked, and never there in part. */
final class MnistDownload {
    /*
     * A file is written under a temporary name of its own, checked, forced to the disk and only then renamed, in one
     * step. So a killed process leaves at most a temporary file, and two processes at once do the work twice and no
     * harm. The files are kept uncompressed (55 MB): they load in half the time, and what is checked is what is read.
     */

    /** A file as it should be: its name, the length and the SHA-256 of its uncompressed bytes. */
    record Wanted(String name, long bytes, String sha256) {
        /**
         * Copies it and checks on the way that it is the one wanted; its length is the most that is written.
         *
         * @throws IOException if it is another
         */
        void copy(InputStream in, OutputStream out) throws IOException {
            MessageDigest digest = digest();
            byte[] buffer = new byte[1 << 16];
            long done = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                done += n;
                if (done > bytes) {
                    throw new IOException("expected " + bytes + " bytes, got more");
                }
                digest.update(buffer, 0, n);
                out.write(buffer, 0, n);
            }
            if (done != bytes) {
                throw new IOException("expected " + bytes + " bytes, got " + done);
            }
            String found = HexFormat.of().formatHex(digest.digest());
            if (!found.equals(sha256)) {
                throw new IOException("expected the SHA-256 " + sha256 + ", got " + found);
            }
        }

        private static MessageDigest digest() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK must have SHA-256", e);
            }
        }
    }

    /** How long to wait for a connection or the next bytes, and for a whole file from the call to its last byte. */
    record Patience(Duration silence, Duration file) {}

    static final List<Wanted> MNIST = List.of(
            new Wanted(
                    Mnist.TRAIN_IMAGES, 47040016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
            new Wanted(Mnist.TRAIN_LABELS, 60008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
            new Wanted(Mnist.TEST_IMAGES, 7840016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
            new Wanted(Mnist.TEST_LABELS, 10008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"));

    private static final List<String> MIRRORS = List.of(
            "https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/");

    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(20), Duration.ofMinutes(10));

    /** Temporary files of this age belong to no process that is still at work. */
    private static final Duration FORGOTTEN = Duration.ofDays(1);

    private static final String PART = ".part";

    private static final String REMEDY = "put the four files into a folder of your own and name it: --data FOLDER";

    private static final System.Logger LOG = System.getLogger("gradj.data");

    private final Path folder;
    private final List<String> mirrors;
    private final List<Wanted> files;
    private final Patience patience;

    MnistDownload(Path folder, List<String> mirrors, List<Wanted> files, Patience patience) {
        this.folder = folder;
        this.mirrors = new ArrayList<>(mirrors);
        this.files = files;
        this.patience = patience;
    }

    /** The download from the two mirrors into this user's cache folder. */
    static MnistDownload ofThisUser() {
        Path cache =
                cacheFolder(System.getProperty("os.name", ""), System.getProperty("user.home", ""), System.getenv());
        return new MnistDownload(cache.resolve("gradj").resolve("mnist"), MIRRORS, MNIST, PATIENCE);
    }

    /** Where programs of this system keep what they can fetch again. */
    static Path cacheFolder(String system, String home, Map<String, String> environment) {
        if (system.startsWith("Windows")) {
            String local = environment.getOrDefault("LOCALAPPDATA", "");
            return local.isEmpty() ? Path.of(home, "AppData", "Local") : Path.of(local);
        }
        if (system.startsWith("Mac")) {
            return Path.of(home, "Library", "Caches");
        }
        // The XDG base directory specification: a relative path is to be ignored.
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        return xdg.startsWith("/") ? Path.of(xdg) : Path.of(home, ".cache");
    }

    /**
     * The folder with all four files in it, checked; what is missing or damaged is downloaded first.
     *
     * @throws DataException if no mirror has a file, or the folder cannot be written
     */
    Path folder() {
        try {
            Files.createDirectories(folder);
            removeForgotten();
            List<Wanted> missing =
                    files.parallelStream().filter(file -> !isCached(file)).toList();
            if (!missing.isEmpty()) {
                LOG.log(System.Logger.Level.INFO, "downloading MNIST to {0}", folder);
            }
            for (Wanted file : missing) {
                fetch(file);
            }
        } catch (InterruptedIOException e) {
            throw new DataException(folder, "the download of MNIST to " + folder + " was interrupted", e);
        } catch (IOException e) {
            throw new DataException(
                    folder, "cannot write the cache folder " + folder + ": " + reason(e) + "; " + REMEDY, e);
        }
        return folder;
    }

    private boolean isCached(Wanted file) {
        Path path = folder.resolve(file.name);
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            file.copy(in, OutputStream.nullOutputStream());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void fetch(Wanted file) throws IOException {
        List<String> reasons = new ArrayList<>();
        for (String mirror : List.copyOf(mirrors)) {
            Path part = Files.createTempFile(folder, file.name + ".", PART);
            try {
                try {
                    Transfer.run(URI.create(mirror + file.name + ".gz"), file, part, patience);
                } catch (IOException e) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw e;
                    }
                    reasons.add(mirror + " (" + reason(e) + ")");
                    continue;
                }
                publish(part, file);
                // Whoever had this file is asked first for the next, so that a dead mirror costs its 20 s once.
                mirrors.remove(mirror);
                mirrors.add(0, mirror);
                return;
            } finally {
                Files.deleteIfExists(part);
            }
        }
        throw new DataException(
                folder.resolve(file.name),
                "cannot download " + file.name + " from any mirror: " + String.join(", ", reasons) + "; " + REMEDY);
    }

    private void publish(Path part, Wanted file) throws IOException {
        try {
            Files.move(part, folder.resolve(file.name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Windows renames onto no file that another process reads; one that reads it has just brought it.
            if (!isCached(file)) {
                throw e;
            }
        }
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            // Windows opens no folder; there the rename is as safe as it can be.
            LOG.log(System.Logger.Level.DEBUG, "cannot force the folder {0} to the disk", folder);
        }
    }

    /** Whoever was killed left his behind; what cannot be removed is in nobody's way. */
    private void removeForgotten() throws IOException {
        Instant old = Instant.now().minus(FORGOTTEN);
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + PART)) {
            for (Path part : parts) {
                try {
                    if (Files.getLastModifiedTime(part, LinkOption.NOFOLLOW_LINKS)
                            .toInstant()
                            .isBefore(old)) {
                        Files.deleteIfExists(part);
                    }
                } catch (IOException e) {
                    LOG.log(System.Logger.Level.DEBUG, "cannot remove {0}: {1}", part, e);
                }
            }
        }
    }

    private static String reason(IOException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        if (e instanceof UnknownHostException) {
            return "unknown host " + message;
        }
        if (e instanceof SocketTimeoutException) {
            return "no answer in time: " + message;
        }
        // JDK 17 and 25 differ in who notices first that a connection broke.
        if (e instanceof EOFException || message.startsWith("Premature EOF")) {
            return "the data end too early";
        }
        if (e instanceof ZipException) {
            return "broken gzip data: " + message;
        }
        if (e instanceof AccessDeniedException) {
            return "no permission for " + message;
        }
        return e instanceof FileAlreadyExistsException ? message + " is a file" : message;
    }
}
