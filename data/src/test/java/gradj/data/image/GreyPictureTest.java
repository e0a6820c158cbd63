package gradj.data.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.io.FileException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of all formats and kinds in grey, and those that are refused. */
class GreyPictureTest {
    private static final byte[] NO_PALETTE = {};

    @TempDir
    Path folder;

    private GreyPicture read(byte[] content) throws IOException {
        return GreyPicture.read(Files.write(folder.resolve("picture"), content));
    }

    // ------------------------------------------------------------------------------------------------- formats, sizes

    @ParameterizedTest
    @CsvSource({
        "png, 1, 1",
        "jpg, 1, 1",
        "gif, 1, 1",
        "bmp, 1, 1",
        "png, 3, 5",
        "jpg, 3, 5",
        "gif, 3, 5",
        "bmp, 3, 5",
        "png, 2000, 1",
        "jpg, 2000, 1",
        "gif, 2000, 1",
        "bmp, 2000, 1",
        "png, 1, 2000",
        "jpg, 1, 2000"
    })
    void everyFormatGivesTheGreysOfThePicture(String format, int width, int height) throws IOException {
        BufferedImage drawn = TestPictures.grey(width, height, (x, y) -> 16 + (x * 7 + y * 40) % 224);
        for (BufferedImage image : new BufferedImage[] {drawn, TestPictures.coloured(drawn)}) {
            GreyPicture read = read(TestPictures.bytes(image, format));
            assertEquals(width, read.width());
            assertEquals(height, read.height());
            boolean isExact = format.equals("png") || format.equals("bmp") || (image == drawn && format.equals("gif"));
            for (int i = 0; i < width * height; i++) {
                float expected = drawn.getRaster().getSample(i % width, i / width, 0) / 255f;
                assertEquals(expected, read.grey()[i], isExact ? 1e-6f : 0.05f, format + " " + i);
            }
        }
    }

    @Test
    void coloursCountByTheirWeightsAndWhatIsTransparentIsWhite() throws IOException {
        BufferedImage colours = new BufferedImage(5, 1, BufferedImage.TYPE_INT_ARGB);
        int[] argb = {0xFFFF0000, 0xFF00FF00, 0xFF0000FF, 0x00FF0000, 0x8000FF00};
        colours.setRGB(0, 0, 5, 1, argb, 0, 5);
        float half = 128 / 255f;
        float[] expected = {0.299f, 0.587f, 0.114f, 1, half * 0.587f + 1 - half};
        assertArrayEquals(expected, GreyPicture.of(colours).grey(), 1e-6f);
        assertArrayEquals(expected, read(TestPictures.bytes(colours, "png")).grey(), 1e-6f);
        BufferedImage laid = new BufferedImage(5, 1, BufferedImage.TYPE_INT_ARGB_PRE);
        laid.setRGB(0, 0, 5, 1, argb, 0, 5);
        assertArrayEquals(expected, GreyPicture.of(laid).grey(), 0.004f); // Java rounds what it multiplies
    }

    @Test
    void greysAreReadAsTheyAreStoredInEveryDepth() throws IOException {
        assertArrayEquals(
                new float[] {128 / 255f, 1 / 255f},
                read(TestPictures.png(2, 1, 8, 0, NO_PALETTE, new byte[] {(byte) 128, 1}))
                        .grey(),
                1e-6f);
        assertArrayEquals(
                new float[] {0x8001 / 65535f, 0xFF / 65535f},
                read(TestPictures.png(2, 1, 16, 0, NO_PALETTE, new byte[] {(byte) 0x80, 1, 0, (byte) 0xFF}))
                        .grey(),
                1e-7f);
        assertArrayEquals(
                new float[] {1, 0, 1, 1, 0},
                read(TestPictures.png(5, 1, 1, 0, NO_PALETTE, new byte[] {(byte) 0b10110000}))
                        .grey(),
                1e-6f);
        assertArrayEquals(
                new float[] {0, 1 / 3f, 2 / 3f, 1},
                read(TestPictures.png(4, 1, 2, 0, NO_PALETTE, new byte[] {0b00011011}))
                        .grey(),
                1e-6f);
        assertArrayEquals(
                new float[] {7 / 15f, 15 / 15f, 0},
                read(TestPictures.png(3, 1, 4, 0, NO_PALETTE, new byte[] {0x7F, 0}))
                        .grey(),
                1e-6f);
    }

