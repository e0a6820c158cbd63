package gradj.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The four files of a data set, found by their names.
 *
 * @param name what its files' names begin with, such as {@code emnist-letters}; empty for the names of MNIST itself
 */
record IdxFolder(String name, Path trainImages, Path trainLabels, Path testImages, Path testLabels) {
    /** Such as emnist-letters-train-images-idx3-ubyte.gz: a set, and one of its files. */
    private static final Pattern FILE = Pattern.compile(
            "(?:(?<set>.+)-)?(?<part>train|t10k|test)-(?<kind>images|labels)[-.]idx\\d-(?:ubyte|int)(?:\\.gz)?");

    private static final List<String> ROLES = List.of("train-images", "train-labels", "test-images", "test-labels");

    private static final System.Logger LOG = System.getLogger("gradj.data");

    /**
     * Finds the data set in a folder, or the one that the last part of the path names: {@code FOLDER/emnist-letters}.
     *
     * @throws DataException if there is none, or it is not clear which is meant
     */
    static IdxFolder find(Path path) {
        if (Files.isDirectory(path)) {
            return choose(path, sets(path));
        }
        Path parent = path.toAbsolutePath().getParent();
        if (!Files.exists(path) && parent != null && Files.isDirectory(parent)) {
            Map<String, Map<String, Path>> sets = sets(parent);
            String name = path.getFileName().toString();
            if (sets.containsKey(name)) {
                return of(path, name, Objects.requireNonNull(sets.get(name)));
            }
        }
        throw new DataException(
                path,
                path + ": expected a folder with the four MNIST files, found "
                        + (Files.exists(path) ? "a file" : "nothing of this name"));
    }

    /** The complete one; among several, the one with MNIST's own names. */
    private static IdxFolder choose(Path folder, Map<String, Map<String, Path>> sets) {
        List<String> complete = sets.keySet().stream()
                .filter(name -> Objects.requireNonNull(sets.get(name)).size() == ROLES.size())
                .toList();
        if (complete.size() > 1 && !complete.get(0).isEmpty()) {
            throw new DataException(
                    folder,
                    folder + ": there are " + complete.size() + " data sets, " + String.join(", ", complete)
                            + ": choose one, as in " + folder.resolve(complete.get(0)));
        }
        if (complete.size() > 1) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0}: read are the files with MNIST''s own names; beside them is {1}, to be had as {2}",
                    folder,
                    String.join(", ", complete.subList(1, complete.size())),
                    folder.resolve(complete.get(1)));
        }
        String name = complete.isEmpty() ? fullest(sets) : complete.get(0);
        return of(folder, name, sets.getOrDefault(name, Map.of()));
    }

    private static String fullest(Map<String, Map<String, Path>> sets) {
        return sets.entrySet().stream()
                .max(Comparator.comparingInt(set -> set.getValue().size()))
                .map(Map.Entry::getKey)
                .orElse("");
    }

    private static IdxFolder of(Path folder, String name, Map<String, Path> files) {
        List<String> missing = new ArrayList<>();
        List<Path> found = new ArrayList<>();
        for (String role : ROLES) {
            Path file = files.get(role);
            if (file == null) {
                missing.add(usualName(name, role));
            } else {
                found.add(file);
            }
        }
        if (!missing.isEmpty()) {
            throw new DataException(
                    folder,
                    folder + ": " + missing.size() + " of the 4 " + (name.isEmpty() ? "MNIST" : name)
                            + " files missing: " + String.join(", ", missing)
                            + " (looked for each as it is, with .gz, and with .idx instead of -idx)");
        }
        return new IdxFolder(name, found.get(0), found.get(1), found.get(2), found.get(3));
    }

    private static String usualName(String set, String role) {
        String file = role + (role.endsWith("images") ? "-idx3-ubyte" : "-idx1-ubyte");
        return set.isEmpty() ? file.replace("test-", "t10k-") : set + "-" + file;
    }

    /** The files of each set by their roles, the set with MNIST's own names first. */
    private static Map<String, Map<String, Path>> sets(Path folder) {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.sorted(PREFERENCE).toList();
        } catch (IOException e) {
            throw new DataException(
                    folder,
                    folder + ": cannot be read: " + Objects.requireNonNullElse(e.getMessage(), e.toString()),
                    e);
        }
        Map<String, Map<String, Path>> sets = new TreeMap<>();
        for (Path file : files) {
            Matcher name = FILE.matcher(file.getFileName().toString());
            if (name.matches() && Files.isRegularFile(file)) {
                String part = name.group("part").equals("train") ? "train" : "test";
                sets.computeIfAbsent(Objects.requireNonNullElse(name.group("set"), ""), set -> new TreeMap<>())
                        .putIfAbsent(part + "-" + name.group("kind"), file);
            }
        }
        return sets;
    }

    /** Of two files for one role, the first is read: the uncompressed one, which is faster; one with MNIST's own name. */
    private static final Comparator<Path> PREFERENCE = Comparator.comparing(
                    (Path file) -> file.toString().endsWith(".gz"))
            .thenComparing(file -> file.getFileName().toString().contains(".idx"))
            .thenComparing(file -> file.getFileName().toString().contains("test-"))
            .thenComparing(Path::getFileName);
}
