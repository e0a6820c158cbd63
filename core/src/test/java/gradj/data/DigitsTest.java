package gradj.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DigitsTest {

    /** Published accuracies hang on these bits: whoever changes how digits look says so here, and in the changelog. */
    @Test
    void keepsItsBits() {
        Split split = Digits.draw(1, 1000, 1000);
        assertEquals(9072507682949639708L, hash(split.train()));
        assertEquals(7132907072393268798L, hash(split.test()));
    }

    @Test
    void fewerImagesAreTheBeginningOfMore() {
        Split few = Digits.draw(3, 100, 10);
        Split more = Digits.draw(3, 1000, 600);
        assertEquals(hash(few.train()), hash(more.train().first(100)));
        assertEquals(hash(few.test()), hash(more.test().first(10)));
        assertEquals(hash(Digits.draw(3, 1, 1).train()), hash(more.train().first(1)));
    }

    @Test
    void drawsAsManyAsMnistHas() {
        Split split = Digits.draw(1);
        assertEquals("60000 images of 28x28 in 10 classes", split.train().toString());
        assertEquals("10000 images of 28x28 in 10 classes", split.test().toString());
        assertEquals(hash(Digits.draw(1, 1, 1000).test()), hash(split.test().first(1000)));
    }

    @Test
    void everyDigitComesEquallyOften() {
        LabeledImages images = Digits.draw(5, 20_000, 1).train();
        int[] counts = new int[10];
        for (int i = 0; i < images.count(); i++) {
            counts[images.label(i)]++;
        }
        for (int count : counts) {
            // Four standard deviations: sqrt(20000 x 0.1 x 0.9) = 42.
            assertEquals(2000, count, 170, Arrays.toString(counts));
        }
    }

    @Test
    void noTwoImagesAreEqual() {
        Split split = Digits.draw(1, 3000, 3000);
        Set<Integer> seen = new HashSet<>();
        for (LabeledImages part : new LabeledImages[] {split.train(), split.test()}) {
            for (int i = 0; i < part.count(); i++) {
                seen.add(Arrays.hashCode(image(part, i)));
            }
        }
        assertTrue(seen.size() > 5990, seen.size() + " different images of 6000");
        assertNotEquals(hash(split.train()), hash(Digits.draw(2, 3000, 1).train()));
    }

    /** MNIST has 0.13 of its ink and 0.19 of its pixels marked. */
    @Test
    void hasAboutAsMuchInkAsMnist() {
        LabeledImages images = Digits.draw(7, 5000, 1).train();
        double ink = 0;
        int marked = 0;
        int black = 0;
        int border = 0;
        for (int i = 0; i < images.count(); i++) {
            int[] image = image(images, i);
            int own = 0;
            for (int p = 0; p < image.length; p++) {
                own += image[p];
                marked += image[p] > 0 ? 1 : 0;
                black += image[p] > 200 ? 1 : 0;
                border += p % 28 == 0 || p % 28 == 27 || p < 28 || p >= 27 * 28 ? image[p] : 0;
            }
            assertTrue(
                    own / 255.0 > 10 && own / 255.0 < 400, "image " + i + " has the ink of " + own / 255 + " pixels");
            ink += own / 255.0;
        }
        double pixels = 784.0 * images.count();
        assertEquals(0.17, ink / pixels, 0.03);
        assertEquals(0.26, marked / pixels, 0.04);
        assertTrue(black > 0.05 * pixels, "strokes are black in the middle");
        assertTrue(border / 255.0 < 0.04 * ink, "digits are in the middle, not cut off");
    }

    /**
     * The nearest class mean, the simplest of linear classifiers, must be right often, so that the digits are no mess,
     * but not always, so that a net has something to learn.
     */
    @Test
    void isNeitherAMessNorTooEasy() {
        Split split = Digits.draw(11, 5000, 2000);
        double[][] means = new double[10][784];
        int[] counts = new int[10];
        for (int i = 0; i < 5000; i++) {
            int[] image = image(split.train(), i);
            int label = split.train().label(i);
            counts[label]++;
            for (int p = 0; p < 784; p++) {
                means[label][p] += image[p];
            }
        }
        int right = 0;
        for (int i = 0; i < 2000; i++) {
            int[] image = image(split.test(), i);
            int best = 0;
            double least = Double.MAX_VALUE;
            for (int c = 0; c < 10; c++) {
                double distance = 0;
                for (int p = 0; p < 784; p++) {
                    double d = image[p] - means[c][p] / counts[c];
                    distance += d * d;
                }
                if (distance < least) {
                    least = distance;
                    best = c;
                }
            }
            right += best == split.test().label(i) ? 1 : 0;
        }
        assertEquals(0.72, right / 2000.0, 0.06);
    }

    @Test
    void refusesCountsOutOfRange() {
        for (int count : new int[] {0, -1, 2_000_001, Integer.MIN_VALUE}) {
            IllegalArgumentException train =
                    assertThrows(IllegalArgumentException.class, () -> Digits.draw(1, count, 1));
            assertEquals("Digits: expected 1 to 2000000 train images, got " + count, train.getMessage());
            IllegalArgumentException test =
                    assertThrows(IllegalArgumentException.class, () -> Digits.draw(1, 1, count));
            assertEquals("Digits: expected 1 to 2000000 test images, got " + count, test.getMessage());
        }
    }

    @Test
    void everyWayToWriteADigitFitsTheDigitsSquare() {
        for (int digit = 0; digit < 10; digit++) {
            assertFalse(Glyphs.of(digit).isEmpty());
            for (float[][] strokes : Glyphs.of(digit)) {
                for (float[] stroke : strokes) {
                    assertEquals(0, stroke.length % 2);
                    for (int p = 0; p < stroke.length; p += 2) {
                        assertEquals(0, stroke[p], 0.65, "x of " + digit);
                        assertEquals(0, stroke[p + 1], 1, "y of " + digit);
                    }
                }
            }
        }
    }

    private static int[] image(LabeledImages images, int i) {
        int[] pixels = new int[784];
        for (int p = 0; p < 784; p++) {
            pixels[p] = images.pixel(i, p / 28, p % 28);
        }
        return pixels;
    }

    private static long hash(LabeledImages images) {
        long hash = images.count();
        for (int i = 0; i < images.count(); i++) {
            hash = 31 * hash + images.label(i);
            for (int pixel : image(images, i)) {
                hash = 31 * hash + pixel;
            }
        }
        return hash;
    }
}