    @Test
    void deepColoursAlphaAndPalettesAreReadToo() throws IOException {
        byte[] deep = {(byte) 0x80, 1, 0, 0, 0, 0, 0, 0, (byte) 0x80, 1, 0, 0};
        assertArrayEquals(
                new float[] {0.299f * 0x8001 / 65535, 0.587f * 0x8001 / 65535},
                read(TestPictures.png(2, 1, 16, 2, NO_PALETTE, deep)).grey(),
                1e-6f);
        byte[] greyAndAlpha = {100, (byte) 255, 100, 0, 0, 51};
        assertArrayEquals(
                new float[] {100 / 255f, 1, 0.8f},
                read(TestPictures.png(3, 1, 8, 4, NO_PALETTE, greyAndAlpha)).grey(),
                1e-6f);
        byte[] palette = {(byte) 255, 0, 0, 0, 0, (byte) 255, 10, 10, 10};
        assertArrayEquals(
                new float[] {10 / 255f, 0.299f, 0.114f},
                read(TestPictures.png(3, 1, 8, 3, palette, new byte[] {2, 0, 1}))
                        .grey(),
                1e-6f);
    }

    @Test
    void inksOfAPictureForPrintAreMixed() throws IOException {
        GreyPicture cyan = read(TestPictures.cmykJpeg(16, 16, 255, 0, 0, 0));
        assertEquals(0.587f + 0.114f, cyan.grey()[100], 0.01f);
        GreyPicture dark = read(TestPictures.cmykJpeg(16, 16, 51, 51, 51, 128));
        assertEquals(0.8f * (1 - 128 / 255f), dark.grey()[100], 0.01f);
    }

    @Test
    void ofAnAnimationTheFirstPictureIsRead() throws IOException {
        byte[] gif =
                TestPictures.animation(TestPictures.grey(4, 6, (x, y) -> 255), TestPictures.grey(4, 6, (x, y) -> 0));
        GreyPicture first = read(gif);
        assertEquals(4, first.width());
        assertEquals(1, first.grey()[5], 1e-6f);
    }

