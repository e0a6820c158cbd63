package gradj.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MnistTest {
    @TempDir
    Path folder;

    private void writeAll(String dash, String end) throws IOException {
        write("train-images" + dash + "idx3-ubyte" + end, IdxBytes.images(6, 4, 5));
        write("train-labels" + dash + "idx1-ubyte" + end, IdxBytes.labels(6));
        write("t10k-images" + dash + "idx3-ubyte" + end, IdxBytes.images(2, 4, 5));
        write("t10k-labels" + dash + "idx1-ubyte" + end, IdxBytes.labels(2));
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), name.endsWith(".gz") ? IdxBytes.gzip(bytes) : bytes);
    }

    @Test
    void findsTheFilesUnderEachOfTheirNames() throws IOException {
        for (String dash : new String[] {"-", "."}) {
            for (String end : new String[] {"", ".gz"}) {
                writeAll(dash, end);
                Split split = Mnist.folder(folder);
                assertEquals(6, split.train().count());
                assertEquals(2, split.test().count());
                assertEquals(5, split.train().label(5));
                assertEquals(39, split.test().pixel(1, 3, 4));
                for (String name : new String[] {"train-images", "train-labels", "t10k-images", "t10k-labels"}) {
                    String kind = name.endsWith("images") ? "idx3" : "idx1";
                    Files.delete(folder.resolve(name + dash + kind + "-ubyte" + end));
                }
            }
        }
    }

    /** As many as are asked for or there are, of the classes of all, whatever follows them in the file. */
    @ParameterizedTest
    @ValueSource(strings = {"", ".gz"})
    void theFirstToTrainOnAreReadAlone(String end) throws IOException {
        writeAll("-", end);
        byte[] labels = IdxBytes.labels(6);
        labels[labels.length - 1] = 12;
        write("train-labels-idx1-ubyte" + end, labels);
        LabeledImages all = Mnist.folder(folder).train();
        for (int howMany : new int[] {1, 4, 6, 7}) {
            LabeledImages first = Mnist.firstTraining(folder, howMany);
            assertEquals(all.first(Math.min(howMany, 6)).sha256(), first.sha256());
            assertEquals(13, first.classes());
        }
        assertThrows(IllegalArgumentException.class, () -> Mnist.firstTraining(folder, 0));
        write("train-labels-idx1-ubyte" + end, IdxBytes.labels(5));
        DataException thrown = assertThrows(DataException.class, () -> Mnist.firstTraining(folder, 2));
        assertEquals(
                "train-labels-idx1-ubyte" + end + " has 5 labels, but train-images-idx3-ubyte" + end
                        + " has 6 images: expected one label per image",
                thrown.getMessage());
    }

    /** Labels of letters are numbered by those to test with, too. */
    @Test
    void theFirstOfExtendedMnistAreThoseOfTheWhole() throws IOException {
        writeSet("emnist-letters", IdxBytes.labels(3));
        LabeledImages first = Mnist.firstTraining(folder, 2);
        assertEquals(Mnist.folder(folder).train().first(2).sha256(), first.sha256());
        assertEquals(3, Mnist.firstTraining(folder, 9).count());
    }

    @Test
    void prefersTheUncompressedFile() throws IOException {
        writeAll("-", "");
        write("train-labels-idx1-ubyte.gz", IdxBytes.labels(5));
        assertEquals(6, Mnist.folder(folder).train().count());
        assertEquals(
                List.of(
                        "train-images-idx3-ubyte",
                        "train-labels-idx1-ubyte",
                        "t10k-images-idx3-ubyte",
                        "t10k-labels-idx1-ubyte"),
                Mnist.files(folder).stream()
                        .map(file -> file.getFileName().toString())
                        .toList());
    }

    private void writeSet(String set, byte[] labels) throws IOException {
        write(set + "-train-images-idx3-ubyte.gz", IdxBytes.images(3, 4, 5));
        write(set + "-train-labels-idx1-ubyte.gz", labels);
        write(set + "-test-images-idx3-ubyte.gz", IdxBytes.images(3, 4, 5));
        write(set + "-test-labels-idx1-ubyte.gz", labels);
    }

    @ParameterizedTest
    @ValueSource(strings = {"byclass", "bymerge", "balanced", "letters", "digits", "mnist"})
    void findsExtendedMnistUnderItsOwnNamesAndTurnsItUpright(String part) throws IOException {
        writeSet("emnist-" + part, IdxBytes.labels(3));
        Split split = Mnist.folder(folder);
        for (LabeledImages images : List.of(split.train(), split.test())) {
            assertEquals("3 images of 5x4 in 10 classes", images.toString());
            assertEquals(20 + 2 * 5 + 3, images.pixel(1, 3, 2));
            assertEquals(2, images.label(2), "a label 0 is there: they count from 0");
        }
    }

    @Test
    void lettersAreCountedFrom0() throws IOException {
        writeSet("emnist-letters", IdxBytes.numbers(0x08, 1, 1, 26, 5));
        Split split = Mnist.folder(folder);
        assertEquals(26, split.classes());
        assertEquals(0, split.train().label(0));
        assertEquals(25, split.test().label(1));
        // One part alone does not tell.
        write("emnist-letters-test-labels-idx1-ubyte.gz", IdxBytes.numbers(0x08, 1, 1, 0, 5));
        assertEquals(26, Mnist.folder(folder).train().label(1));
    }

    @Test
    void aSetOfAnotherNameIsReadAsItIs() throws IOException {
        writeSet("my-own", IdxBytes.numbers(0x08, 1, 1, 26, 5));
        LabeledImages train = Mnist.folder(folder).train();
        assertEquals("3 images of 4x5 in 27 classes", train.toString());
        assertEquals(26, train.label(1));
    }

    @Test
    void readsQmnistUnderItsOwnNames() throws IOException {
        byte[] labels =
                IdxBytes.rows(0x0C, 4, 8, 5, 0, 1, 3, 53, 7, 0, 0, 1, 1, 2, 4, 49, 8, 0, 0, 9, 1, 3, 5, 57, 9, 0, 0);
        write("qmnist-train-images-idx3-ubyte.gz", IdxBytes.images(3, 4, 5));
        write("qmnist-train-labels-idx2-int.gz", labels);
        write("qmnist-test-images-idx3-ubyte.gz", IdxBytes.images(3, 4, 5));
        write("qmnist-test-labels-idx2-int.gz", labels);
        assertEquals(9, Mnist.folder(folder).test().label(2));
    }

    @Test
    void ofSeveralSetsOneMustBeNamed() throws IOException {
        writeSet("emnist-letters", IdxBytes.numbers(0x08, 1, 1, 26, 5));
        writeSet("emnist-digits", IdxBytes.numbers(0x08, 1, 0, 9, 5));
        assertRefused(
                folder,
                folder,
                folder + ": there are 2 data sets, emnist-digits, emnist-letters: choose one, as in "
                        + folder.resolve("emnist-digits"));
        assertEquals(9, Mnist.folder(folder.resolve("emnist-digits")).train().label(1));
        assertEquals(25, Mnist.folder(folder.resolve("emnist-letters")).train().label(1));
        Path other = folder.resolve("emnist-balanced");
        assertRefused(
                other, other, other + ": expected a folder with the four MNIST files, found nothing of this name");
        writeAll("-", "");
        assertEquals(6, Mnist.folder(folder).train().count(), "MNIST's own names come first");
        assertEquals(9, Mnist.folder(folder.resolve("emnist-digits")).train().label(1));
    }

    @Test
    void namesTheFilesOfAnotherSetThatAreMissing() throws IOException {
        writeSet("emnist-letters", IdxBytes.labels(3));
        Files.delete(folder.resolve("emnist-letters-test-labels-idx1-ubyte.gz"));
        write("t10k-images-idx3-ubyte", IdxBytes.images(2, 4, 5));
        assertRefused(
                folder,
                folder,
                folder + ": 1 of the 4 emnist-letters files missing: emnist-letters-test-labels-idx1-ubyte"
                        + " (looked for each as it is, with .gz, and with .idx instead of -idx)");
    }

    @Test
    void refusesAFolderThatIsNone() throws IOException {
        Path nowhere = folder.resolve("nowhere");
        assertRefused(
                nowhere,
                nowhere,
                nowhere + ": expected a folder with the four MNIST files, found nothing of this name");
        Path file = write("file", new byte[1]);
        assertRefused(file, file, file + ": expected a folder with the four MNIST files, found a file");
    }

    @Test
    void namesTheFilesThatAreMissing() throws IOException {
        String lookedFor = " (looked for each as it is, with .gz, and with .idx instead of -idx)";
        assertRefused(
                folder,
                folder,
                folder + ": 4 of the 4 MNIST files missing: train-images-idx3-ubyte, train-labels-idx1-ubyte,"
                        + " t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte" + lookedFor);
        writeAll("-", ".gz");
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte.gz"));
        assertRefused(folder, folder, folder + ": 1 of the 4 MNIST files missing: t10k-labels-idx1-ubyte" + lookedFor);
    }

    @Test
    void refusesLabelsOfAnotherCountInEitherPart() throws IOException {
        writeAll("-", "");
        Path train = write("train-labels-idx1-ubyte", IdxBytes.labels(5));
        assertRefused(
                folder,
                train,
                "train-labels-idx1-ubyte has 5 labels, but train-images-idx3-ubyte has 6 images:"
                        + " expected one label per image");
        writeAll("-", "");
        Path test = write("t10k-labels-idx1-ubyte", IdxBytes.labels(3));
        assertRefused(
                folder,
                test,
                "t10k-labels-idx1-ubyte has 3 labels, but t10k-images-idx3-ubyte has 2 images:"
                        + " expected one label per image");
    }

    @Test
    void refusesPartsOfDifferentSizes() throws IOException {
        writeAll("-", "");
        Path test = write("t10k-images-idx3-ubyte", IdxBytes.images(2, 5, 4));
        assertRefused(
                folder,
                test,
                "t10k-images-idx3-ubyte has images of 5x4, but train-images-idx3-ubyte has images of 4x5:"
                        + " expected one size");
    }

    private static void assertRefused(Path folder, Path blamed, String message) {
        DataException thrown = assertThrows(DataException.class, () -> Mnist.folder(folder));
        assertEquals(message, thrown.getMessage());
        assertEquals(blamed, thrown.file());
    }

    @Test
    void readsTheRealFiles() {
        String real = System.getenv("GRADJ_MNIST");
        assumeTrue(real != null, "GRADJ_MNIST does not name a folder with the MNIST files");
        Split mnist = null;
        try {
            mnist = Mnist.folder(Path.of(real));
        } catch (DataException e) {
            if (Boolean.getBoolean("gradj.strict")) {
                fail("GRADJ_MNIST names a folder that cannot be used", e);
            }
            assumeTrue(false, "GRADJ_MNIST cannot be used: " + e.getMessage());
        }
        assertEquals("60000 images of 28x28 in 10 classes", mnist.train().toString());
        assertEquals("10000 images of 28x28 in 10 classes", mnist.test().toString());
        assertEquals(5, mnist.train().label(0));
        assertEquals(8, mnist.train().label(59_999));
        assertEquals(7, mnist.test().label(0));
        long ink = 0;
        for (int i = 0; i < 60_000; i++) {
            for (int p = 0; p < 784; p++) {
                ink += mnist.train().pixel(i, p / 28, p % 28);
            }
        }
        // The mean that everybody normalises MNIST by.
        assertEquals(0.1307, ink / 255.0 / (60_000 * 784), 0.00005);
    }
}
