package gradj.data.image;

import gradj.data.LabeledImages;
import gradj.data.table.Column;
import gradj.data.table.Splits;
import gradj.io.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;

/**
 * Pictures in a folder with a sub-folder for each class, which has the class's name: {@code pets/cat/tom.jpg}.
 *
 * <p>Classes and pictures are in the order of their names' characters, whatever the file system's order is. Each class has a
 * picture at least, and nothing else: what is hidden, or put there by a system (Thumbs.db, desktop.ini, __MACOSX), is left
 * aside, and anything else that is no picture is refused by its name. Files beside the classes' folders are left aside too,
 * unless they are pictures.
 *
 * <pre>{@code
 * ImageFolder.Parts pets = ImageFolder.parts(Path.of("pets"), 0.2, 1);
 * ImagePreparation preparation = new ImagePreparation(28, 28, pets.train().classes());
 * LabeledImages train = pets.train().read(preparation);
 * }</pre>
 */
public final class ImageFolder {
    private static final Set<String> TRAIN = Set.of("train", "training");

    /** The first that is there is what a net is judged by. */
    private static final List<Set<String>> TEST =
            List.of(Set.of("test", "testing"), Set.of("val", "valid", "validation"));

    private final Path folder;
    private final List<String> classes;
    private final List<Path> files;
    private final byte[] labels;

    private ImageFolder(Path folder, List<String> classes, List<Path> files, byte[] labels) {
        this.folder = folder;
        this.classes = classes;
        this.files = files;
        this.labels = labels;
    }

    /**
     * Pictures to learn from, and pictures to be judged by.
     *
     * @param folder that both lie in
     * @param isHeldOut whether the second were taken from the first by a seed, rather than found in a folder of their own
     */
    public record Parts(Path folder, ImageFolder train, ImageFolder test, boolean isHeldOut) {
        /** How many pictures there are in both. */
        public int size() {
            return train.size() + test.size();
        }

        /**
         * What tells these pictures from others, by the folder's name: the SHA-256 of what {@code sha256sum} prints for the
         * files by their names below the folder, in the order of {@code LC_ALL=C sort}. Pictures to test with that lie
         * elsewhere have a sum of their own.
         *
         * @throws FileException if a file cannot be read
         */
        public Map<String, String> sha256() {
            Map<String, String> sums = new LinkedHashMap<>();
            if (test.folder.startsWith(folder)) {
                List<Path> files = new ArrayList<>(train.files);
                files.addAll(test.files);
                sums.put(nameOf(folder), FolderListing.sha256(folder, files));
            } else {
                sums.put(nameOf(train.folder), FolderListing.sha256(train.folder, train.files));
                String name = nameOf(test.folder);
                sums.put(
                        sums.containsKey(name) ? name + " to test" : name,
                        FolderListing.sha256(test.folder, test.files));
            }
            return sums;
        }

        private static String nameOf(Path folder) {
            Path name = folder.toAbsolutePath().normalize().getFileName();
            return name == null ? "/" : name.toString();
        }
    }

    // -------------------------------------------------------------------------------------------------------- find

    /** Whether this is a folder that has others in it which could be classes. */
    public static boolean hasFolders(Path folder) {
        return Files.isDirectory(folder)
                && !FolderListing.list(folder, Files::isDirectory).isEmpty();
    }

    /**
     * Finds the pictures in a folder that has a sub-folder for each class.
     *
     * @throws FileException if there are not two classes at least, a class has no picture, or there are files that belong to
     *     no class; nothing of the pictures has been read then
     */
    public static ImageFolder of(Path folder) {
        List<String> classes = FolderListing.names(FolderListing.list(folder, Files::isDirectory));
        FolderListing.requireNoPictures(folder, classes.isEmpty());
        if (classes.size() < 2 || classes.size() > ImagePreparation.MOST_CLASSES) {
            String found = classes.isEmpty() ? "none" : Integer.toString(classes.size());
            if (classes.size() == 1) {
                String inside = hasFolders(folder.resolve(classes.get(0))) ? ": name that, it has folders in it" : "";
                found = "only " + classes.get(0) + inside;
            }
            throw new FileException(
                    folder,
                    "expected a folder with the pictures of each class, 2 to " + ImagePreparation.MOST_CLASSES
                            + ", found " + found);
        }
        return find(folder, classes, classes);
    }