    /** Java writes them interlaced. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void gifsOfFewRowsKeepThemAll(int height) throws IOException {
        BufferedImage drawn = TestPictures.grey(3, height, (x, y) -> 50 * x + 10 * y);
        for (byte[] gif : List.of(TestPictures.bytes(drawn, "gif"), TestPictures.animation(drawn, drawn))) {
            float[] read = read(gif).grey();
            for (int i = 0; i < read.length; i++) {
                assertEquals((50 * (i % 3) + 10 * (i / 3)) / 255f, read[i], 1e-6f);
            }
        }
    }

    @Test
    void ofALargePictureEverySecondPixelIsRead() throws IOException {
        GreyPicture read = read(TestPictures.bytes(
                TestPictures.grey(2400, 2000, (x, y) -> x % 2 == 1 ? 255 : y % 2 * 100), "bmp"));
        assertEquals(1200, read.width());
        assertEquals(1000, read.height());
        for (float grey : read.grey()) {
            assertEquals(0, grey);
        }
    }

    // -------------------------------------------------------------------------------------------------------- resizing

    @Test
    void resizingKeepsTheMean() {
        GreyPicture picture = new GreyPicture(6, 2, new float[] {0, 1, 0, 0, 1, 1, 1, 1, 0, 0, 0, 1});
        GreyPicture half = picture.resized(3, 1);
        assertArrayEquals(new float[] {0.75f, 0, 0.75f}, half.grey(), 1e-6f);
        assertArrayEquals(new float[] {0.5f}, picture.resized(1, 1).grey(), 1e-6f);
        // 6 into 4: each is the mean of one and a half
        assertArrayEquals(
                new float[] {1 / 3f, 1 / 3f, 1 / 3f, 1},
                new GreyPicture(6, 1, new float[] {0, 1, 0, 0, 1, 1})
                        .resized(4, 1)
                        .grey(),
                1e-6f);
    }

    @Test
    void aSmallPictureIsInterpolated() {
        float[] wide = new GreyPicture(2, 1, new float[] {0, 1}).resized(4, 1).grey();
        assertArrayEquals(new float[] {0, 0.25f, 0.75f, 1}, wide, 1e-6f);
    }

    @Test
    void aDecodedPictureIsResizedWithTheSameBits() {
        BufferedImage image = TestPictures.coloured(TestPictures.grey(37, 53, (x, y) -> (x * x + 31 * y) % 256));
        for (int[] size : new int[][] {{7, 5}, {37, 53}, {80, 9}, {1, 1}}) {
            assertArrayEquals(
                    GreyPicture.of(image).resized(size[0], size[1]).grey(),
                    GreyPicture.resized(image, size[0], size[1]).grey());
        }
    }

    @Test
    void aPictureHasAGreyForEachPixel() {
        assertThrows(IllegalArgumentException.class, () -> new GreyPicture(2, 2, new float[3]));
        assertThrows(IllegalArgumentException.class, () -> new GreyPicture(0, 2, new float[0]));
    }

    // ------------------------------------------------------------------------------------------------------
    // orientation

    /** A figure that no turn leaves as it is, in the eight ways in which a camera may have seen it. */
    @ParameterizedTest
    @CsvSource({
        "1, 100 100 110",
        "2, 001 001 011",
        "3, 011 001 001",
        "4, 110 100 100",
        "5, 111 001 000",
        "6, 000 001 111",
        "7, 000 100 111",
        "8, 111 100 000",
    })
    void aPhotoIsTurnedAsItsCameraWasHeld(int orientation, String stored) throws IOException {
        BufferedImage image = TestPictures.grey(24, 24, (x, y) -> stored.charAt(y / 8 * 4 + x / 8) == '1' ? 0 : 255);
        Path file = Files.write(folder.resolve("photo.jpg"), TestPictures.photo(image, orientation));
        String upright = "100 100 110";
        assertEquals(upright, figure(GreyPicture.read(file).resized(3, 3).grey()));
        byte[] prepared = new ImagePreparation(3, 3, List.of("a", "b")).image(file);
        float[] grey = new float[9];
        for (int i = 0; i < 9; i++) {
            grey[i] = (prepared[i] & 0xFF) / 255f;
        }
        assertEquals(upright, figure(grey));
    }

