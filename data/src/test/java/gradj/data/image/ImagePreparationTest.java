package gradj.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.data.LabeledImages;
import gradj.io.FileException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pictures become before a net sees them. */
class ImagePreparationTest {
    private static final List<String> CLASSES = List.of("cat", "dog");

    @TempDir
    Path folder;

    private byte[] image(int rows, int columns, BufferedImage picture) throws IOException {
        return new ImagePreparation(rows, columns, CLASSES)
                .image(TestPictures.write(folder.resolve("pictures/one.png"), picture));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void aPictureOfTheImagesSizeStaysAsItIs() throws IOException {
        BufferedImage picture = TestPictures.grey(16, 16, (x, y) -> 16 * y + x);
        byte[] expected = new byte[256];
        for (int i = 0; i < 256; i++) {
            expected[i] = (byte) i;
        }
        assertArrayEquals(expected, image(16, 16, picture));
        assertArrayEquals(expected, image(16, 16, TestPictures.coloured(picture)));
    }

    @Test
    void aLargerPictureBecomesMeansOfAreas() throws IOException {
        // Each image pixel is 2x2 pixels: 10, 20, 30, 40 and multiples.
        BufferedImage picture = TestPictures.grey(4, 4, (x, y) -> (x % 2 + 2 * (y % 2) + 1) * 10 * (1 + x / 2));
        assertArrayEquals(bytes(25, 50, 25, 50), image(2, 2, picture));
    }

    @Test
    void aSmallerPictureIsInterpolated() throws IOException {
        BufferedImage picture = TestPictures.grey(2, 2, (x, y) -> 200 * x);
        assertArrayEquals(
                bytes(0, 50, 150, 200, 0, 50, 150, 200, 0, 50, 150, 200, 0, 50, 150, 200), image(4, 4, picture));
    }

    @Test
    void proportionsAreKeptAndTheRestHasTheMeanOfTheBorder() throws IOException {
        // 6x2 into 3x3: a strip of 3x1, which is all border: (40 + 80 + 120) / 3.
        BufferedImage wide = TestPictures.grey(6, 2, (x, y) -> 40 * (1 + x / 2));
        assertArrayEquals(bytes(80, 80, 80, 40, 80, 120, 80, 80, 80), image(3, 3, wide));
        BufferedImage high = TestPictures.grey(2, 6, (x, y) -> 40 * (1 + y / 2));
        assertArrayEquals(bytes(80, 40, 80, 80, 80, 80, 80, 120, 80), image(3, 3, high));
        // 3x3 with a white middle into 3 rows of 5: what is inside does not count.
        BufferedImage framed = TestPictures.grey(3, 3, (x, y) -> x == 1 && y == 1 ? 255 : 60);
        assertArrayEquals(bytes(60, 60, 60, 60, 60, 60, 60, 255, 60, 60, 60, 60, 60, 60, 60), image(3, 5, framed));
        // Where the rest is odd, there is one more below and to the right.
        BufferedImage one = TestPictures.grey(2, 1, (x, y) -> 100 * (x + 1));
        assertArrayEquals(bytes(100, 200, 150, 150), image(2, 2, one));
    }

    @Test
    void thinnestPicturesKeepAPixel() throws IOException {
        byte[] strip = image(28, 28, TestPictures.grey(2000, 1, (x, y) -> x < 1000 ? 0 : 200));
        for (int column = 0; column < 28; column++) {
            assertEquals(column < 14 ? 0 : 200, strip[13 * 28 + column] & 0xFF);
            assertEquals(100, strip[12 * 28 + column] & 0xFF);
            assertEquals(100, strip[14 * 28 + column] & 0xFF);
        }
        byte[] dot = image(3, 5, TestPictures.grey(1, 1, (x, y) -> 77));
        for (byte grey : dot) {
            assertEquals(77, grey);
        }
        assertEquals(28 * 28, image(28, 28, TestPictures.grey(3, 5, (x, y) -> 99)).length);
    }

    @Test
    void anImageForPredictionHasNoClass() throws IOException {
        Path file = TestPictures.write(folder.resolve("pictures/one.png"), TestPictures.grey(9, 9, (x, y) -> 3));
        LabeledImages images = new ImagePreparation(2, 3, CLASSES).images(file);
        assertEquals("1 images of 2x3 in 2 classes", images.toString());
        assertEquals(3, images.pixel(0, 1, 2));
    }

    @Test
    void comesBackFromJson() {
        ImagePreparation preparation = new ImagePreparation(32, 48, List.of("a \"b\"", "<Ä>", "猫"));
        String json = preparation.toJson();
        assertEquals(preparation, ImagePreparation.of(json));
        assertEquals(1, json.lines().count());
        assertTrue(json.contains("\"rows\":32,\"columns\":48") && json.contains("0.299 R + 0.587 G + 0.114 B"), json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "no json",
                "[]",
                "{}",
                "{\"version\":1}",
                "{\"version\":1,\"rows\":28,\"columns\":28,\"rule\":\"another\",\"classes\":[\"a\",\"b\"]}",
                "{\"version\":2,RULE,\"rows\":28,\"columns\":28,\"classes\":[\"a\",\"b\"]}",
                "{\"version\":1,RULE,\"rows\":0,\"columns\":28,\"classes\":[\"a\",\"b\"]}",
                "{\"version\":1,RULE,\"rows\":28,\"columns\":99999,\"classes\":[\"a\",\"b\"]}",
                "{\"version\":1,RULE,\"rows\":28,\"columns\":28,\"classes\":[\"a\",\"a\"]}",
                "{\"version\":1,RULE,\"rows\":28,\"columns\":28,\"classes\":[\"a\"]}",
                "{\"version\":1,RULE,\"rows\":28,\"columns\":28,\"classes\":[\"a\",null]}",
                "{\"version\":1,RULE,\"rows\":28,\"columns\":28,\"classes\":{}}",
                "{\"version\":1,RULE,\"rows\":28,\"columns\":28}",
                "{\"version\":1,RULE,\"rows\":1e99,\"columns\":28,\"classes\":[\"a\",\"b\"]}"
            })
    void whatIsNoPreparationIsRefused(String json) {
        String own = new ImagePreparation(1, 1, CLASSES).toJson();
        String rule = own.substring(own.indexOf("\"rule\""), own.indexOf(",\"classes\""));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> ImagePreparation.of(json.replace("RULE", rule)));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith("not a preparation of pictures"), message);
    }

    @Test
    void takesSizesAndClassesThatCanBe() throws IOException {
        for (int[] size : new int[][] {{0, 1}, {1, 0}, {4097, 1}, {1, -5}}) {
            assertThrows(IllegalArgumentException.class, () -> new ImagePreparation(size[0], size[1], CLASSES));
        }
        for (List<String> classes : List.of(List.<String>of(), List.of("a"), List.of("a", "a"), List.of("a", ""))) {
            assertThrows(IllegalArgumentException.class, () -> new ImagePreparation(1, 1, classes));
        }
        Path text = Files.writeString(folder.resolve("notes.txt"), "no picture");
        assertThrows(FileException.class, () -> new ImagePreparation(1, 1, CLASSES).image(text));
    }
}
