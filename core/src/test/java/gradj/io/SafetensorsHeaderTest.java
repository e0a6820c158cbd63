package gradj.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is let pass in a header, and what is refused with which words. */
class SafetensorsHeaderTest {
    @TempDir
    private Path folder;

    private static final String A = "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}";

    private Path file(byte[] bytes) {
        try {
            return Files.write(folder.resolve("x.safetensors"), bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The header's length, the header with " for ', and this many bytes 0, 1, 2 ... of data. */
    private static byte[] bytes(String header, int data) {
        byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(8 + json.length + data).order(ByteOrder.LITTLE_ENDIAN);
        all.putLong(json.length).put(json);
        for (int i = 0; i < data; i++) {
            all.put((byte) i);
        }
        return all.array();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{" + A + "}",
                "{" + A + "} \t\r\n",
                "{ 'a' : { 'dtype' : 'F32' , 'shape' : [ 2 ] , 'data_offsets' : [ 0 , 8 ] } }",
                "{'__metadata__':null," + A + "}",
                "{'__metadata__':{}," + A + "}",
                "{'\\u0061':{'unknown':[{'x':null}, true, -1.5e3],'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
                "{'a':{'dtype':'I8','shape':[3],'data_offsets':[0,3]}," + A + "}"
            })
    void whatTheReferenceLibraryLetsPassIsRead(String header) {
        try (Safetensors file = Safetensors.open(file(bytes(header, 8)))) {
            assertEquals(List.of("a"), file.names());
            assertEquals(Map.of(), file.metadata());
            assertEquals(StoredDType.F32, file.dtype("a"));
            assertArrayEquals(
                    new float[] {Float.intBitsToFloat(0x03020100), Float.intBitsToFloat(0x07060504)},
                    file.tensor("a", Target.FLOAT32).toFloatArray());
        }
    }

    @Test
    void namesStandInAnyOrderAndOffsetsAtAnyByte() {
        String header = "{'b':{'dtype':'F32','shape':[],'data_offsets':[1,5]},'empty':{'dtype':'F64','shape':[0,3],"
                + "'data_offsets':[1,1]},'c':{'dtype':'U8','shape':[1],'data_offsets':[0,1]}}";
        try (Safetensors file = Safetensors.open(file(bytes(header, 5)))) {
            assertEquals(List.of("c", "empty", "b"), file.names());
            assertEquals(
                    Float.intBitsToFloat(0x04030201),
                    file.tensor("b", Target.FLOAT64).item());
            assertEquals(Shape.of(0, 3), file.tensor("empty", Target.FLOAT64).shape());
        }
    }

    @Test
    void aFileWithoutTensorsIsRead() {
        try (Safetensors file = Safetensors.open(file(bytes("{}", 0)))) {
            assertEquals(List.of(), file.names());
        }
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("[]", 0, "expected a header that begins with '{', found byte 0x5b"),
                Arguments.of(" {}", 0, "expected a header that begins with '{', found byte 0x20"),
                Arguments.of("{" + A, 8, "expected ',' or '}' at character 53, found the end of the text"),
                Arguments.of("{" + A + "}x", 8, "expected the end at character 54, found 'x'"),
                Arguments.of("{" + A + "}", 7, "expected 8 bytes of tensors, found 7: the file is cut off"),
                Arguments.of("{" + A + "}", 9, "expected 8 bytes of tensors, found 9: something was appended"),
                Arguments.of(
                        "{" + A.replace("0,8", "1,9") + "}",
                        9,
                        "\"a\": expected its data at offset 0, found 1, behind a hole"),
                Arguments.of(
                        "{" + A + ",'b':{'dtype':'U8','shape':[4],'data_offsets':[7,11]}}",
                        11,
                        "\"b\": expected its data at offset 8, found 7, inside another tensor"),
                Arguments.of(
                        "{" + A + "," + A.replace("'a'", "'b'") + "}", 8, "offset 8, found 0, inside another tensor"),
                Arguments.of("{" + A.replace("0,8", "0,7") + "}", 7, "\"a\": F32 [2] needs 8 bytes, it has 7"),
                Arguments.of(
                        "{" + A.replace("0,8", "8,0") + "}", 8, "expected data_offsets [begin, end], found [8, 0]"),
                Arguments.of("{" + A.replace("0,8", "0") + "}", 8, "expected data_offsets [begin, end], found [0]"),
                Arguments.of("{" + A.replace("0,8", "0,8,9") + "}", 8, "data_offsets [begin, end], found [0, 8, 9]"),
                Arguments.of("{" + A.replace("0,8", "-8,0") + "}", 8, "expected a whole number from 0 to 2^63 - 1"),
                Arguments.of("{" + A.replace("0,8", "0,8.0") + "}", 8, "expected a whole number from 0 to 2^63 - 1"),
                Arguments.of("{" + A.replace("0,8", "0,9223372036854775807") + "}", 8, "\"a\": F32 [2] needs 8 bytes"),
                Arguments.of("{" + A.replace("[2]", "['2']") + "}", 8, "expected a whole number from 0 to 2^63 - 1"),
                Arguments.of("{" + A.replace("[2]", "[1e0]") + "}", 8, "expected a whole number from 0 to 2^63 - 1"),
                Arguments.of("{" + A.replace("[2]", "[9223372036854775808]") + "}", 8, "expected a whole number"),
                Arguments.of("{" + A.replace("[2]", "2") + "}", 8, "expected an array at character"),
                Arguments.of("{" + A.replace("[2]", "[4294967296,4294967296]") + "}", 8, "more bytes than any file"),
                Arguments.of("{" + A.replace("[2]", "[4611686018427387904]") + "}", 8, "more bytes than any file"),
                Arguments.of("{" + A.replace("[2]", "[6442450944,2863311531]") + "}", 8, "more bytes than any file"),
                Arguments.of("{" + A.replace("F32", "F8_E4M3") + "}", 8, "found F8_E4M3: convert it"),
                Arguments.of("{" + A.replace("F32", "f32") + "}", 8, "a dtype of U64, I64, F64, F32, U32, I32, BF16"),
                Arguments.of("{" + A.replace("'F32'", "32") + "}", 8, "expected a string at character"),
                Arguments.of("{" + A.replace("'dtype'", "'type'") + "}", 8, "\"a\": dtype is missing"),
                Arguments.of("{" + A.replace("'shape'", "'Shape'") + "}", 8, "\"a\": shape is missing"),
                Arguments.of("{" + A.replace("'data_offsets'", "'data'") + "}", 8, "\"a\": data_offsets is missing"),
                Arguments.of(
                        "{" + A.replace("'shape'", "'shape':[2],'shape'") + "}", 8, "\"a\": shape stands in it twice"),
                Arguments.of("{'a':[]}", 0, "expected an object at character 5, found '['"),
                Arguments.of("{'a':null}", 0, "expected an object at character 5, found 'n'"),
                Arguments.of("{'__metadata__':[]}", 0, "expected an object at character 16, found '['"),
                Arguments.of(
                        "{'__metadata__':{'n':1}}",
                        0,
                        "expected a string as metadata \"n\" at character 21, found '1'"),
                Arguments.of("{'__metadata__':{},'__metadata__':{}}", 0, "__metadata__ stands in it twice"),
                Arguments.of("{'\\ud800':1}", 0, "half a surrogate pair"),
                Arguments.of("{'a':" + "[".repeat(1000), 0, "expected an object at character 5"),
                Arguments.of("{'a':{'x':" + "[".repeat(1000), 0, "nested more than 128 deep"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatIsBrokenIsRefusedWithWhatWasFound(String header, int data, String problem) {
        requireRefused(bytes(header, data), problem);
    }

    private void requireRefused(byte[] bytes, String problem) {
        Path file = file(bytes);
        FileException thrown = assertThrows(FileException.class, () -> Safetensors.open(file));
        assertTrue(thrown.getMessage().startsWith(file + ": "), thrown.getMessage());
        assertTrue(thrown.getMessage().contains(problem), thrown.getMessage());
        assertFalse(thrown.getMessage().contains("\n"), thrown.getMessage());
    }

    @Test
    void lengthsAreCheckedBeforeAnythingIsAllocated() {
        byte[] right = bytes("{" + A + "}", 8);
        requireRefused(new byte[0], "expected at least the 8 bytes of a safetensors header, found 0");
        requireRefused(new byte[7], "found 7");
        requireRefused(new byte[8], "expected a header of 2 to 100000000 bytes, found a length of 0");
        requireRefused(withLength(right, -1), "found a length of 18446744073709551615");
        requireRefused(withLength(right, Long.MIN_VALUE), "found a length of 9223372036854775808");
        requireRefused(withLength(right, 100_000_001), "found a length of 100000001");
        requireRefused(withLength(right, 100_000_000), "expected a header of 100000000 bytes, found 62");
        requireRefused(withLength(right, 63), "expected a header of 63 bytes, found 62");
        requireRefused(withLength(right, 62), "expected the end at character 54");
    }

    private static byte[] withLength(byte[] file, long length) {
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        return file;
    }

    @Test
    void onlyUtf8IsRead() {
        for (String invalid :
                List.of("\u00ff", "\u00c0\u0080", "\u00ed\u00a0\u0080", "\u00f8\u0088\u0080\u0080\u0080", "\u00c3")) {
            byte[] bytes = bytes("{'__metadata__':{'k':'??????'}}", 0);
            byte[] wrong = invalid.getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(wrong, 0, bytes, 8 + 22, wrong.length);
            requireRefused(bytes, "expected a safetensors header in UTF-8");
        }
    }

    @Test
    void otherFormatsAreCalledByTheirNames() {
        Map.of(
                        "PK\u0003\u0004\u0014\u0000\u0000\u0000archive/data.pkl", "a zip archive, as PyTorch's .pt",
                        "\u0080\u0002}q\u0000X\u0006\u0000\u0000\u0000weight", "a Python pickle, as older .pt",
                        "\u0089HDF\r\n\u001a\n____", "an HDF5 file",
                        "\u0093NUMPY\u0001\u0000v\u0000{'descr'", "a NumPy array (.npy)",
                        "GGUF\u0003\u0000\u0000\u0000____", "a GGUF file",
                        "version https://git-lfs.github.com/spec/v1\n", "a pointer of Git LFS: get the file itself",
                        "\u001f\u008b\u0008\u0000\u0000\u0000\u0000\u0000__", "a gzip file",
                        "\n<!DOCTYPE html><html>", "a web page")
                .forEach((start, name) -> requireRefused(
                        start.getBytes(StandardCharsets.ISO_8859_1), "expected a safetensors file, found " + name));
    }

    @Test
    void namesInMessagesAreShortAndOnOneLine() {
        String name = "x\\n\\u001b[2J\\u2028\\u202e" + "y".repeat(10_000);
        requireRefused(bytes("{'" + name + "':{}}", 0), "tensor \"x [2J yyy");
        FileException thrown =
                assertThrows(FileException.class, () -> Safetensors.open(file(bytes("{'" + name + "':{}}", 0))));
        assertTrue(thrown.getMessage().length() < 300 + folder.toString().length(), thrown.getMessage());
    }

    @Test
    void missingFilesFoldersAndUnknownNamesAreTold() throws IOException {
        Path none = folder.resolve("none.safetensors");
        assertEquals(
                none + ": there is no such file: check its name and folder",
                assertThrows(FileException.class, () -> Safetensors.open(none)).getMessage());
        assertEquals(
                folder + ": expected a file, found a folder or a device: name a file",
                assertThrows(FileException.class, () -> Safetensors.open(folder))
                        .getMessage());
        Path file = file(bytes("{" + A + "}", 8));
        Safetensors open = Safetensors.open(file);
        assertEquals(file, open.file());
        assertTrue(open.contains("a"));
        assertFalse(open.contains("b"));
        assertEquals(
                file + ": there is no tensor \"b\", there are [a]",
                assertThrows(IllegalArgumentException.class, () -> open.shape("b"))
                        .getMessage());
        assertEquals(
                file + ": tensor \"a\" holds real numbers, F32 [2]: read it with tensor(name, tensors)",
                assertThrows(IllegalArgumentException.class, () -> open.longs("a"))
                        .getMessage());
        open.close();
        open.close();
        assertThrows(IllegalStateException.class, () -> open.tensor("a", Target.FLOAT32));
    }

    @Test
    void moreElementsThanATensorHasAreRefusedWhenAskedFor() {
        String header = "{'wide':{'dtype':'F32','shape':[0,4294967296],'data_offsets':[0,0]}," + A + "}";
        try (Safetensors file = Safetensors.open(file(bytes(header, 8)))) {
            String message =
                    assertThrows(FileException.class, () -> file.shape("wide")).getMessage();
            assertTrue(message.contains("has more than the 2^31 - 1 elements of a tensor"), message);
            assertEquals(Shape.of(2), file.shape("a"));
        }
    }

    @Test
    void theFileThatWasOpenedIsReadAlthoughAnotherIsSavedMeanwhile() throws IOException {
        Path file = folder.resolve("net.safetensors");
        Safetensors.write(file, Map.of("x", Target.FLOAT64.vector(1, 2)), Map.of());
        try (Safetensors open = Safetensors.open(file)) {
            Safetensors.write(file, Map.of("x", Target.FLOAT64.vector(3, 4, 5)), Map.of());
            Tensor x = open.tensor("x", Target.FLOAT64);
            assertArrayEquals(new double[] {1, 2}, x.toDoubleArray());
            Files.write(file, new byte[9]);
        }
        try (Safetensors open = Safetensors.open(file(bytes("{" + A + "}", 8)))) {
            Files.write(open.file(), new byte[9]);
            String message = assertThrows(FileException.class, () -> open.tensor("a", Target.FLOAT32))
                    .getMessage();
            assertTrue(message.contains("\"a\", F32 [2], the file became shorter since it was opened"), message);
        }
    }
}