    private static String figure(float[] grey) {
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            seen.append(i > 0 && i % 3 == 0 ? " " : "").append(grey[i] < 0.5 ? '1' : '0');
        }
        return seen.toString();
    }

    @Test
    void exifDataThatAreBrokenLeaveThePictureAsItIs() throws IOException {
        byte[] photo = TestPictures.photo(TestPictures.grey(8, 16, (x, y) -> 9 * y), 6);
        assertEquals(16, read(photo).width());
        for (int broken : new int[] {6, 16, 22, 30}) { // the name, where the fields are, a field's tag, its value
            byte[] other = photo.clone();
            Arrays.fill(other, broken, broken + 2, (byte) 0x7F);
            assertEquals(8, read(other).width(), "byte " + broken);
        }
        for (String start :
                new String[] {"", "\u00ff", "\u00ff\u00d8\u00ff\u00e1\0\nExif\0\0MM", "\u00ff\u00d8\u00ff\u00e1\0\0"}) {
            BytesInput in = new BytesInput(start.getBytes(StandardCharsets.ISO_8859_1));
            assertEquals(PictureOrientation.UPRIGHT, PictureOrientation.of(in));
        }
    }

    // ----------------------------------------------------------------------------------------------------------
    // refused

    private void assertRefused(byte[] content, String expected) throws IOException {
        Path file = Files.write(folder.resolve("refused"), content);
        FileException refused = assertThrows(FileException.class, () -> GreyPicture.read(file));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith(file + ": ") && message.contains(expected), message);
    }

    @Test
    void hugePicturesAreRefusedByTheirHeaders() throws IOException {
        String most = "at most 100 million and 30000 a side are read: make it smaller";
        assertRefused(
                TestPictures.png(60_000, 60_000, 8, 0, NO_PALETTE, new byte[] {1}), "has 60000x60000 pixels, " + most);
        assertRefused(TestPictures.png(30_001, 1, 8, 0, NO_PALETTE, new byte[1]), "has 30001x1 pixels, " + most);
        assertRefused(
                TestPictures.png(10_001, 10_000, 16, 6, NO_PALETTE, new byte[1]), "has 10001x10000 pixels, " + most);
        BufferedImage small = TestPictures.grey(9, 7, (x, y) -> 1);
        byte[] gif = TestPictures.bytes(small, "gif");
        int at = indexOf(gif, new byte[] {0x2C, 0, 0, 0, 0, 9, 0, 7, 0}) + 5; // the first picture's own size
        ByteBuffer.wrap(gif)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(at, (short) 60_000)
                .putShort(at + 2, (short) 60_000);
        assertRefused(gif, "has 60000x60000 pixels");
        byte[] jpeg = TestPictures.bytes(small, "jpg");
        ByteBuffer.wrap(jpeg).putInt(indexOf(jpeg, new byte[] {0, 7, 0, 9}), 0xEA60EA60);
        assertRefused(jpeg, "has 60000x60000 pixels");
        byte[] bmp = TestPictures.bytes(small, "bmp");
        ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 20_000).putInt(22, 20_000);
        assertRefused(bmp, "has 20000x20000 pixels");
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int i = 0; i + part.length <= all.length; i++) {
            if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
    void aPictureThatWasCutShortIsRefused(String format) throws IOException {
        BufferedImage image = TestPictures.grey(60, 50, (x, y) -> (x * 31 + y * 57) % 256);
        byte[] whole = TestPictures.bytes(image, format);
        String broken = "its " + format.toUpperCase(Locale.ROOT).replace("JPG", "JPEG") + " data are broken: ";
        assertRefused(Arrays.copyOf(whole, whole.length / 2), broken);
        assertRefused(Arrays.copyOf(whole, whole.length - 60), broken);
        assertRefused(Arrays.copyOf(whole, 3), "");
    }

    @Test
    void whatIsNoPictureIsToldAsWhatItIs() throws IOException {
        assertRefused(new byte[0], "expected a picture (PNG, JPEG, GIF or BMP), found an empty file");
        assertRefused("no picture at all, but text".getBytes(StandardCharsets.US_ASCII), "found none");
        assertRefused("RIFF\1\0\0\0WEBPVP8 ....".getBytes(StandardCharsets.US_ASCII), "found a WebP picture");
        assertRefused("\0\0\0\u0018ftypheic........".getBytes(StandardCharsets.US_ASCII), "found a HEIC");
        FileException folderRefused = assertThrows(FileException.class, () -> GreyPicture.read(folder));
        assertTrue(String.valueOf(folderRefused.getMessage()).endsWith("found a folder or a device"));
        FileException missing = assertThrows(FileException.class, () -> GreyPicture.read(folder.resolve("none.png")));
        assertTrue(String.valueOf(missing.getMessage()).endsWith("none.png: there is no such file"));
    }
}
