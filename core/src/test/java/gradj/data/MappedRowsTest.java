package gradj.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradj.backend.JavaBackend;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that are read row by row, of every type and of any length. */
class MappedRowsTest {
    @TempDir
    Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("a.idx"), bytes);
    }

    /** What java.nio writes big-endian, each type reads; -2.5 is 0xC0200000 and 0xC004000000000000. */
    @ParameterizedTest
    @CsvSource({
        "08, 00ff8001, 0, 255, 128, 1",
        "09, 00ff8001, 0, -1, -128, 1",
        "0B, 0000ffff80000102, 0, -1, -32768, 258",
        "0C, 00000000ffffffff800000007fffffff, 0, -1, -2147483648, 2147483647",
        "0D, 00000000c02000003f8000007f800000, 0, -2.5, 1, Infinity",
        "0E, 0000000000000000c0040000000000003ff00000000000003fd5555555555555, 0, -2.5, 1, 0.3333333333333333"
    })
    void everyTypeIsReadAsItStands(String type, String hex, double a, double b, double c, double d) throws IOException {
        byte[] data = HexFormat.of().parseHex(hex);
        byte[] header = IdxBytes.file(0, Integer.parseInt(type, 16) << 8 | 3, 2, 1, 2);
        MappedRows rows = IdxFile.map(file(IdxBytes.concat(header, data)));
        assertEquals(2, rows.count());
        assertEquals(Shape.of(1, 2), rows.shape());
        double[] doubles = new double[5];
        float[] floats = new float[5];
        for (int row = 0; row < 2; row++) {
            rows.read(row, doubles, 1 + 2 * row);
            rows.read(row, floats, 1 + 2 * row);
        }
        assertArrayEquals(new double[] {0, a, b, c, d}, doubles);
        assertArrayEquals(new float[] {0, (float) a, (float) b, (float) c, (float) d}, floats);
        assertThrows(IndexOutOfBoundsException.class, () -> rows.read(2, floats, 0));
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void mappedImagesAreTheBitsOfThoseInMemory(DType dtype) throws IOException {
        Tensors tensors = new Tensors(new JavaBackend(1), dtype);
        Path images = file(IdxBytes.images(6, 9, 7));
        Path labels = Files.write(folder.resolve("labels"), IdxBytes.labels(6));
        Batch expected = Dataset.of(IdxFile.read(images, labels), tensors).batch(5, 0, 3);
        Batch found = new LazySamples(
                        IdxFile.map(images).greys().reshape(Shape.of(63)),
                        IdxFile.map(labels).oneHot(10),
                        tensors)
                .batch(5, 0, 3);
        assertEquals(expected.x().shape(), found.x().shape());
        assertArrayEquals(expected.x().toDoubleArray(), found.x().toDoubleArray());
        assertArrayEquals(expected.t().toDoubleArray(), found.t().toDoubleArray());
    }

    /** 5 GB of which all but a few bytes are a hole, which takes no room on the disk. */
    @Test
    void rowsBeyondTwoGibibytesAreRead() throws IOException {
        int count = 5_000_000;
        Path file = folder.resolve("large.idx");
        int[] places = {0, 1_048_575, 1_048_576, 2_147_483, 2_147_484, 4_294_968, count - 1};
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(IdxBytes.file(0, 0x0802, count, 1000)), 0);
            for (int i = 0; i < places.length; i++) {
                channel.write(ByteBuffer.wrap(new byte[] {(byte) (i + 1)}), 12 + 1000L * places[i]);
                channel.write(ByteBuffer.wrap(new byte[] {(byte) (i + 101)}), 12 + 1000L * places[i] + 999);
            }
        }
        MappedRows rows = IdxFile.map(file);
        assertEquals(count, rows.count());
        float[] row = new float[1000];
        for (int i = 0; i < places.length; i++) {
            rows.read(places[i], row, 0);
            assertEquals(i + 1, row[0], "row " + places[i]);
            assertEquals(i + 101, row[999], "row " + places[i]);
        }
        rows.read(3_000_000, row, 0);
        assertArrayEquals(new float[1000], row);
        rows.requireIntact();
    }

    /** Within its last page a mapping shows zeros behind the end, beyond it a fault of memory. */
    @ParameterizedTest
    @CsvSource({"99000", "50000", "16", "0"})
    void aFileThatIsCutMeanwhileIsNotReadSilently(long left) throws IOException {
        Path file = file(IdxBytes.images(100, 25, 40));
        Batches samples = new LazySamples(
                IdxFile.map(file),
                IdxFile.map(Files.write(folder.resolve("t"), IdxBytes.labels(100))),
                new Tensors(new JavaBackend(1), DType.FLOAT32));
        assertEquals(
                100 * 1000, samples.batch(IntStream.range(0, 100).toArray()).x().size());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(left);
        }
        DataException cut = assertThrows(DataException.class, () -> samples.batch(0, 98, 99));
        assertEquals(
                file
                        + ": expected 100016 bytes as when it was opened, found that it was cut meanwhile: let no program write"
                        + " it while a net learns from it",
                cut.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "00000801 00000003 0102 | header promises [3] unsigned bytes = 11 bytes, found a file of 10 bytes: get it again",
                "00000801 00000001 0102 | header promises [1] unsigned bytes = 9 bytes, found a file of 10 bytes: get it again",
                "00000801 00000000 | header promises the size 0, expected 1 to 2147483647",
                "00000801 ffffffff | header promises the size 4294967295, expected 1 to 2147483647",
                "00000800 | expected the magic number of an IDX file, 0x00000803 of images, found 0x00000800: it is no IDX file",
                "00000a01 00000001 | expected the magic number of an IDX file, 0x00000803 of images, found 0x00000a01: it is no"
                        + " IDX file",
                "1f8b0800 00000000 | expected an uncompressed file, found gzip data, which cannot be mapped: unpack it with"
                        + " gunzip",
                "00000803 00000001 | expected an IDX header, the file ends in it: it is cut off, get it again",
                "00000e03 7fffffff 7fffffff 7fffffff | header promises the sizes [2147483647, 2147483647, 2147483647], more"
                        + " than any file holds",
            })
    void whatIsNoSuchFileIsRefused(String hex, String problem) throws IOException {
        Path file = file(HexFormat.of().parseHex(hex.replace(" ", "")));
        DataException refused = assertThrows(DataException.class, () -> IdxFile.map(file));
        assertEquals("a.idx: " + problem, refused.getMessage());
    }

    @Test
    void aFileShorterThanItsRowsIsRefused() throws IOException {
        Path file = file(new byte[100]);
        assertEquals(
                file
                        + ": expected 10 rows [11], which end at byte 110, found a file of 100 bytes: it is cut off, get it again",
                assertThrows(
                                DataException.class,
                                () -> new MappedRows(file, 0, 10, Shape.of(11), IdxType.UNSIGNED_BYTE))
                        .getMessage());
        assertThrows(DataException.class, () -> new MappedRows(file, 0, 1, Shape.of(1 << 28), IdxType.FLOAT64));
        assertEquals(0, new MappedRows(file, 0, 0, Shape.of(11), IdxType.UNSIGNED_BYTE).count());
    }
}
