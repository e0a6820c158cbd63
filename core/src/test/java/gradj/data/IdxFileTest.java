package gradj.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.ChildJvm;
import gradj.tensor.SeededRandom;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {
    @TempDir
    Path folder;

    private Path images;
    private Path labels;

    @BeforeEach
    void writeGoodFiles() throws IOException {
        images = Files.write(folder.resolve("images"), IdxBytes.images(3, 4, 5));
        labels = Files.write(folder.resolve("labels"), IdxBytes.labels(3));
    }

    @Test
    void readsImagesAndLabels() {
        LabeledImages read = IdxFile.read(images, labels);
        assertEquals(3, read.count());
        assertEquals(4, read.rows());
        assertEquals(5, read.columns());
        assertEquals(2, read.label(2));
        assertEquals(0, read.pixel(0, 0, 0));
        assertEquals(20 + 2 * 5 + 3, read.pixel(1, 2, 3));
        assertEquals(59, read.pixel(2, 3, 4));
    }

    @Test
    void readsImagesWithoutLabels() throws IOException {
        LabeledImages read = IdxFile.readUnlabeled(images);
        assertEquals("3 images of 4x5 in 10 classes", read.toString());
        assertEquals(59, read.pixel(2, 3, 4));
        assertEquals(0, read.label(2));
        Path emnist = Files.copy(images, folder.resolve("emnist-digits-test-images-idx3-ubyte"));
        assertEquals(20 + 2 * 5 + 3, IdxFile.readUnlabeled(emnist).pixel(1, 3, 2), "upright");
        assertThrows(DataException.class, () -> IdxFile.readUnlabeled(labels));
    }

    @Test
    void readsGzippedFilesWhateverTheirName() throws IOException {
        Files.write(images, IdxBytes.gzip(IdxBytes.images(200, 28, 28)));
        Files.write(labels, IdxBytes.gzip(IdxBytes.labels(200)));
        LabeledImages read = IdxFile.read(images, labels);
        for (int i = 0; i < 200; i++) {
            assertEquals(i, read.label(i));
            assertEquals((i * 784 + 783) & 0xFF, read.pixel(i, 27, 27));
        }
        assertEquals(200, read.classes());
    }

    @Test
    void readsGzipOfSeveralMembersAndWithEveryHeaderField() throws IOException {
        byte[] bytes = IdxBytes.images(3, 4, 5);
        byte[] first = IdxBytes.gzip(Arrays.copyOf(bytes, 20));
        byte[] second = IdxBytes.gzip(Arrays.copyOfRange(bytes, 20, bytes.length));
        // Flags 0x1e: an extra field of 3 bytes, a name, a comment, and the checksum of the header.
        byte[] header = {0x1f, (byte) 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 0, 3, 0, 1, 2, 3, 'n', 0, 'c', 0, 9, 9};
        byte[] rest = Arrays.copyOfRange(first, 10, first.length);
        Files.write(images, IdxBytes.concat(IdxBytes.concat(header, rest), second));
        assertEquals(59, IdxFile.read(images, labels).pixel(2, 3, 4));
    }

    @Test
    void refusesAFileThatIsNotThere() throws IOException {
        Files.delete(images);
        assertRefused(images, images + ": there is no such file");
        Files.createDirectory(images);
        assertRefused(images, images + ": expected a file, found a folder or a device");
    }

    @Test
    void refusesAnEmptyFileAndAHeaderCutShort() throws IOException {
        assertRefused(images, new byte[0], "images: expected an IDX header of 16 bytes, the file is empty");
        assertRefused(images, new byte[] {0}, "images: expected an IDX header of 16 bytes, the file ends after 1");
        assertRefused(
                images,
                IdxBytes.file(3, 0x803, 3, 4),
                "images: expected an IDX header of 16 bytes, the file ends after 15");
        assertRefused(
                labels,
                IdxBytes.gzip(new byte[5]),
                "labels: expected an IDX header of 8 bytes, its gzip data end after 5");
    }

    @Test
    void refusesAnotherMagicNumber() throws IOException {
        assertRefused(
                images,
                IdxBytes.labels(100),
                "images: expected the magic number 0x00000803 of IDX images, found 0x00000801, that of IDX labels");
        assertRefused(
                labels,
                IdxBytes.images(3, 4, 5),
                "labels: expected the magic number 0x00000801 of IDX labels, found 0x00000803, that of IDX images");
        assertRefused(
                images,
                IdxBytes.file(0, 0x89504e47, 0, 0, 0),
                "images: expected the magic number 0x00000803 of IDX images, found 0x89504e47");
    }

    /** Types, sizes and what they say: the labels 2, 0, 255 in every way that a file can hold them. */
    @Test
    void readsLabelsOfEveryWholeType() throws IOException {
        Files.write(images, IdxBytes.images(3, 4, 5));
        assertLabels(IdxBytes.numbers(0x08, 1, 2, 0, 255), 2, 0, 255);
        assertLabels(IdxBytes.numbers(0x0B, 2, 2, 0, 255), 2, 0, 255);
        assertLabels(IdxBytes.numbers(0x0C, 4, 2, 0, 255), 2, 0, 255);
        assertLabels(IdxBytes.numbers(0x09, 1, 2, 0, 127), 2, 0, 127);
        assertLabels(IdxBytes.gzip(IdxBytes.numbers(0x0C, 4, 2, 0, 255)), 2, 0, 255);
        for (int[] type : new int[][] {{0x08, 1}, {0x0B, 2}, {0x0C, 4}}) {
            assertLabels(IdxBytes.rows(type[0], type[1], 1, 2, 0, 255), 2, 0, 255);
            assertLabels(IdxBytes.rows(type[0], type[1], 4, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1), 2, 0, 3);
            // QMNIST: the class first
            assertLabels(
                    IdxBytes.rows(
                            type[0], type[1], 8, 5, 0, 1, 3, 53, 7, 0, 0, 1, 1, 2, 4, 49, 8, 0, 0, 0, 1, 3, 5, 48, 9, 0,
                            0),
                    5,
                    1,
                    0);
        }
    }

    private void assertLabels(byte[] file, int... expected) throws IOException {
        Files.write(labels, file);
        LabeledImages read = IdxFile.read(images, labels);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], read.label(i));
        }
    }

    @Test
    void refusesLabelsThatAreNoClasses() throws IOException {
        assertRefused(labels, IdxBytes.numbers(0x0C, 4, 2, -1, 3), "labels: label 1 is -1, expected 0 to 255");
        assertRefused(labels, IdxBytes.numbers(0x0C, 4, 2, 1, 256), "labels: label 2 is 256, expected 0 to 255");
        assertRefused(labels, IdxBytes.numbers(0x0B, 2, -32768, 1, 2), "labels: label 0 is -32768, expected 0 to 255");
        assertRefused(labels, IdxBytes.numbers(0x09, 1, 2, 1, 0x80), "labels: label 2 is -128, expected 0 to 255");
        for (int[] wrong : new int[][] {{0, 0}, {1, 1}, {0, 2}, {0, -1}}) {
            assertRefused(
                    labels,
                    IdxBytes.rows(0x0C, 4, 2, 0, 1, wrong[0], wrong[1], 1, 0),
                    "labels: row 1 of its labels [3, 2] is not one-hot: expected class numbers [N] or [N, 1],"
                            + " one-hot rows [N, C], or rows of 8 numbers as QMNIST has, the class first");
        }
        assertRefused(
                labels,
                IdxBytes.file(9, 0x802, 3, 257),
                "labels: header promises 257 numbers a label, expected 1 to 256");
        assertRefused(
                labels,
                IdxBytes.file(3, 0xC02, 3, 2),
                "labels: header promises 3 labels in rows of 2 = 36 bytes, the file ends after 15");
    }

    @Test
    void namesTheTypeAndTheSizesOfLegalFilesThatAreNotRead() throws IOException {
        String asImages = ": IDX too, but images are read as unsigned bytes with the sizes count, rows, columns";
        String asLabels = ": IDX too, but labels are read as whole numbers [N], [N, 1] or [N, C]";
        Map<Integer, String> types = Map.of(
                0x09, "signed bytes",
                0x0B, "16-bit integers",
                0x0C, "32-bit integers",
                0x0D, "32-bit floats",
                0x0E, "64-bit floats");
        for (Map.Entry<Integer, String> type : types.entrySet()) {
            int magic = type.getKey() << 8 | 3;
            String found = String.format("found 0x%08x, that of %s with 3 sizes", magic, type.getValue());
            assertRefused(
                    images,
                    IdxBytes.file(500, magic, 3, 4, 5),
                    "images: expected the magic number 0x00000803 of IDX images, " + found + asImages);
            assertRefused(
                    labels,
                    IdxBytes.file(500, magic, 3, 4, 5),
                    "labels: expected the magic number 0x00000801 of IDX labels, " + found + asLabels);
        }
        assertRefused(
                images,
                IdxBytes.file(180, 0x804, 3, 4, 5, 3),
                "images: expected the magic number 0x00000803 of IDX images, found 0x00000804,"
                        + " that of unsigned bytes with 4 sizes" + asImages);
        assertRefused(
                labels,
                IdxBytes.file(12, 0xD01, 3),
                "labels: expected the magic number 0x00000801 of IDX labels, found 0x00000d01,"
                        + " that of 32-bit floats with 1 size" + asLabels);
        assertRefused(
                images,
                IdxBytes.file(60, 0x03080000, 0x03000000, 0x04000000, 0x05000000),
                "images: expected the magic number 0x00000803 of IDX images, found 0x03080000,"
                        + " its bytes in reverse: IDX files are big-endian");
    }

    @Test
    void saysWhatAFileReallyIs() throws IOException {
        String page =
                "a web page (it starts with <!doctype): the download failed or asked for a login, get the file itself";
        for (String start :
                List.of("<!DOCTYPE html><html>", "\n <!doctype HTML>", "\u00ef\u00bb\u00bf<!DOCTYPE html>")) {
            byte[] html = start.getBytes(StandardCharsets.ISO_8859_1);
            assertRefused(images, html, "images: it is not IDX data but " + page);
            assertRefused(images, IdxBytes.gzip(html), "images: it is not IDX data but " + page);
        }
        Path compressed =
                Files.write(folder.resolve("images.gz"), "<html><body>404".getBytes(StandardCharsets.US_ASCII));
        DataException thrown = assertThrows(DataException.class, () -> IdxFile.read(compressed, labels));
        assertEquals(
                "images.gz: it is not gzip data but a web page (it starts with <html): the download failed or asked for a"
                        + " login, get the file itself",
                thrown.getMessage());
        assertRefused(
                labels,
                "version https://git-lfs.github.com/spec/v1\noid sha256:00".getBytes(StandardCharsets.US_ASCII),
                "labels: it is not IDX data but a pointer of Git LFS: get the file itself with git lfs pull");
        assertRefused(
                images,
                new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0, 8, 0, 1, 1, 1, 1, 1, 1, 1},
                "images: it is not IDX data but a zip archive: unpack it");
    }

    /** As stored in Extended MNIST: column after column. */
    @Test
    void turnsTheImagesOfExtendedMnistUpright() throws IOException {
        Path lying = Files.write(folder.resolve("emnist-digits-test-images-idx3-ubyte"), IdxBytes.images(3, 4, 5));
        LabeledImages upright = IdxFile.read(lying, labels);
        LabeledImages asStored = IdxFile.read(images, labels);
        assertEquals("3 images of 5x4 in 10 classes", upright.toString());
        for (int i = 0; i < 3; i++) {
            for (int row = 0; row < 5; row++) {
                for (int column = 0; column < 4; column++) {
                    assertEquals(asStored.pixel(i, column, row), upright.pixel(i, row, column));
                }
            }
        }
    }

    /** Reads the files that it is given, in a Java of little memory. */
    public static final class Read {
        private Read() {}

        public static void main(String[] none) {
            try {
                IdxFile.read(Path.of(System.getProperty("images")), Path.of(System.getProperty("labels")));
            } catch (DataException problem) {
                System.out.println(problem.getMessage() + " / " + problem.getCause());
            }
        }
    }

    @Test
    void namesTheFileThatDoesNotFitIntoTheMemoryOfJava() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(images.toFile(), "rw")) {
            file.write(IdxBytes.file(0, 0x803, 40_000, 32, 32));
            file.setLength(16 + 40_960_000);
        }
        try (RandomAccessFile file = new RandomAccessFile(labels.toFile(), "rw")) {
            file.write(IdxBytes.file(0, 0x801, 40_000));
            file.setLength(8 + 40_000);
        }
        assertEquals(
                "images: header promises 40000 images of 32x32 = 40960016 bytes, which do not fit into the 32 MB that this"
                        + " Java may use: give it more with -Xmx / null",
                ChildJvm.run(
                        Read.class, Map.of(), "-XX:+UseG1GC", "-Xmx32m", "-Dimages=" + images, "-Dlabels=" + labels));
    }

    @Test
    void refusesSizesNoDataSetHas() throws IOException {
        assertRefused(
                images,
                IdxBytes.file(20, 0x803, 0x80000000, 28, 28),
                "images: header promises 2147483648 images, expected 1 to 10000000");
        assertRefused(
                images,
                IdxBytes.file(20, 0x803, -1, 28, 28),
                "images: header promises 4294967295 images, expected 1 to 10000000");
        assertRefused(
                images, IdxBytes.file(0, 0x803, 0, 28, 28), "images: header promises 0 images, expected 1 to 10000000");
        assertRefused(images, IdxBytes.file(0, 0x803, 3, 0, 28), "images: header promises 0 rows, expected 1 to 4096");
        assertRefused(
                images,
                IdxBytes.file(0, 0x803, 3, 28, 5000),
                "images: header promises 5000 columns, expected 1 to 4096");
        assertRefused(
                images,
                IdxBytes.file(0, 0x803, 10_000_000, 4096, 4096),
                "images: header promises 10000000 images of 4096x4096 = 167772160000016 bytes,"
                        + " at most 1073741824 are read");
        assertRefused(
                labels,
                IdxBytes.file(0, 0x801, 0x7FFFFFFF),
                "labels: header promises 2147483647 labels, expected 1 to 10000000");
    }

    @Test
    void refusesTruncatedFiles() throws IOException {
        byte[] bytes = IdxBytes.images(3, 4, 5);
        String promise = "images: header promises 3 images of 4x5 = 76 bytes, ";
        for (int length = 16; length < bytes.length; length++) {
            assertRefused(images, Arrays.copyOf(bytes, length), promise + "the file ends after " + length);
            assertRefused(
                    images, IdxBytes.gzip(Arrays.copyOf(bytes, length)), promise + "its gzip data end after " + length);
        }
        assertRefused(
                labels,
                Arrays.copyOf(IdxBytes.labels(3), 10),
                "labels: header promises 3 labels = 11 bytes, the file ends after 10");
    }

    @Test
    void refusesBytesBehindTheLast() throws IOException {
        byte[] bytes = IdxBytes.concat(IdxBytes.images(3, 4, 5), (byte) 0, (byte) 0);
        String promise = "images: header promises 3 images of 4x5 = 76 bytes, but ";
        assertRefused(images, bytes, promise + "2 more bytes follow");
        assertRefused(images, IdxBytes.gzip(bytes), promise + "more uncompressed bytes follow");
        assertRefused(
                images,
                IdxBytes.concat(IdxBytes.gzip(IdxBytes.images(3, 4, 5)), (byte) 1, (byte) 2),
                "images: its gzip data are broken after 76 uncompressed bytes:"
                        + " bytes that are not gzip follow the compressed data");
    }

    @Test
    void refusesGzipCutAnywhere() throws IOException {
        byte[] bytes = IdxBytes.gzip(IdxBytes.images(3, 4, 5));
        for (int length = 2; length < bytes.length; length++) {
            Files.write(images, Arrays.copyOf(bytes, length));
            DataException thrown = assertThrows(DataException.class, () -> IdxFile.read(images, labels));
            assertTrue(thrown.getMessage().contains("its gzip data end after "), thrown.getMessage());
        }
        assertRefused(
                images,
                Arrays.copyOf(bytes, bytes.length - 8),
                "images: header promises 3 images of 4x5 = 76 bytes, its gzip data end after 76, before their checksum");
    }

    @Test
    void refusesGzipDamagedAnywhere() throws IOException {
        byte[] content = IdxBytes.images(50, 28, 28);
        SeededRandom random = new SeededRandom(1);
        for (int i = 16; i < content.length; i++) {
            content[i] = (byte) random.nextInt(16);
        }
        Files.write(labels, IdxBytes.labels(50));
        byte[] good = IdxBytes.gzip(content);
        // Bytes 4 to 9 of the header say when and where it was made: no matter.
        for (int at = 10; at < good.length; at += 97) {
            byte[] bad = good.clone();
            bad[at] ^= 0x40;
            Files.write(images, bad);
            DataException thrown = assertThrows(DataException.class, () -> IdxFile.read(images, labels));
            assertTrue(thrown.getMessage().startsWith("images: "), thrown.getMessage());
            assertFalse(thrown.getMessage().contains("\n"), thrown.getMessage());
        }
        byte[] checksum = good.clone();
        checksum[good.length - 8] ^= 1;
        Files.write(images, checksum);
        String message = assertThrows(DataException.class, () -> IdxFile.read(images, labels))
                .getMessage();
        assertTrue(
                message.matches("images: its gzip data are broken after 39216 uncompressed bytes:"
                        + " its CRC-32 should be [0-9a-f]{8} and is [0-9a-f]{8}"),
                message);
        byte[] size = good.clone();
        size[good.length - 4] ^= 1;
        assertRefused(
                images,
                size,
                "images: its gzip data are broken after 39216 uncompressed bytes:"
                        + " its trailer says 39217 bytes, there are 39216");
    }

    @Test
    void refusesGzipOfAnUnknownKind() throws IOException {
        byte[] bytes = IdxBytes.gzip(IdxBytes.images(3, 4, 5));
        String broken = "images: its gzip data are broken after 0 uncompressed bytes: ";
        byte[] method = bytes.clone();
        method[2] = 7;
        assertRefused(images, method, broken + "compression method 7 is unknown, expected 8");
        byte[] flags = bytes.clone();
        flags[3] = (byte) 0x80;
        assertRefused(images, flags, broken + "its header has the unknown flags 0x80");
        byte[] endlessName = new byte[100_000];
        Arrays.fill(endlessName, (byte) 'n');
        System.arraycopy(new byte[] {0x1f, (byte) 0x8b, 8, 8}, 0, endlessName, 0, 4);
        assertRefused(images, endlessName, broken + "its header holds a name of more than 65536 bytes");
    }

    /** 100 MB of zeros in 100 kB: no more is uncompressed than the header promises, and one byte. */
    @Test
    void refusesAGzipBomb() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(IdxBytes.images(3, 4, 5));
            for (int i = 0; i < 100; i++) {
                gzip.write(new byte[1_000_000]);
            }
        }
        assertRefused(
                images,
                out.toByteArray(),
                "images: header promises 3 images of 4x5 = 76 bytes, but more uncompressed bytes follow");
    }

    /** A GiB that a small file claims is refused before it is allocated: this would need more heap than tests have. */
    @Test
    void refusesAPromiseTheFileIsTooSmallFor() throws IOException {
        byte[] claim = IdxBytes.file(10, 0x803, 1_000_000, 32, 32);
        String promise = "images: header promises 1000000 images of 32x32 = 1024000016 bytes, ";
        assertRefused(images, claim, promise + "the file ends after 26");
        byte[] gzip = IdxBytes.gzip(claim);
        assertRefused(images, gzip, promise + "a gzip file of " + gzip.length + " bytes cannot hold so many");
    }

    @Test
    void refusesLabelsOfAnotherCount() throws IOException {
        Files.write(labels, IdxBytes.labels(2));
        assertRefused(labels, "labels has 2 labels, but images has 3 images: expected one label per image");
    }

    private void assertRefused(Path file, byte[] content, String message) throws IOException {
        byte[] before = Files.readAllBytes(file);
        Files.write(file, content);
        assertRefused(file, message);
        Files.write(file, before);
    }

    private void assertRefused(Path file, String message) {
        DataException thrown = assertThrows(DataException.class, () -> IdxFile.read(images, labels));
        assertEquals(message, thrown.getMessage());
        assertEquals(file, thrown.file());
    }
}
