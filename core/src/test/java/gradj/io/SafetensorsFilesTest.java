package gradj.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import gradj.cases.Target;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files by the reference library: {@code resources/safetensors} says how they were made. */
class SafetensorsFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/safetensors");

    @TempDir
    private Path folder;

    @Test
    void everyDtypeAndShapeIsReadOnEveryTarget() throws IOException {
        JsonObject kinds = json("kinds.json");
        try (Safetensors file = Safetensors.open(FOLDER.resolve("kinds.safetensors"))) {
            JsonObject values = kinds.getAsJsonObject("values");
            assertEquals(values.size(), file.names().size());
            for (String name : file.names()) {
                JsonObject expected = values.getAsJsonObject(name);
                assertEquals(
                        expected.get("shape").toString(),
                        file.shape(name).toString().replace(" ", ""),
                        name);
                JsonObject header = kinds.getAsJsonObject("header").getAsJsonObject(name);
                assertEquals(header.get("dtype").getAsString(), file.dtype(name).name());
                if (file.dtype(name).isInteger()) {
                    assertArrayEquals(longs(expected.getAsJsonArray("values")), file.longs(name), name);
                }
                for (Tensors tensors : Target.all()) {
                    if (!name.equals("i64")) {
                        Tensor tensor = file.tensor(name, tensors);
                        assertEquals(tensors.dtype(), tensor.dtype());
                        assertArrayEquals(
                                rounded(doubles(expected.getAsJsonArray("values")), tensors),
                                tensor.toDoubleArray(),
                                name + " " + Target.name(tensors));
                    }
                }
            }
        }
    }

    @Test
    void metadataAndNamesComeAsTheyStandInTheFile() {
        try (Safetensors file = Safetensors.open(FOLDER.resolve("kinds.safetensors"))) {
            assertEquals("{b=2, a=ü\"\\}", file.metadata().toString());
            assertEquals(
                    List.of(
                            "i64",
                            "f64",
                            "after_odd",
                            "empty",
                            "f32",
                            "nonfinite",
                            "näme/with.dots and space",
                            "scalar",
                            "i32",
                            "bf16",
                            "f16",
                            "i16",
                            "i8",
                            "odd_bytes",
                            "u8",
                            "bool"),
                    file.names());
        }
        try (Safetensors file = Safetensors.open(FOLDER.resolve("mlp_bn_f16.safetensors"))) {
            assertEquals(Map.of(), file.metadata());
        }
    }

    @ParameterizedTest
    @CsvSource({"mlp_bn, tensors", "mlp_bn_f64, tensors", "mlp_bn_f16, f16", "mlp_bn_bf16, bf16"})
    void aTrainedNetIsReadInEachDtype(String name, String values) throws IOException {
        JsonObject net = json("mlp_bn.json");
        JsonObject expected = net.getAsJsonObject(values);
        try (Safetensors file = Safetensors.open(FOLDER.resolve(name + ".safetensors"))) {
            assertEquals(16, file.names().size());
            for (String tensor : file.names()) {
                if (tensor.endsWith("num_batches_tracked")) {
                    assertArrayEquals(new long[] {60}, file.longs(tensor));
                    assertEquals(60, file.tensor(tensor, Target.FLOAT32).item());
                } else {
                    JsonElement numbers = expected.get(tensor);
                    JsonArray array = numbers.isJsonArray()
                            ? numbers.getAsJsonArray()
                            : numbers.getAsJsonObject().getAsJsonArray("values");
                    double[] right = doubles(array);
                    assertArrayEquals(right, file.tensor(tensor, Target.FLOAT64).toDoubleArray(), tensor);
                    assertArrayEquals(right, file.tensor(tensor, Target.FLOAT32).toDoubleArray(), tensor);
                }
            }
        }
    }

    /** The bytes of the reference library, from what was read of them: order, padding, escapes, rounding. */
    @ParameterizedTest
    @ValueSource(strings = {"kinds", "mlp_bn", "mlp_bn_f64", "mlp_bn_f16", "mlp_bn_bf16"})
    void writtenAgainTheFileIsTheSame(String name) throws IOException {
        Path original = FOLDER.resolve(name + ".safetensors");
        for (Tensors tensors : Target.all()) {
            Path copy = folder.resolve("copy.safetensors");
            boolean exact = rewrite(original, copy, tensors);
            if (exact) {
                assertArrayEquals(Files.readAllBytes(original), Files.readAllBytes(copy), Target.name(tensors));
            }
        }
    }

    /** Names in the reverse order, for the writer has one of its own. False where float64 values were rounded. */
    private static boolean rewrite(Path from, Path to, Tensors tensors) {
        SafetensorsWriter writer = new SafetensorsWriter();
        boolean exact = true;
        try (Safetensors file = Safetensors.open(from)) {
            file.metadata().forEach(writer::metadata);
            for (int i = file.names().size() - 1; i >= 0; i--) {
                String name = file.names().get(i);
                StoredDType dtype = file.dtype(name);
                if (dtype.isInteger()) {
                    writer.add(name, dtype, file.shape(name), file.longs(name));
                } else {
                    writer.add(name, file.tensor(name, tensors), dtype);
                    exact &= dtype != StoredDType.F64 || tensors.dtype().bytes() == 8;
                }
            }
        }
        writer.write(to);
        return exact;
    }

    @Test
    void aWholeNumberThatTheDtypeCannotHoldIsRefused() {
        try (Safetensors file = Safetensors.open(FOLDER.resolve("kinds.safetensors"))) {
            FileException thrown = assertThrows(FileException.class, () -> file.tensor("i64", Target.FLOAT64));
            assertEquals(
                    FOLDER.resolve("kinds.safetensors") + ": tensor \"i64\", I64 [2], holds 9223372036854775807, which"
                            + " float64 cannot hold exactly: read it with longs(name)",
                    thrown.getMessage());
            assertEquals(FOLDER.resolve("kinds.safetensors"), thrown.file());
        }
    }

    @Test
    void wholeNumbersAreExactUpToTheLastBit() {
        Path file = folder.resolve("whole.safetensors");
        new SafetensorsWriter()
                .add("24 bits", StoredDType.I32, Shape.of(2), (1 << 24) - 1, -(1 << 24) + 1)
                .add("25 bits", StoredDType.I32, Shape.of(1), (1 << 24) + 1)
                .add("even", StoredDType.U32, Shape.of(1), (1L << 32) - 256)
                .add("least", StoredDType.I64, Shape.of(1), Long.MIN_VALUE)
                .add("unsigned", StoredDType.U64, Shape.of(2), -1L << 11, 5)
                .add("54 bits", StoredDType.U64, Shape.of(1), -1L << 10)
                .write(file);
        try (Safetensors read = Safetensors.open(file)) {
            assertArrayEquals(
                    new double[] {16777215, -16777215},
                    read.tensor("24 bits", Target.FLOAT32).toDoubleArray());
            assertArrayEquals(
                    new double[] {16777217},
                    read.tensor("25 bits", Target.FLOAT64).toDoubleArray());
            assertEquals(4294967040.0, read.tensor("even", Target.FLOAT32).item());
            assertEquals(-0x1p63, read.tensor("least", Target.FLOAT32).item());
            assertArrayEquals(
                    new double[] {0x1p64 - 2048, 5},
                    read.tensor("unsigned", Target.FLOAT64).toDoubleArray());
            String small = assertThrows(FileException.class, () -> read.tensor("25 bits", Target.FLOAT32))
                    .getMessage();
            assertTrue(small.contains("holds 16777217, which float32 cannot hold exactly"), small);
            assertTrue(small.endsWith(" or as float64"), small);
            String large = assertThrows(FileException.class, () -> read.tensor("54 bits", Target.FLOAT64))
                    .getMessage();
            assertTrue(large.contains("holds 18446744073709550592, which float64 cannot"), large);
            assertArrayEquals(new long[] {-1L << 10}, read.longs("54 bits"));
        }
    }

    private static JsonObject json(String name) throws IOException {
        return JsonParser.parseString(Files.readString(FOLDER.resolve(name))).getAsJsonObject();
    }

    private static double[] doubles(JsonArray numbers) {
        double[] values = new double[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            String text = numbers.get(i).getAsString();
            values[i] = switch (text) {
                case "true" -> 1;
                case "false" -> 0;
                case "inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                case "nan" -> Double.NaN;
                default -> Double.parseDouble(text);
            };
        }
        return values;
    }

    private static long[] longs(JsonArray numbers) {
        long[] values = new long[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            String text = numbers.get(i).getAsString();
            values[i] = text.equals("true") ? 1 : text.equals("false") ? 0 : Long.parseLong(text);
        }
        return values;
    }

    private static double[] rounded(double[] values, Tensors tensors) {
        return tensors.dtype().bytes() == 8
                ? values
                : Arrays.stream(values).map(value -> (float) value).toArray();
    }
}
