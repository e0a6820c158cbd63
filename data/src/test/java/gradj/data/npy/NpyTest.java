package gradj.data.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import gradj.backend.Backends;
import gradj.io.FileException;
import gradj.spi.DType;
import gradj.tensor.Shape;
import gradj.tensor.Tensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the values that NumPy says it wrote, and against files that nobody should believe. */
class NpyTest {
    private static final Path FILES = Path.of("src/test/resources/npy");

    @TempDir
    Path folder;

    private static JsonObject right() throws IOException {
        return JsonParser.parseString(Files.readString(FILES.resolve("npy.json")))
                .getAsJsonObject()
                .getAsJsonObject("files");
    }

    static Stream<String> arraysOfNumbers() throws IOException {
        List<String> others = List.of(
                "complex.npy",
                "structured.npy",
                "structured_greek_v3.npy",
                "header_v2.npy",
                "text.npy",
                "bytes.npy",
                "datetime.npy",
                "bfloat16_as_V2.npy");
        return right().keySet().stream().filter(name -> name.endsWith(".npy") && !others.contains(name));
    }

    @ParameterizedTest
    @MethodSource("arraysOfNumbers")
    void readsWhatNumPyWrote(String name) throws IOException {
        assertRight(right().getAsJsonObject(name), Npy.read(FILES.resolve(name)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain.npz",
                "compressed.npz",
                "positional.npz",
                "streamed.npz",
                "streamed_compressed.npz",
                "plain_zip.npz"
            })
    void readsArchives(String name) throws IOException {
        JsonObject entries = right().getAsJsonObject(name).getAsJsonObject("entries");
        Map<String, NpyArray> arrays = Npz.read(FILES.resolve(name));
        assertEquals(List.copyOf(entries.keySet()), List.copyOf(arrays.keySet()));
        assertEquals(List.copyOf(entries.keySet()), Npz.names(FILES.resolve(name)));
        for (String each : entries.keySet()) {
            assertRight(entries.getAsJsonObject(each), arrays.get(each));
            assertRight(entries.getAsJsonObject(each), Npz.read(FILES.resolve(name), each));
        }
    }

    private static void assertRight(JsonObject right, NpyArray array) {
        JsonArray shape = right.getAsJsonArray("shape");
        assertEquals(shape.size(), array.shape().rank());
        for (int axis = 0; axis < shape.size(); axis++) {
            assertEquals(shape.get(axis).getAsInt(), array.shape().length(axis));
        }
        if (right.has("dtype")) {
            assertEquals(right.get("dtype").getAsString(), array.dtype());
        }
        JsonArray values = right.getAsJsonArray("values_row_major");
        double[] doubles = array.doubles();
        float[] floats = array.floats();
        assertEquals(values.size(), doubles.length);
        for (int i = 0; i < doubles.length; i++) {
            String value = text(values.get(i));
            if (array.isWhole()) {
                BigInteger exact = new BigInteger(value);
                assertEquals(exact.doubleValue(), doubles[i]);
                assertEquals(exact.floatValue(), floats[i]);
                if (exact.bitLength() < 64) {
                    assertEquals(exact.longValueExact(), longsOrOne(array, i));
                }
            } else {
                assertEquals(Double.doubleToLongBits(Double.parseDouble(value)), Double.doubleToLongBits(doubles[i]));
                assertEquals((float) doubles[i], floats[i]);
            }
        }
    }

    /** As one element cannot be asked for, and one of an array may be too large. */
    private static long longsOrOne(NpyArray array, int i) {
        try {
            return array.longs()[i];
        } catch (ArithmeticException tooLarge) {
            assertTrue(tooLarge.getMessage().contains("18446744073709551615 at 3"), tooLarge.getMessage());
            return (long) array.doubles()[i];
        }
    }

    private static String text(JsonElement value) {
        return switch (value.getAsString()) {
            case "true" -> "1";
            case "false" -> "0";
            case "inf" -> "Infinity";
            case "-inf" -> "-Infinity";
            case "nan" -> "NaN";
            default -> value.getAsString();
        };
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, fortran.npy", "FLOAT64, fortran_3d.npy", "FLOAT32, be_i4.npy", "FLOAT64, scalar.npy"})
    void becomesATensor(DType dtype, String name) {
        NpyArray array = Npy.read(FILES.resolve(name));
        var tensor = array.tensor(new Tensors(Backends.get("java"), dtype));
        assertEquals(array.shape(), tensor.shape());
        assertEquals(dtype, tensor.dtype());
        assertArrayEquals(array.floats(), tensor.toFloatArray());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"f4_v1.npy", "one.npy", "scalar.npy", "empty_0x3.npy", "empty_1d.npy", "four_d.npy", "le_f8.npy"
            })
    void writesTheBytesThatNumPyWrites(String name) throws IOException {
        Path written = folder.resolve(name);
        NpyArray array = Npy.read(FILES.resolve(name));
        DType dtype = array.dtype().equals("<f4") ? DType.FLOAT32 : DType.FLOAT64;
        Npy.write(written, array.tensor(new Tensors(Backends.get("java"), dtype)));
        assertEquals(-1, Files.mismatch(FILES.resolve(name), written));
    }

    /** More than the buffer that it is written by. */
    @Test
    void writesALargeArray() {
        double[] values = new double[50_000];
        Arrays.setAll(values, i -> i / 3.0);
        Path file = folder.resolve("large.npy");
        Npy.write(file, new Tensors(Backends.get("java"), DType.FLOAT64).of(Shape.of(500, 100), values));
        assertArrayEquals(values, Npy.read(file).doubles());
        assertEquals(Shape.of(500, 100), Npy.read(file).shape());
    }

    @ParameterizedTest
    @CsvSource({
        "complex.npy, a.real and a.imag",
        "structured.npy, each field",
        "structured_greek_v3.npy, each field",
        "header_v2.npy, each field",
        "text.npy, as CSV",
        "bytes.npy, as CSV",
        "datetime.npy, astype('int64')",
        "bfloat16_as_V2.npy, astype('float32')"
    })
    void refusesWhatIsNoArrayOfNumbersWithARemedy(String name, String remedy) {
        assertProblem(remedy, FILES.resolve(name));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'descr': 'OBJECT', 'fortran_order': False, 'shape': (2,), } | pickle",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), } | expected 12 bytes for [3] of <f4, found 8",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000, 2000000000), } | less than 2 GiB",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967297,), } | less than 2 GiB",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999999999999,), } | a length",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), } | a length",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2), } | a tuple",
                "{'descr': '<f4', 'fortran_order': 1, 'shape': (2,), } | True or False",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1} | found 'x'",
                "{'descr': '<f4', 'descr': '<f4', 'shape': (2,), } | twice",
                "{'descr': '<f4', 'fortran_order': False} | found [",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } + 1 | nothing behind",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,) | expected '}'",
                "{'descr': '<f4 | a text in quotes",
                "__import__('os').system('x') | expected '{'",
                "{'descr': '<f3', 'fortran_order': False, 'shape': (2,), } | found '<f3'",
                "{'descr': '', 'fortran_order': False, 'shape': (2,), } | found ''"
            })
    void refusesHeadersThatPromiseTooMuchOrAreNone(String header, String problem) throws IOException {
        // The table above has the delimiter | that the name of this type begins with.
        assertProblem(
                problem, Files.write(folder.resolve("a.npy"), npy(header.replace("'OBJECT'", "'|O'"), new byte[8])));
    }

    @Test
    void acceptsPython2AndEmptyArrays() throws IOException {
        byte[] two = npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1L, 2L), }", new byte[8]);
        assertEquals(
                Shape.of(1, 2),
                Npy.read(Files.write(folder.resolve("a.npy"), two)).shape());
        byte[] none = npy("{'descr': '<f4', 'fortran_order': True, 'shape': (2000000000, 0), }", new byte[0]);
        assertEquals(0, Npy.read(Files.write(folder.resolve("a.npy"), none)).floats().length);
    }

    private static byte[] npy(String header, byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        out.write(
                new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, (byte) (text.length >> 8)});
        out.write(text);
        out.write(data);
        return out.toByteArray();
    }

    /** Cut off anywhere, one byte changed anywhere: an array, or a line that names the file. */
    @Test
    void aDamagedFileIsToldInALine() throws IOException {
        byte[] whole = Files.readAllBytes(FILES.resolve("f4_v1.npy"));
        Path file = folder.resolve("a.npy");
        for (int length = 0; length < whole.length; length += 3) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertOneLine(file, assertThrows(FileException.class, () -> Npy.read(file)));
        }
        int refused = 0;
        for (int at = 0; at < 128; at += 2) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x15;
            Files.write(file, changed);
            try {
                Npy.read(file);
            } catch (FileException e) {
                assertOneLine(file, e);
                refused++;
            }
        }
        assertEquals(63, refused, "all but the length of the header, which may end sooner: blanks");
    }

    @Test
    void aDamagedArchiveIsToldInALine() throws IOException {
        byte[] whole = Files.readAllBytes(FILES.resolve("compressed.npz"));
        Path file = folder.resolve("a.npz");
        Map<String, float[]> right = floats(FILES.resolve("compressed.npz"));
        int refused = 0;
        for (int at = 0; at < whole.length; at += 11) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x55;
            Files.write(file, changed);
            try {
                // A byte that tells a date, or stands in a local header: then all is read, and right.
                floats(file).forEach((name, values) -> {
                    if (right.containsKey(name)) {
                        assertArrayEquals(right.get(name), values, name);
                    }
                });
            } catch (FileException e) {
                assertOneLine(file, e);
                refused++;
            }
        }
        assertTrue(refused > whole.length / 22, "refused " + refused);
    }

    private static Map<String, float[]> floats(Path archive) {
        Map<String, float[]> floats = new HashMap<>();
        Npz.read(archive).forEach((name, array) -> floats.put(name, array.floats()));
        return floats;
    }

    @Test
    void anArchiveOfOtherFilesIsToldInALine() throws IOException {
        Path file = folder.resolve("a.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("readme.txt"));
        }
        assertTrue(assertThrows(FileException.class, () -> Npz.read(file))
                .getMessage()
                .contains("\"readme.txt\""));
        Path none = FILES.resolve("one.npy");
        assertOneLine(none, assertThrows(FileException.class, () -> Npz.read(none)));
        FileException missing =
                assertThrows(FileException.class, () -> Npz.read(FILES.resolve("positional.npz"), "weight"));
        assertTrue(missing.getMessage().contains("found [arr_0, arr_1]"), missing.getMessage());
    }

    /** Ten megabytes of zeros in ten kilobytes: read, for they are there; more than deflate can do are not believed. */
    @Test
    void believesNoSizeThatCannotBe() throws IOException {
        Path file = folder.resolve("a.npz");
        byte[] zeros = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (10000000,), }", new byte[10_000_000]);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("zeros.npy"));
            zip.write(zeros);
        }
        assertEquals(Shape.of(10_000_000), Npz.read(file, "zeros").shape());
        byte[] bytes = Files.readAllBytes(file);
        int directory = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("PK\u0001\u0002");
        bytes[directory + 27] = 0x7f; // 2 GB uncompressed
        Files.write(file, bytes);
        FileException e = assertThrows(FileException.class, () -> Npz.read(file));
        assertTrue(e.getMessage().contains("array \"zeros\": expected a size that"), e.getMessage());
    }

    @Test
    void saysWhatAForeignFileIs() throws IOException {
        assertProblem("Npz.read", FILES.resolve("plain.npz"));
        assertProblem(
                "a pickle",
                Files.write(folder.resolve("p"), new byte[] {(byte) 0x80, 4, (byte) 0x95, 0, 0, 0, 0, 0, 0}));
        assertProblem("a web page", Files.writeString(folder.resolve("w"), "<!DOCTYPE html>"));
        assertProblem("an empty file", Files.write(folder.resolve("e"), new byte[0]));
        assertProblem("found a folder", folder);
        assertProblem("no such file", folder.resolve("gone.npy"));
        assertFalse(Npy.read(FILES.resolve("le_f4.npy")).isWhole());
        assertThrows(
                IllegalStateException.class,
                () -> Npy.read(FILES.resolve("le_f4.npy")).longs());
    }

    private static void assertProblem(String expected, Path file) {
        FileException e = assertThrows(FileException.class, () -> Npy.read(file));
        assertOneLine(file, e);
        assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    private static void assertOneLine(Path file, FileException e) {
        assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }
}