    /**
     * The same with the classes of other pictures, those that a net has learned from; some of them may have no folder here.
     *
     * @throws FileException as {@link #of(Path)}, or if there is a class that is none of these
     */
    public static ImageFolder of(Path folder, List<String> classes) {
        List<String> found = FolderListing.names(FolderListing.list(folder, Files::isDirectory));
        FolderListing.requireNoPictures(folder, found.isEmpty());
        if (found.isEmpty() || !classes.containsAll(found)) {
            throw new FileException(
                    folder,
                    "expected folders named as the classes to learn from, " + FolderListing.shown(classes) + ", found "
                            + (found.isEmpty()
                                    ? "none"
                                    : FolderListing.shown(found.stream()
                                            .filter(name -> !classes.contains(name))
                                            .toList())));
        }
        return find(folder, classes, found);
    }

    /**
     * Finds pictures to learn from and to be judged by: those in the folders {@code train} and {@code test} (or {@code
     * training}, {@code testing}; {@code val}, {@code valid} or {@code validation} where there is no test), each with a
     * folder for each class; if the classes' folders lie in the folder itself, or in {@code train} alone, a share of each
     * class is held out, which the seed chooses.
     *
     * @param testShare between 0 and 1: of each class, give or take a picture
     * @throws FileException as {@link #of(Path)}; or if a class has not two pictures, one for each part
     */
    public static Parts parts(Path folder, double testShare, long seed) {
        if (!(testShare > 0 && testShare < 1)) {
            throw new IllegalArgumentException("expected a share between 0 and 1 to test with, got " + testShare);
        }
        List<Path> folders = FolderListing.list(folder, Files::isDirectory);
        Path train = FolderListing.named(folders, TRAIN);
        Path test = FolderListing.named(folders, TEST.get(0));
        test = test != null ? test : FolderListing.named(folders, TEST.get(1));
        if (train != null && test != null) {
            ImageFolder first = of(train);
            return new Parts(folder, first, of(test, first.classes), false);
        }
        ImageFolder all = of(train != null && folders.size() == 1 ? train : folder);
        int[] counts = all.counts();
        List<String> single = IntStream.range(0, counts.length)
                .filter(i -> counts[i] == 1)
                .mapToObj(all.classes::get)
                .toList();
        if (!single.isEmpty()) {
            throw new FileException(
                    folder,
                    "expected two pictures of each class, one to test with, found one of " + FolderListing.shown(single)
                            + ": add some, or folders train and test");
        }
        String[] names = new String[all.size()];
        Arrays.setAll(names, i -> all.classes.get(all.label(i)));
        try {
            Splits.Parts parts =
                    Splits.stratified(Column.categories("class", names), seed).parts(1 - testShare, 0, testShare);
            return new Parts(folder, all.rows(parts.train()), all.rows(parts.test()), true);
        } catch (IllegalArgumentException tooFew) {
            throw new FileException(
                    folder,
                    "has too few pictures, " + all.size() + ", to hold out " + testShare
                            + " of them: add some, or folders train and test",
                    tooFew);
        }
    }

    /**
     * Finds pictures to learn from, in the folder itself or in its folder {@code train}, and pictures to be judged by in
     * another one.
     *
     * @throws FileException as {@link #of(Path)} and {@link #of(Path, List)}
     */
    public static Parts parts(Path folder, Path test) {
        List<Path> folders = FolderListing.list(folder, Files::isDirectory);
        Path train = FolderListing.named(folders, TRAIN);
        ImageFolder first = of(train != null && (folders.size() == 1 || hasTest(folders)) ? train : folder);
        return new Parts(folder, first, of(test, first.classes), false);
    }

    private static boolean hasTest(List<Path> folders) {
        return TEST.stream().anyMatch(names -> FolderListing.named(folders, names) != null);
    }

