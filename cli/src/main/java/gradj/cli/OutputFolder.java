package gradj.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/** The folder that results go to: proved writable before the work, and never holding half a file. */
final class OutputFolder {
    private static final String PART = ".part";

    /** Held while a file is written. */
    private static final ReentrantLock WRITING = new ReentrantLock();

    /** Of a disk that answers no more, the end does not wait longer. */
    private static final long PATIENCE_SECONDS = 5;

    /** Writing takes moments: a temporary file of this age was left by a process that was killed. */
    private static final Duration FORGOTTEN = Duration.ofDays(1);

    /** The option that names the folder, as messages begin with it. */
    private final String option;

    private final Path folder;
    private final List<String> names;

    private OutputFolder(String option, Path folder, List<String> names) {
        this.option = option;
        this.folder = folder;
        this.names = names;
    }

    /**
     * Makes the folder where it is missing, and tries whether files can be written into it.
     *
     * @param option that names the folder, such as {@code --out}
     * @param names of the files that will be written
     * @throws InputException if that cannot be
     */
    static OutputFolder prepare(String option, Path folder, String... names) {
        OutputFolder prepared = new OutputFolder(option, folder, List.of(names));
        prepared.requireRoom();
        try {
            prepared.make();
            prepared.removeForgotten();
            prepared.tryToWrite();
        } catch (IOException problem) {
            throw prepared.cannotWrite(problem);
        }
        return prepared;
    }

    /**
     * Called when Java is about to be ended while other threads may write: waits for the file that is being written, and
     * lets no other begin.
     */
    static void endWriting() {
        try {
            if (WRITING.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return; // and keeps it
            }
        } catch (InterruptedException atOnce) {
            Thread.currentThread().interrupt();
        }
    }

    private void tryToWrite() throws IOException {
        WRITING.lock();
        try {
            Files.delete(temporary("trial"));
        } finally {
            WRITING.unlock();
        }
    }

    private void requireRoom() {
        for (Path place = folder.toAbsolutePath(); place != null; place = place.getParent()) {
            requireNoDanglingLink(place, place.equals(folder.toAbsolutePath()) ? "it" : place.toString());
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw refused("expected a folder, found a file");
        }
        for (String name : names) {
            Path file = folder.resolve(name);
            if (Files.isDirectory(file)) {
                throw refused(name + " is a folder there, expected a file or nothing");
            }
            requireNoDanglingLink(file, name);
        }
    }

    private void requireNoDanglingLink(Path place, String name) {
        if (Files.isSymbolicLink(place) && !Files.exists(place)) {
            String target;
            try {
                target = Files.readSymbolicLink(place).toString();
            } catch (IOException unreadable) {
                target = "somewhere";
            }
            throw refused(name + " is a link to " + target + ", where nothing is: remove the link or repair it");
        }
    }

    /** The files that stand there already, of those that will be written: they will be replaced. */
    List<String> existing() {
        return names.stream().filter(name -> Files.exists(folder.resolve(name))).toList();
    }

    /**
     * Writes a file, replacing one of this name; it is there in full or not at all, even if Java is stopped meanwhile. A
     * folder that was removed since is made again.
     *
     * @return where it is
     * @throws InputException if it cannot be written
     */
    Path write(String name, byte[] content) {
        try {
            return store(name, content, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException problem) {
            throw cannotWrite(problem);
        }
    }

    /**
     * Writes a file and replaces none: where one is called {@code stem} and {@code ending}, the next is {@code stem-2}.
     *
     * @return where it is
     * @throws InputException if it cannot be written
     */
    Path writeNew(String stem, String ending, byte[] content) {
        for (int number = 1; ; number++) {
            String name = stem + (number == 1 ? "" : "-" + number) + ending;
            try {
                return store(name, content);
            } catch (FileAlreadyExistsException justNow) {
                // by another process: the next number
            } catch (IOException problem) {
                throw cannotWrite(problem);
            }
        }
    }

    /**
     * Removes a file that an earlier run wrote and this one has no new content for.
     *
     * @throws InputException if that cannot be
     */
    void remove(String name) {
        try {
            Files.deleteIfExists(folder.resolve(name));
        } catch (IOException problem) {
            throw cannotWrite(problem);
        }
    }

    private Path store(String name, byte[] content, CopyOption... how) throws IOException {
        requireRoom();
        make();
        Path file = folder.resolve(name);
        WRITING.lock();
        try {
            Path temporary = temporary(name);
            try {
                Files.write(temporary, content);
                Files.move(temporary, file, how);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } finally {
            WRITING.unlock();
        }
        return file;
    }

    /** Before JDK 20, createDirectories takes a link to a folder for a file. */
    private void make() throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
    }

    /** A new, empty file that no other process has. */
    private Path temporary(String name) throws IOException {
        while (true) {
            String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
            try {
                return Files.createFile(folder.resolve("." + name + "." + random + PART));
            } catch (FileAlreadyExistsException taken) {
                // by chance: another random number
            }
        }
    }

    /** Whose names cannot be listed, or removed, may stay: they are in nobody's way. */
    private void removeForgotten() {
        String written = String.join("|", names.stream().map(Pattern::quote).toList());
        Pattern ours = Pattern.compile("\\.(trial|" + written + ")\\.[0-9a-f]{1,16}" + Pattern.quote(PART));
        Instant old = Instant.now().minus(FORGOTTEN);
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, ".*" + PART)) {
            for (Path part : parts) {
                if (ours.matcher(part.getFileName().toString()).matches()
                        && Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)
                        && Files.getLastModifiedTime(part).toInstant().isBefore(old)) {
                    Files.deleteIfExists(part);
                }
            }
        } catch (IOException | DirectoryIteratorException notOurs) {
            // another user's, or another process was quicker
        }
    }

    private InputException cannotWrite(IOException problem) {
        String reason = problem instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : problem instanceof AccessDeniedException
                        ? "no permission for " + problem.getMessage()
                        : problem.getClass().getSimpleName() + " " + problem.getMessage();
        return refused("cannot be written: " + reason);
    }

    private InputException refused(String reason) {
        return new InputException(option + " " + folder + ": " + reason);
    }
}
