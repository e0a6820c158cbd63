package gradj.io;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file so that under its name there is always a whole one: the former until the new one is complete and on the
 * disk, whatever ends the program meanwhile.
 *
 * <p>The content goes to a temporary file in the same folder, {@code .gradj-*.tmp}, is forced to the disk and renamed; then
 * the folder is forced. A kill may leave a temporary file behind; the next write into the folder removes it.
 */
public final class WholeFile {
    private static final int MOST_LINKS = 40;

    private WholeFile() {}

    /** What a file shall hold. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes all of it; called again from the start if the thread is interrupted meanwhile.
         *
         * @throws IOException if {@code out} cannot take it
         */
        void write(WritableByteChannel out) throws IOException;
    }

    /**
     * Writes a new file or replaces one. A symbolic link stays one: the file that it leads to is replaced. A new file has
     * the usual permissions, a replaced one keeps its own. An interrupt does not stop it; the thread is interrupted after it.
     *
     * @throws FileException if it cannot be written; what stood under that name before is then unchanged. What {@code
     *     content} throws itself, but for an {@link IOException}, passes through, and leaves as little behind
     */
    public static void write(Path file, Content content) {
        Path target = withoutLinks(file);
        Path folder = requireWritable(file, target);
        boolean interrupted = Thread.interrupted();
        try {
            while (!writeUninterrupted(file, target, folder, content)) {
                interrupted |= Thread.interrupted();
            }
            interrupted |= Thread.interrupted(); // it would close the folder before it is forced
            force(folder);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Tries whether {@link #write} could write this file, and leaves everything as it is: for programs that have long work to do
     * before they save.
     *
     * @throws FileException if it could not
     */
    public static void requireWritable(Path file) {
        Path folder = requireWritable(file, withoutLinks(file));
        try {
            TemporaryFile.in(folder).close();
        } catch (AccessDeniedException e) {
            throw noPermission(file, folder, e);
        } catch (IOException e) {
            throw new FileException(file, "could not be written: " + reason(e) + ": name another folder", e);
        }
    }

    /** False if an interrupt stopped it, which closes the channel that is written to. */
    private static boolean writeUninterrupted(Path file, Path target, Path folder, Content content) {
        try (TemporaryFile temporary = TemporaryFile.in(folder)) {
            copyPermissions(target, temporary.path());
            content.write(temporary.channel());
            temporary.channel().force(true);
            temporary.moveTo(target);
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        } catch (AccessDeniedException e) {
            throw noPermission(file, folder, e);
        } catch (IOException e) {
            throw new FileException(
                    file,
                    "could not be written: " + reason(e) + (Files.exists(target) ? " (what it held is unchanged)" : "")
                            + ": make room, or name another folder",
                    e);
        }
    }

    private static FileException noPermission(Path file, Path folder, AccessDeniedException e) {
        return new FileException(file, "you have no permission to write into " + folder + ": name another folder", e);
    }

    private static String reason(IOException e) {
        String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return reason == null ? e.toString() : reason;
    }

    /** Where the links lead, also if there is nothing yet. */
    private static Path withoutLinks(Path file) {
        Path target = file.toAbsolutePath();
        try {
            for (int i = 0; Files.isSymbolicLink(target); i++) {
                if (i == MOST_LINKS) {
                    throw new FileException(file, "its symbolic links lead in a circle: name a file");
                }
                target = target.resolveSibling(Files.readSymbolicLink(target));
            }
        } catch (IOException e) {
            throw new FileException(file, "its symbolic link cannot be followed: " + reason(e) + ": name a file", e);
        }
        return target;
    }

    /** What would fail later is told before anything is written; the folder that the target stands in. */
    private static Path requireWritable(Path file, Path target) {
        Path folder = target.getParent();
        if (folder == null || Files.isDirectory(target)) {
            throw new FileException(file, "expected the name of a file, found a folder: add a name to it");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw new FileException(file, "expected a file, found a device: name a file");
        }
        if (Files.exists(target) && !Files.isWritable(target)) {
            throw new FileException(file, "it is write-protected: allow it with chmod u+w, or name another file");
        }
        if (!Files.exists(folder)) {
            throw new FileException(file, "there is no folder " + folder + ": make it first");
        }
        if (!Files.isDirectory(folder)) {
            throw new FileException(file, "expected a folder " + folder + ", found a file: name another folder");
        }
        return folder;
    }

    /** Before there is content, so that nobody reads it who may not read the former file. */
    private static void copyPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView former = posix(from);
        PosixFileAttributeView view = posix(to);
        if (former != null && view != null && Files.exists(from)) {
            view.setPermissions(former.readAttributes().permissions());
        }
    }

    private static @Nullable PosixFileAttributeView posix(Path file) {
        return Files.getFileAttributeView(file, PosixFileAttributeView.class);
    }

    /** The new name must not be lost either. Some systems cannot force a folder: there, the rename itself must do. */
    private static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // The new file is in its place: to report that as a failure would be wrong.
        }
    }
}
