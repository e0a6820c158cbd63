package gradj.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LabeledImagesTest {
    /** Three images of 2x3 pixels. */
    private static final byte[] PIXELS = {
        0, 1, 2, 3, 4, 5, 51, 102, (byte) 153, (byte) 204, (byte) 255, 0, 9, 9, 9, 9, 9, 9
    };

    private static final byte[] LABELS = {7, 0, 3};

    private final LabeledImages images = LabeledImages.of(2, 3, PIXELS, LABELS);

    @Test
    void saysWhatItHolds() {
        assertEquals(3, images.count());
        assertEquals(2, images.rows());
        assertEquals(3, images.columns());
        assertEquals(6, images.pixelsPerImage());
        assertEquals("3 images of 2x3 in 10 classes", images.toString());
    }

    @Test
    void readsBytesAsNumbersFromZeroTo255() {
        assertEquals(7, images.label(0));
        assertEquals(4, images.pixel(0, 1, 1));
        assertEquals(255, images.pixel(1, 1, 1));
        assertEquals(9, images.pixel(2, 1, 2));
    }

    @Test
    void scalesPixelsToOne() {
        float[] floats = new float[8];
        images.pixels(1, floats, 1);
        assertArrayEquals(new float[] {0, .2f, .4f, .6f, .8f, 1, 0, 0}, floats);
    }

    @Test
    void hasTenClassesOrAsManyAsTheLabelsNeed() {
        assertEquals(10, LabeledImages.of(1, 1, new byte[1], new byte[] {9}).classes());
        assertEquals(11, LabeledImages.of(1, 1, new byte[1], new byte[] {10}).classes());
        LabeledImages most = LabeledImages.of(1, 1, new byte[2], new byte[] {1, (byte) 255});
        assertEquals(255, most.label(1));
        assertEquals(256, most.classes());
        assertEquals(256, most.first(1).classes());
    }

    @Test
    void theFirstAreTheBeginning() {
        LabeledImages two = images.first(2);
        assertEquals(2, two.count());
        assertEquals(255, two.pixel(1, 1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> two.label(2));
        assertThrows(IndexOutOfBoundsException.class, () -> two.pixel(2, 0, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> two.pixels(2, new float[6], 0));
        for (int count : new int[] {0, -1, 4}) {
            IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> images.first(count));
            assertEquals("first: expected 1 to 3 images, got " + count, thrown.getMessage());
        }
    }

    /** As sha256sum prints it of the same bytes. */
    @Test
    void theSumIsThatOfAllPixelsAndThenAllLabels() {
        LabeledImages images = LabeledImages.of(1, 2, new byte[] {0, 1, 2, 3}, new byte[] {7, (byte) 255});
        assertEquals("2d4d26722b03584e790990d10c76e5ecea73f2b6e3c7700f5406a17f52876f15", images.sha256());
        assertEquals(
                "cbf21413513743688ab04352762e4321ef9a79a8521961ef574ae117e60240fd",
                images.first(1).sha256());
    }

    @Test
    void isNotChangedFromOutside() {
        byte[] pixels = {1};
        byte[] labels = {1};
        LabeledImages one = LabeledImages.of(1, 1, pixels, labels);
        pixels[0] = 2;
        labels[0] = 2;
        assertEquals(1, one.pixel(0, 0, 0));
        assertEquals(1, one.label(0));
    }

    @Test
    void refusesPlacesThatDoNotExist() {
        assertThrows(IndexOutOfBoundsException.class, () -> images.label(3));
        assertThrows(IndexOutOfBoundsException.class, () -> images.label(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> images.pixel(0, 2, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> images.pixel(0, 0, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> images.pixel(3, 0, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> images.pixels(0, new float[6], 1));
        assertThrows(IndexOutOfBoundsException.class, () -> images.pixels(0, new float[6], -1));
    }

    @Test
    void refusesSizesThatDoNotFitTogether() {
        assertRefused(
                "LabeledImages: expected 3 images of 2x2 = 12 pixels, one image per label, got 18",
                2,
                2,
                PIXELS,
                LABELS);
        assertRefused("LabeledImages: expected at least 1 row and 1 column, got 0x3", 0, 3, PIXELS, LABELS);
        assertRefused("LabeledImages: expected at least 1 image, got none", 2, 3, new byte[0], new byte[0]);
        assertRefused(
                "LabeledImages: expected 3 images of 65536x65536 = 12884901888 pixels, one image per label, got 18",
                65536,
                65536,
                PIXELS,
                LABELS);
    }

    @Test
    void imagesAreMadeByAFunctionForAsManyClassesAsItIsSaid() {
        byte[] labels = new byte[500];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) (i % 3);
        }
        LabeledImages made = LabeledImages.of(1, 2, 3, labels, i -> new byte[] {(byte) i, (byte) (i / 2)});
        assertEquals("500 images of 1x2 in 3 classes", made.toString());
        for (int i = 0; i < labels.length; i++) {
            assertEquals(i % 3, made.label(i));
            assertEquals(i & 0xFF, made.pixel(i, 0, 0));
            assertEquals((i / 2) & 0xFF, made.pixel(i, 0, 1));
        }
        labels[0] = 9;
        assertEquals(0, made.label(0));
        assertEquals(3, made.first(1).classes());
    }

    @Test
    void refusesToMakeImagesThatDoNotFitTogether() {
        assertMakingRefused("LabeledImages: expected 2 to 256 classes, got 1", 1, 1, 1, 0);
        assertMakingRefused("LabeledImages: label 1 is 2, expected 0 to 1", 1, 1, 2, 1, 2);
        assertMakingRefused("LabeledImages: expected at least 1 image, got none", 1, 1, 2);
        assertMakingRefused("LabeledImages: expected at least 1 row and 1 column, got 0x1", 0, 1, 2, 1);
        assertMakingRefused("LabeledImages: expected 1x2 = 2 pixels of image 0, got 1", 1, 2, 2, 1);
        assertMakingRefused(
                "LabeledImages: expected at most 2147483639 pixels and 32768 a side, got 2 images of 32768x32768",
                32768,
                32768,
                2,
                1,
                1);
        assertMakingRefused(
                "LabeledImages: expected at most 2147483639 pixels and 32768 a side, got 1 images of 2147483647x4",
                Integer.MAX_VALUE,
                4,
                2,
                1);
    }

    private static void assertMakingRefused(String message, int rows, int columns, int classes, int... labels) {
        byte[] bytes = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            bytes[i] = (byte) labels[i];
        }
        IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class,
                () -> LabeledImages.of(rows, columns, classes, bytes, i -> new byte[1]));
        assertEquals(message, thrown.getMessage());
    }

    @Test
    void aSplitHasImagesOfOneSize() {
        LabeledImages other = LabeledImages.of(3, 2, PIXELS, new byte[] {0, 1, 12});
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> new Split(images, other));
        assertEquals("Split: expected images of one size, got train 2x3 and test 3x2", thrown.getMessage());
        assertEquals(13, new Split(other, other).classes());
        assertEquals(10, new Split(images, images).classes());
    }

    private static void assertRefused(String message, int rows, int columns, byte[] pixels, byte[] labels) {
        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> LabeledImages.of(rows, columns, pixels, labels));
        assertEquals(message, thrown.getMessage());
    }
}
