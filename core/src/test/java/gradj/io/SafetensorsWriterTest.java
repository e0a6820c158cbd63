package gradj.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradj.cases.Target;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void nameFile() {
        file = folder.resolve("x.safetensors");
    }

    private String header() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        return new String(bytes.array(), 8, (int) bytes.getLong(), StandardCharsets.UTF_8);
    }

    /** -0.0, the smallest, infinities, and NaNs with a payload and either sign. */
    @Test
    void everyBitOfAFloatSurvives() {
        int[] bits = {0x8000_0000, 1, 0x8000_0001, 0x7F80_0000, 0xFF80_0000, 0x7FC0_1234, 0xFFD5_5555, 0x0080_0000};
        float[] floats = new float[bits.length];
        double[] doubles = new double[bits.length];
        for (int i = 0; i < bits.length; i++) {
            floats[i] = Float.intBitsToFloat(bits[i]);
            doubles[i] = Double.longBitsToDouble(((long) bits[i] << 32) | 0x89AB_CDEFL);
        }
        Shape shape = Shape.of(2, 4);
        Safetensors.write(
                file, Map.of("f", Target.FLOAT32.of(shape, floats), "d", Target.FLOAT64.of(shape, doubles)), Map.of());
        try (Safetensors read = Safetensors.open(file)) {
            float[] f = read.tensor("f", Target.FLOAT32).toFloatArray();
            double[] d = read.tensor("d", Target.FLOAT64).toDoubleArray();
            for (int i = 0; i < bits.length; i++) {
                assertEquals(bits[i], Float.floatToRawIntBits(f[i]), "element " + i);
                assertEquals(Double.doubleToRawLongBits(doubles[i]), Double.doubleToRawLongBits(d[i]), "element " + i);
            }
        }
    }

    @Test
    void wideDtypesComeFirstThenNamesInTheOrderOfCodePoints() throws IOException {
        Tensor x = Target.FLOAT32.scalar(1);
        new SafetensorsWriter()
                .metadata("z", "1")
                .metadata("a", "2")
                .metadata("z", "3")
                .add("\ud83d\ude00", x)
                .add("\uff01", x) // behind surrogates in char order, before what they stand for in UTF-8
                .add("b", StoredDType.BOOL, Shape.of(), 1)
                .add("i", StoredDType.I8, Shape.of(), -1)
                .add("u", StoredDType.U64, Shape.of(), -1)
                .add("", x, StoredDType.F64)
                .add("h", x, StoredDType.F16)
                .add("g", x, StoredDType.BF16)
                .write(file);
        assertEquals(
                "{\"__metadata__\":{\"z\":\"3\",\"a\":\"2\"},"
                        + "\"u\":{\"dtype\":\"U64\",\"shape\":[],\"data_offsets\":[0,8]},"
                        + "\"\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[8,16]},"
                        + "\"\uff01\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[16,20]},"
                        + "\"\ud83d\ude00\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[20,24]},"
                        + "\"g\":{\"dtype\":\"BF16\",\"shape\":[],\"data_offsets\":[24,26]},"
                        + "\"h\":{\"dtype\":\"F16\",\"shape\":[],\"data_offsets\":[26,28]},"
                        + "\"i\":{\"dtype\":\"I8\",\"shape\":[],\"data_offsets\":[28,29]},"
                        + "\"b\":{\"dtype\":\"BOOL\",\"shape\":[],\"data_offsets\":[29,30]}}",
                header().stripTrailing());
        assertEquals(0, header().getBytes(StandardCharsets.UTF_8).length % 8);
    }

    @Test
    void noTensorsNoMetadataAndEmptyTensorsAreWritten() throws IOException {
        Safetensors.write(file, Map.of(), Map.of());
        assertEquals("{}      ", header());
        Safetensors.write(file, Map.of("e", Target.FLOAT64.zeros(Shape.of(3, 0))), Map.of());
        try (Safetensors read = Safetensors.open(file)) {
            assertEquals(Shape.of(3, 0), read.tensor("e", Target.FLOAT32).shape());
        }
    }

    /** More than one piece, and a last one that is not full. */
    @Test
    void largeTensorsGoThroughInPieces() {
        float[] values = new float[2 * Elements.PIECE + 77];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 2048;
        }
        Shape shape = Shape.of(values.length);
        for (Tensors tensors : Target.all()) {
            Tensor x = tensors.of(shape, values);
            new SafetensorsWriter()
                    .add("x", x)
                    .add("h", x, StoredDType.F16)
                    .add("i", x, StoredDType.I16)
                    .write(file);
            try (Safetensors read = Safetensors.open(file)) {
                for (String name : List.of("x", "h", "i")) {
                    assertArrayEquals(values, read.tensor(name, tensors).toFloatArray(), name);
                }
                assertEquals((long) values[values.length - 1], read.longs("i")[values.length - 1]);
            }
        }
    }

    @Test
    void realNumbersAreRoundedToWhatTheyAreStoredAs() {
        Tensor x = Target.FLOAT64.vector(1 + 0x1p-11, 1 + 0x1p-11 + 0x1p-40, 65519.99, 65520, -1e-9, 0.1);
        new SafetensorsWriter()
                .add("f16", x, StoredDType.F16)
                .add("bf16", x, StoredDType.BF16)
                .add("f32", x, StoredDType.F32)
                .write(file);
        try (Safetensors read = Safetensors.open(file)) {
            assertArrayEquals(
                    new double[] {1, 1 + 0x1p-10, 65504, Double.POSITIVE_INFINITY, -0.0, 0.0999755859375},
                    read.tensor("f16", Target.FLOAT64).toDoubleArray());
            assertArrayEquals(
                    new double[] {1, 1, 65536, 65536, -0x1.12p-30, 0.10009765625},
                    read.tensor("bf16", Target.FLOAT64).toDoubleArray());
            assertArrayEquals(
                    x.toFloatArray(), read.tensor("f32", Target.FLOAT32).toFloatArray());
        }
    }

    @Test
    void wholeNumbersMustFit() {
        Tensors tensors = Target.FLOAT64;
        requireIntegers(tensors.vector(-128, 127), StoredDType.I8);
        requireIntegers(tensors.vector(0, 255), StoredDType.U8);
        requireIntegers(tensors.vector(-32768, 32767), StoredDType.I16);
        requireIntegers(tensors.vector(0, 65535), StoredDType.U16);
        requireIntegers(tensors.vector(-0x1p31, 0x1p31 - 1), StoredDType.I32);
        requireIntegers(tensors.vector(0, 0x1p32 - 1), StoredDType.U32);
        requireIntegers(tensors.vector(-0x1p63, 0x1p63 - 1024), StoredDType.I64);
        requireIntegers(tensors.vector(0, 0x1p64 - 2048), StoredDType.U64);
        requireIntegers(tensors.vector(0, 1), StoredDType.BOOL);
        requireRefused(tensors.scalar(128), StoredDType.I8, "128.0, I8 holds whole numbers from -128 to below 128");
        requireRefused(tensors.scalar(-1), StoredDType.U8, "-1.0, U8 holds whole numbers from 0 to below 256");
        requireRefused(tensors.scalar(0.5), StoredDType.I64, "0.5, I64 holds whole numbers from -9223372036854775808");
        requireRefused(tensors.scalar(0x1p63), StoredDType.I64, "9.22337203685477");
        requireRefused(tensors.scalar(0x1p64), StoredDType.U64, "1.8446744073709552E19");
        requireRefused(tensors.scalar(Double.NaN), StoredDType.I32, "NaN");
        requireRefused(tensors.scalar(2), StoredDType.BOOL, "2.0, BOOL holds whole numbers from 0 to below 2");
    }

    private void requireIntegers(Tensor x, StoredDType dtype) {
        new SafetensorsWriter().add("x", x, dtype).write(file);
        try (Safetensors read = Safetensors.open(file)) {
            assertArrayEquals(
                    x.toDoubleArray(), read.tensor("x", Target.FLOAT64).toDoubleArray(), dtype.name());
        }
    }

    private void requireRefused(Tensor x, StoredDType dtype, String found) {
        Path none = folder.resolve("none");
        SafetensorsWriter writer = new SafetensorsWriter().add("x", x, dtype);
        requireMessage("tensor \"x\" holds " + found, () -> writer.write(none));
        assertFalse(Files.exists(none));
    }

    private static void requireMessage(String start, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertEquals(start, message.substring(0, Math.min(start.length(), message.length())));
    }

    @Test
    void whatCannotStandInAFileIsRefusedWhenItIsAdded() {
        SafetensorsWriter writer = new SafetensorsWriter().add("x", Target.FLOAT32.scalar(1));
        requireMessage("there is a tensor \"x\" already", () -> writer.add("x", Target.FLOAT32.scalar(2)));
        requireMessage(
                "a tensor cannot be named __metadata__, which safetensors keeps for the metadata",
                () -> writer.add("__metadata__", Target.FLOAT32.scalar(2)));
        requireMessage("\"\ud83d\" cannot be written as UTF-8", () -> writer.add("\ud83d", Target.FLOAT32.scalar(2)));
        requireMessage("\"\ude00\" cannot be written as UTF-8", () -> writer.metadata("k", "\ude00"));
        requireMessage(
                "tensor \"n\" holds 256, U8 holds whole numbers from 0 to below 256",
                () -> writer.add("n", StoredDType.U8, Shape.of(1), 256));
        requireMessage(
                "tensor \"n\": F32 is no integer type: add a tensor instead",
                () -> writer.add("n", StoredDType.F32, Shape.of(1), 1));
        assertEquals(
                "add: [2] needs 2 values, got 1",
                assertThrows(ShapeException.class, () -> writer.add("n", StoredDType.I64, Shape.of(2), 1))
                        .getMessage());
    }

    @Test
    void metadataKeepsItsOrderAndEveryCharacter() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("z", "\"\\\b\f\n\r\t\u0000\u001f\u007f\u2028é\ud83d\ude00</script>");
        metadata.put("", "");
        metadata.put("__metadata__", "{}");
        Safetensors.write(file, Map.of(), metadata);
        try (Safetensors read = Safetensors.open(file)) {
            assertEquals(metadata, read.metadata());
            assertEquals(
                    List.copyOf(metadata.keySet()), List.copyOf(read.metadata().keySet()));
        }
    }

    /** The file has a hole of two gigabytes, which takes no room on the disk. */
    @Test
    void offsetsBeyondTwoGigabytesAreRead() throws IOException {
        String header = "{\"a\":{\"dtype\":\"F64\",\"shape\":[300000000],\"data_offsets\":[0,2400000000]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2400000000,2400000004]}}";
        ByteBuffer start = ByteBuffer.allocate(8 + header.length()).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(header.length())
                .put(header.getBytes(StandardCharsets.UTF_8))
                .flip();
        ByteBuffer end = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, 4.25f);
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            out.write(start, 0);
            out.write(end, 8 + header.length() + 2_400_000_000L);
        }
        try (Safetensors read = Safetensors.open(file)) {
            assertEquals(Shape.of(300_000_000), read.shape("a"));
            assertEquals(4.25, read.tensor("b", Target.FLOAT32).item());
        }
    }
}
