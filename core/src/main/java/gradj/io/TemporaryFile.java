package gradj.io;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file {@code .gradj-*.tmp} that is deleted when it is closed, unless it was moved.
 *
 * <p>It is locked as long as it is open, and the system ends the lock when the process ends, however: so one without a lock
 * is left over from a process that was killed.
 */
final class TemporaryFile implements AutoCloseable {
    private static final String PATTERN = ".gradj-*.tmp";

    /** Those of this process: to open and close a second channel would end their lock. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;
    private boolean moved;

    private TemporaryFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** A new file in this folder, from which those that killed processes left are removed. */
    static TemporaryFile in(Path anyFolder) throws IOException {
        Path folder = anyFolder.toRealPath(); // so that one file is one path in OPEN
        removeLeftovers(folder);
        while (true) {
            String name = PATTERN.replace(
                    "*", Long.toHexString(ThreadLocalRandom.current().nextLong()));
            Path path = folder.resolve(name);
            OPEN.add(path);
            try {
                TemporaryFile file = new TemporaryFile(
                        path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
                file.lock();
                if (Files.exists(path)) {
                    return file;
                }
                file.close(); // another process took it for left over before it was locked
            } catch (FileAlreadyExistsException e) {
                OPEN.remove(path); // another name, then
            } catch (IOException | RuntimeException | Error e) {
                OPEN.remove(path);
                throw e;
            }
        }
    }

    /** Kept until the channel is closed. */
    private void lock() throws IOException {
        try {
            channel.lock();
        } catch (ClosedByInterruptException e) {
            close();
            throw e;
        } catch (IOException e) {
            // No locks on this file system: then nobody else gets one either, and takes the file for left over.
        }
    }

    private static void removeLeftovers(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PATTERN)) {
            for (Path file : files) {
                if (!OPEN.contains(file) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    removeIfLeft(file);
                }
            }
        } catch (IOException | RuntimeException e) {
            // It is not ours, or gone already: nothing that a save must fail for.
        }
    }

    private static void removeIfLeft(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                Files.delete(file);
            }
        } catch (IOException | OverlappingFileLockException e) {
            // In use, or not ours.
        }
    }

    Path path() {
        return path;
    }

    FileChannel channel() {
        return channel;
    }

    /** Gives it another name in the same folder, in place of what has that name, in one step. */
    void moveTo(Path target) throws IOException {
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        moved = true;
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            if (!moved) {
                Files.deleteIfExists(path);
            }
        } finally {
            OPEN.remove(path);
        }
    }
}