    private static ImageFolder find(Path folder, List<String> classes, List<String> found) {
        List<Path> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (String name : found) {
            List<Path> all = FolderListing.list(folder.resolve(name), path -> true);
            all.stream()
                    .filter(Files::isDirectory)
                    .forEach(path -> wrong.add(FolderListing.relative(folder, path) + " is a folder"));
            if (all.isEmpty()) {
                empty.add(name);
            }
            for (Path file : all) {
                files.add(file);
                labels.add(classes.indexOf(name));
            }
        }
        if (!empty.isEmpty()) {
            throw new FileException(
                    folder,
                    "expected pictures of each class, found none in " + FolderListing.shown(empty)
                            + ": add some, or remove the folder");
        }
        if (!wrong.isEmpty()) {
            throw new FileException(
                    folder,
                    "expected pictures in the folders of the classes, but " + FolderListing.shown(wrong)
                            + ": move its pictures up, or name the folder above the classes");
        }
        byte[] numbers = new byte[labels.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = labels.get(i).byteValue();
        }
        return new ImageFolder(folder, List.copyOf(classes), List.copyOf(files), numbers);
    }

    // -------------------------------------------------------------------------------------------------------- read

    /** The names of the classes, in the order of their numbers. */
    public List<String> classes() {
        return classes;
    }

    /** How many pictures there are. */
    public int size() {
        return files.size();
    }

    /** The file of picture {@code i}. */
    public Path file(int i) {
        return files.get(i);
    }

    /** The class number of picture {@code i}. */
    public int label(int i) {
        return labels[i] & 0xFF;
    }

    /** How many pictures each class has. */
    public int[] counts() {
        int[] counts = new int[classes.size()];
        for (int i = 0; i < size(); i++) {
            counts[label(i)]++;
        }
        return counts;
    }

    /** The pictures with these numbers, in this order; the classes stay the same. */
    public ImageFolder rows(int... numbers) {
        byte[] itsLabels = new byte[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            itsLabels[i] = labels[numbers[i]];
        }
        return new ImageFolder(
                folder, classes, IntStream.of(numbers).mapToObj(files::get).toList(), itsLabels);
    }

    /**
     * Reads all pictures, several at a time, none of which is held longer than it takes to make an image of it.
     *
     * @throws FileException if some are no pictures or broken: the first five are named, with the number of all
     * @throws IllegalArgumentException if the preparation has other classes, or there is no picture
     */
    public LabeledImages read(ImagePreparation preparation) {
        if (!preparation.classes().equals(classes)) {
            throw new IllegalArgumentException(
                    "expected a preparation with the classes " + FolderListing.shown(classes) + ", got " + preparation);
        }
        long bytes = (long) size() * preparation.rows() * preparation.columns();
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new FileException(
                    folder,
                    size() + " images of " + preparation.rows() + "x" + preparation.columns() + " are " + bytes
                            + " bytes, at most " + (Integer.MAX_VALUE - 8) + " are held: make them smaller");
        }
        Map<Integer, String> problems = new ConcurrentSkipListMap<>();
        byte[] none = new byte[preparation.rows() * preparation.columns()];
        LabeledImages images =
                LabeledImages.of(preparation.rows(), preparation.columns(), classes.size(), labels, i -> {
                    try {
                        return preparation.image(PictureFile.decode(files.get(i)));
                    } catch (IOException problem) {
                        problems.put(i, FolderListing.relative(folder, files.get(i)) + ": " + problem.getMessage());
                        return none;
                    }
                });
        if (!problems.isEmpty()) {
            throw new FileException(
                    folder,
                    FolderListing.shown(List.copyOf(problems.values()), "; ") + ": mend or remove "
                            + (problems.size() > 1 ? "them" : "it"));
        }
        return images;
    }

    /** Such as {@code 120 pictures in 2 classes: cat (60), dog (60)}. */
    @Override
    public String toString() {
        int[] counts = counts();
        List<String> each = IntStream.range(0, counts.length)
                .mapToObj(i -> classes.get(i) + " (" + counts[i] + ")")
                .toList();
        return size() + " pictures in " + classes.size() + " classes: " + FolderListing.shown(each);
    }
}
