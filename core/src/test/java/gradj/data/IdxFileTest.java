package gradj.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.tensor.SeededRandom;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
