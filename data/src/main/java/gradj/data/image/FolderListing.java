package gradj.data.image;

import gradj.io.FileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What lies in folders, in a defined order and without what systems put there. */
final class FolderListing {
    /** Of a long list of names. */
    private static final int SHOWN = 5;

    private static final Set<String> OF_SYSTEMS =
            Set.of("thumbs.db", "desktop.ini", "__macosx", "@eadir", "$recycle.bin");
    private static final Set<String> PICTURES =
            Set.of("png", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "tif", "tiff", "webp", "heic", "avif");

    /** By code points, as {@code LC_ALL=C sort} does it. */
    private static final Comparator<String> BY_CHARACTERS =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private FolderListing() {}

    /**
     * What is not hidden and fits, in the order of the names.
     *
     * @throws FileException if the folder is none, or cannot be read
     */
    static List<Path> list(Path folder, Predicate<Path> which) {
        if (!Files.isDirectory(folder)) {
            throw new FileException(
                    folder, "expected a folder, found " + (Files.exists(folder) ? "a file" : "nothing"));
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> !isLeftAside(path))
                    .filter(which)
                    .sorted(Comparator.comparing(FolderListing::name, BY_CHARACTERS))
                    .toList();
        } catch (IOException | UncheckedIOException problem) {
            throw new FileException(
                    folder,
                    "cannot be read: " + (Files.isReadable(folder) ? problem.getMessage() : "you have no permission"),
                    problem);
        }
    }

    private static boolean isLeftAside(Path path) {
        String name = name(path);
        try {
            return name.startsWith(".")
                    || OF_SYSTEMS.contains(name.toLowerCase(Locale.ROOT))
                    || name.equals("Icon\r")
                    || Files.isHidden(path);
        } catch (IOException unknown) {
            return false;
        }
    }

    static String name(Path path) {
        return path.getFileName().toString();
    }

    static List<String> names(List<Path> paths) {
        return paths.stream().map(FolderListing::name).toList();
    }

    /** With slashes, also on Windows. */
    static String relative(Path folder, Path file) {
        return folder.relativize(file).toString().replace(folder.getFileSystem().getSeparator(), "/");
    }

    /** The first of these names, and how many there are. */
    static String shown(List<String> names) {
        return shown(names, ", ");
    }

    static String shown(List<String> texts, String separator) {
        int more = texts.size() - SHOWN;
        return texts.stream().limit(SHOWN).collect(Collectors.joining(separator))
                + (more > 0 ? separator + "and " + more + " more, " + texts.size() + " in all" : "");
    }

    /** The first folder with one of these names, in small letters or capitals; null if there is none. */
    static @Nullable Path named(List<Path> folders, Set<String> names) {
        return folders.stream()
                .filter(each -> names.contains(name(each).toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(null);
    }

    private static boolean isNamedAsPicture(Path file) {
        String name = name(file);
        return Files.isRegularFile(file)
                && PICTURES.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    /** @throws FileException if there are pictures in the folder itself, which thus belong to no class */
    static void requireNoPictures(Path folder, boolean hasNoFolders) {
        List<String> loose = names(list(folder, FolderListing::isNamedAsPicture));
        if (!loose.isEmpty()) {
            throw new FileException(
                    folder,
                    "expected each picture in a folder with its class's name, found " + shown(loose)
                            + (hasNoFolders ? " and no folder" : " beside the folders") + ": move them");
        }
    }

    /** Of what {@code sha256sum} prints for these files, in the order of their names below the folder. */
    static String sha256(Path folder, List<Path> files) {
        List<String> names = files.stream()
                .map(file -> relative(folder, file))
                .sorted(BY_CHARACTERS)
                .toList();
        List<String> lines = names.parallelStream()
                .map(name -> sha256(folder.resolve(name)) + "  " + name + "\n")
                .toList();
        return HexFormat.of().formatHex(digest().digest(String.join("", lines).getBytes(StandardCharsets.UTF_8)));
    }

    private static String sha256(Path file) {
        MessageDigest digest = digest();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        } catch (IOException problem) {
            throw new FileException(file, "can no longer be read: " + problem.getMessage(), problem);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK must have SHA-256", e);
        }
    }
}
