package gradj.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.data.LabeledImages;
import gradj.io.FileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of pictures: what is found in them, read of them, and refused. */
class ImageFolderTest {
    @TempDir
    Path folder;

    private void picture(String name, int grey) throws IOException {
        TestPictures.write(folder.resolve(name), TestPictures.grey(3, 3, (x, y) -> grey));
    }

    private void file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "no picture");
    }

    private void assertRefused(Supplier<?> read, String expected) {
        FileException refused = assertThrows(FileException.class, read::get);
        assertEquals(folder + ": " + expected, refused.getMessage());
    }

    // -------------------------------------------------------------------------------------------------------- read

    @Test
    void classesAndPicturesAreInTheOrderOfTheirNames() throws IOException {
        picture("dog/b.png", 1);
        picture("Ärger/a.bmp", 2);
        picture("cat/10.png", 3);
        picture("cat/9.gif", 4);
        picture("Zebra/a.png", 5);
        ImageFolder pictures = ImageFolder.of(folder);
        assertEquals(List.of("Zebra", "cat", "dog", "Ärger"), pictures.classes());
        assertEquals("5 pictures in 4 classes: Zebra (1), cat (2), dog (1), Ärger (1)", pictures.toString());
        assertArrayEquals(new int[] {1, 2, 1, 1}, pictures.counts());
        assertEquals(folder.resolve("cat/9.gif"), pictures.file(2));
        LabeledImages images = pictures.read(new ImagePreparation(2, 3, pictures.classes()));
        assertEquals(4, images.classes());
        int[] greys = {5, 3, 4, 1, 2};
        int[] labels = {0, 1, 1, 2, 3};
        for (int i = 0; i < 5; i++) {
            assertEquals(greys[i], images.pixel(i, 1, 2));
            assertEquals(labels[i], images.label(i));
            assertEquals(labels[i], pictures.label(i));
        }
        LabeledImages some = pictures.rows(4, 0).read(new ImagePreparation(1, 1, pictures.classes()));
        assertEquals(List.of(2, 5), List.of(some.pixel(0, 0, 0), some.pixel(1, 0, 0)));
        assertEquals(List.of(3, 0), List.of(some.label(0), some.label(1)));
        assertThrows(
                IllegalArgumentException.class, () -> pictures.read(new ImagePreparation(1, 1, List.of("cat", "dog"))));
    }

    @Test
    void whatSystemsPutThereIsLeftAside() throws IOException {
        picture("a/1.png", 1);
        picture("b/1.png", 2);
        for (String name : new String[] {
            ".DS_Store",
            "a/.DS_Store",
            "a/._1.png",
            "a/Thumbs.db",
            "b/desktop.ini",
            ".git/HEAD",
            "__MACOSX/x",
            "a/.ipynb_checkpoints/1.png",
            "README.md",
            "labels.csv"
        }) {
            file(name);
        }
        ImageFolder pictures = ImageFolder.of(folder);
        assertEquals("2 pictures in 2 classes: a (1), b (1)", pictures.toString());
        assertEquals(
                2, pictures.read(new ImagePreparation(1, 1, pictures.classes())).count());
    }

    @Test
    void picturesAreKnownByTheirContentNotTheirName() throws IOException {
        picture("a/1.png", 1);
        picture("b/1.png", 2);
        Files.move(folder.resolve("b/1.png"), folder.resolve("b/one.jpeg"));
        LabeledImages images = ImageFolder.of(folder).read(new ImagePreparation(1, 1, List.of("a", "b")));
        assertEquals(2, images.pixel(1, 0, 0));
    }

    @Test
    void theFirstFiveOfTheFilesThatCannotBeReadAreNamed() throws IOException {
        for (int i = 0; i < 4; i++) {
            picture("a/" + i + ".png", i);
            file("a/" + i + ".txt");
            file("b/" + i + ".txt");
        }
        ImageFolder pictures = ImageFolder.of(folder);
        ImagePreparation preparation = new ImagePreparation(1, 1, pictures.classes());
        String none = ": expected a picture (PNG, JPEG, GIF or BMP), found none; ";
        assertRefused(
                () -> pictures.read(preparation),
                "a/0.txt" + none + "a/1.txt" + none + "a/2.txt" + none + "a/3.txt" + none + "b/0.txt" + none
                        + "and 3 more, 8 in all: mend or remove them");
        byte[] whole = Files.readAllBytes(folder.resolve("a/1.png"));
        Files.write(folder.resolve("a/1.png"), Arrays.copyOf(whole, whole.length / 2));
        ImageFolder one = pictures.rows(0, 2); // 0.png, 0.txt, 1.png
        FileException refused = assertThrows(FileException.class, () -> one.read(preparation));
        assertTrue(String.valueOf(refused.getMessage()).startsWith(folder + ": a/1.png: its PNG data are broken: "));
        assertTrue(String.valueOf(refused.getMessage()).endsWith(": mend or remove it"));
    }

    // ----------------------------------------------------------------------------------------------------- structure

    @Test
    void foldersThatAreNoClassesAreRefused() throws IOException {
        assertRefused(
                () -> ImageFolder.of(folder),
                "expected a folder with the pictures of each class, 2 to 256, found none");
        assertFalse(ImageFolder.hasFolders(folder));
        picture("cat/1.png", 1);
        assertTrue(ImageFolder.hasFolders(folder));
        assertRefused(
                () -> ImageFolder.of(folder),
                "expected a folder with the pictures of each class, 2 to 256, found only cat");
        Files.createDirectories(folder.resolve("dog"));
        Files.createDirectories(folder.resolve("cow"));
        file("dog/.DS_Store");
        assertRefused(
                () -> ImageFolder.of(folder),
                "expected pictures of each class, found none in cow, dog: add some, or remove the folder");
        picture("cow/1.png", 1);
        picture("dog/puppy/1.png", 1);
        assertRefused(
                () -> ImageFolder.of(folder),
                "expected pictures in the folders of the classes, but dog/puppy is a folder: move its pictures up, or name"
                        + " the folder above the classes");
        picture("loose.PNG", 1);
        picture("other.jpg", 1);
        assertRefused(
                () -> ImageFolder.of(folder),
                "expected each picture in a folder with its class's name, found loose.PNG, other.jpg beside the folders:"
                        + " move them");
        Path none = folder.resolve("none");
        FileException missing = assertThrows(FileException.class, () -> ImageFolder.of(none));
        assertEquals(none + ": expected a folder, found nothing", missing.getMessage());
    }

    @Test
    void aFolderThatHasTheClassesInOneOfItsFoldersIsRefused() throws IOException {
        picture("animals/cat/1.png", 1);
        picture("animals/dog/1.png", 1);
        assertRefused(
                () -> ImageFolder.of(folder),
                "expected a folder with the pictures of each class, 2 to 256, found only animals: name that, it has folders"
                        + " in it");
    }

    @Test
    void moreClassesThanAByteTellsAreRefused() throws IOException {
        for (int i = 0; i < 257; i++) {
            Files.createDirectories(folder.resolve("class" + i));
        }
        assertRefused(
                () -> ImageFolder.of(folder), "expected a folder with the pictures of each class, 2 to 256, found 257");
    }

    // --------------------------------------------------------------------------------------------------------- parts

    @Test
    void foldersTrainAndTestAreTheParts() throws IOException {
        picture("Training/cat/1.png", 1);
        picture("Training/dog/1.png", 2);
        picture("Testing/dog/7.png", 3);
        ImageFolder.Parts parts = ImageFolder.parts(folder, 0.2, 1);
        assertFalse(parts.isHeldOut());
        assertEquals("2 pictures in 2 classes: cat (1), dog (1)", parts.train().toString());
        assertEquals("1 pictures in 2 classes: cat (0), dog (1)", parts.test().toString());
        assertEquals(3, parts.size());
        LabeledImages test =
                parts.test().read(new ImagePreparation(1, 1, parts.train().classes()));
        assertEquals(1, test.label(0));
        assertEquals(2, test.classes());

        picture("Testing/cow/7.png", 3);
        FileException other = assertThrows(FileException.class, () -> ImageFolder.parts(folder, 0.2, 1));
        assertEquals(
                folder.resolve("Testing")
                        + ": expected folders named as the classes to learn from, cat, dog, found cow",
                other.getMessage());
    }

    @Test
    void picturesToTestWithMayLieElsewhere() throws IOException {
        for (String name : new String[] {"pets/a/1", "pets/b/1", "new/pets/b/2"}) {
            picture(name + ".png", name.length());
        }
        Path pets = folder.resolve("pets");
        ImageFolder.Parts parts = ImageFolder.parts(pets, folder.resolve("new/pets"));
        assertFalse(parts.isHeldOut());
        assertEquals(folder.resolve("pets/a/1.png"), parts.train().file(0));
        assertEquals(folder.resolve("new/pets/b/2.png"), parts.test().file(0));
        assertEquals(1, parts.test().label(0));
        assertEquals(List.of("pets", "pets to test"), List.copyOf(parts.sha256().keySet()));

        picture("both/train/a/1.png", 1);
        picture("both/train/b/1.png", 1);
        picture("both/val/b/1.png", 1);
        ImageFolder.Parts other = ImageFolder.parts(folder.resolve("both"), folder.resolve("new/pets"));
        assertEquals(folder.resolve("both/train/a/1.png"), other.train().file(0));
        assertEquals(List.of("train", "pets"), List.copyOf(other.sha256().keySet()));
    }

    @Test
    void validationStandsInForAMissingTest() throws IOException {
        for (String name : new String[] {"train/a/1", "train/b/1", "val/a/2", "val/b/2"}) {
            picture(name + ".png", 1);
        }
        assertEquals(
                folder.resolve("val/a/2.png"),
                ImageFolder.parts(folder, 0.2, 1).test().file(0));
        picture("test/a/3.png", 1);
        assertEquals(
                folder.resolve("test/a/3.png"),
                ImageFolder.parts(folder, 0.2, 1).test().file(0));
    }

    @Test
    void aShareOfEachClassIsHeldOutByTheSeed() throws IOException {
        for (int i = 0; i < 30; i++) {
            picture((i < 20 ? "many/" : "few/") + i + ".png", i);
        }
        ImageFolder.Parts parts = ImageFolder.parts(folder, 0.2, 1);
        assertTrue(parts.isHeldOut());
        assertArrayEquals(new int[] {8, 16}, parts.train().counts());
        assertArrayEquals(new int[] {2, 4}, parts.test().counts());
        Set<Path> train = files(parts.train());
        Set<Path> test = files(parts.test());
        assertEquals(test, files(ImageFolder.parts(folder, 0.2, 1).test()));
        assertTrue(!test.equals(files(ImageFolder.parts(folder, 0.2, 2).test())));
        train.addAll(test);
        assertEquals(30, train.size());
        assertThrows(IllegalArgumentException.class, () -> ImageFolder.parts(folder, 1, 1));
    }

    private static Set<Path> files(ImageFolder pictures) {
        Set<Path> files = new HashSet<>();
        for (int i = 0; i < pictures.size(); i++) {
            files.add(pictures.file(i));
        }
        return files;
    }

    @Test
    void tooFewPicturesAreNotHeldOut() throws IOException {
        picture("a/1.png", 1);
        picture("b/1.png", 1);
        picture("b/2.png", 1);
        assertRefused(
                () -> ImageFolder.parts(folder, 0.2, 1),
                "expected two pictures of each class, one to test with, found one of a: add some, or folders train and"
                        + " test");
    }

    @Test
    void theSumIsThatOfSha256sumsLines() throws Exception {
        for (String name : new String[] {"a/2.png", "a/10.png", "b/x.png", "b/y.png", "a-z/1.png", "a-z/2.png"}) {
            picture(name, name.hashCode() & 0xFF);
        }
        StringBuilder lines = new StringBuilder();
        for (String name : new String[] {"a-z/1.png", "a-z/2.png", "a/10.png", "a/2.png", "b/x.png", "b/y.png"}) {
            lines.append(sha256(Files.readAllBytes(folder.resolve(name))))
                    .append("  ")
                    .append(name)
                    .append('\n');
        }
        String expected = sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
        String name = folder.getFileName().toString();
        assertEquals(Map.of(name, expected), ImageFolder.parts(folder, 0.2, 1).sha256());
        assertEquals(Map.of(name, expected), ImageFolder.parts(folder, 0.4, 7).sha256());
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
