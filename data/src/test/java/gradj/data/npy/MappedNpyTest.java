package gradj.data.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.JavaBackend;
import gradj.data.Batch;
import gradj.data.LazySamples;
import gradj.data.MappedRows;
import gradj.io.FileException;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arrays that are read row by row hold what they hold when read as a whole. */
class MappedNpyTest {
    private static final Path FILES = Path.of("src/test/resources/npy");

    @TempDir
    Path folder;

    @Test
    void rowsAreThoseOfTheWholeArray() throws IOException {
        int compared = 0;
        for (Path file : npyFiles()) {
            NpyArray whole;
            try {
                whole = Npy.read(file);
            } catch (FileException refused) { // no array of numbers
                assertThrows(FileException.class, () -> Npy.map(file), file.toString());
                continue;
            }
            boolean isScalar = whole.shape().rank() == 0;
            MappedRows rows;
            try {
                rows = Npy.map(file);
            } catch (FileException refused) {
                assertTrue(isScalar || refused.getMessage().contains("found Fortran's order"), refused.getMessage());
                continue;
            }
            assertEquals(whole.shape().length(0), rows.count());
            int columns = rows.shape().size();
            float[] floats = new float[whole.shape().size()];
            double[] doubles = new double[floats.length];
            for (int row = 0; row < rows.count(); row++) {
                rows.read(row, floats, row * columns);
                rows.read(row, doubles, row * columns);
            }
            assertArrayEquals(whole.floats(), floats, file.toString());
            assertArrayEquals(whole.doubles(), doubles, file.toString());
            compared++;
        }
        assertTrue(compared >= 10, "only " + compared + " arrays compared");
    }

    private static List<Path> npyFiles() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.filter(file -> file.toString().endsWith(".npy"))
                    .sorted()
                    .toList();
        }
    }

    /** 6 GB of float64, all but three numbers a hole in the file; read whole it is refused. */
    @Test
    void rowsBeyondTwoGibibytesAreRead() throws IOException {
        int count = 750_000;
        Path file = folder.resolve("x.npy");
        String dictionary = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + count + ", 10, 100), }";
        ByteBuffer header = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).putShort((short) 1);
        header.putShort((short) 118).put(dictionary.getBytes(StandardCharsets.US_ASCII));
        Arrays.fill(header.array(), header.position(), 127, (byte) ' ');
        header.array()[127] = '\n';
        int[] places = {0, 268_435, 268_436, 536_871, count - 1};
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(header.array()), 0);
            for (int place : places) {
                ByteBuffer value = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
                channel.write(value.putDouble(0, place + 0.5), 128 + 8000L * place + 8 * 999);
            }
        }
        Path labels = folder.resolve("t.npy");
        Tensors tensors = new Tensors(new JavaBackend(1), DType.FLOAT64);
        Npy.write(labels, tensors.zeros(Shape.of(count)));
        Batch batch = new LazySamples(Npy.map(file), Npy.map(labels).oneHot(2), tensors).batch(places);
        assertEquals(Shape.of(5, 10, 100), batch.x().shape());
        for (int i = 0; i < places.length; i++) {
            assertEquals(places[i] + 0.5, batch.x().get(i, 9, 99));
            assertEquals(0, batch.x().get(i, 9, 98));
        }
        assertArrayEquals(new double[] {1, 0, 1, 0, 1, 0, 1, 0, 1, 0}, batch.t().toDoubleArray());
        FileException whole = assertThrows(FileException.class, () -> Npy.read(file));
        assertTrue(whole.getMessage().contains("less than 2 GiB"), whole.getMessage());
        assertTrue(whole.getMessage().endsWith("or read it row by row with Npy.map"), whole.getMessage());

        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(128 + 8000L * count - 1);
        }
        FileException cut = assertThrows(FileException.class, () -> Npy.map(file));
        assertTrue(
                cut.getMessage().contains("expected 6000000000 bytes for [750000, 10, 100] of <f8, found 5999999999"),
                cut.getMessage());
    }
}
