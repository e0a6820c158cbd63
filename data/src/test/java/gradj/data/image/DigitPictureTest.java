package gradj.data.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of pictures of one digit, a 4 out of two lines. */
class DigitPictureTest {
    /** A 4 whose longer side, its height, is {@code size} pixels and its pen's width. */
    private static BufferedImage four(int width, int height, int left, int top, int size, Color paper, Color ink) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(paper);
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(ink);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.transform(new AffineTransform(size, 0, 0, size, left, top));
        graphics.setStroke(new BasicStroke(0.12f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        Path2D line = new Path2D.Double();
        line.moveTo(0.1, 0);
        line.lineTo(0.1, 0.55);
        line.lineTo(0.7, 0.55);
        line.moveTo(0.5, 0);
        line.lineTo(0.5, 1);
        graphics.draw(line);
        graphics.dispose();
        return image;
    }

    private static byte[] image(BufferedImage picture) {
        return DigitPicture.image(GreyPicture.of(picture), 28, 28).orElseThrow();
    }

    /** The mean difference of two images, 0 to 255. */
    private static double difference(byte[] one, byte[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += Math.abs((one[i] & 0xFF) - (other[i] & 0xFF));
        }
        return sum / one.length;
    }

    /** The same, where a centre of mass between two pixels may have been rounded to the one or the other. */
    private static double differenceButForAPixel(byte[] one, byte[] other) {
        double least = difference(one, other);
        for (int shift : new int[] {-29, -28, -27, -1, 1, 27, 28, 29}) {
            byte[] moved = new byte[other.length];
            for (int i = 29; i < other.length - 29; i++) {
                moved[i] = other[i + shift];
            }
            least = Math.min(least, difference(one, moved));
        }
        return least;
    }

    private static double ink(byte[] image) {
        return difference(image, new byte[image.length]);
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100, 20, 20, 60, 0xFFFFFF, 0x000000",
        "640, 480, 300, 10, 400, 0xFFFFFF, 0x000000",
        "2000, 1500, 200, 900, 500, 0xFFFFFF, 0x000000",
        "140, 460, 8, 350, 100, 0x000000, 0xFFFFFF",
        "200, 200, 40, 30, 120, 0xFFF0A0, 0x2030A0",
        "200, 200, 40, 30, 120, 0x303030, 0x906060",
        "120, 120, 0, 0, 120, 0xC0C0C0, 0x202020", // out to the border
    })
    void anySizePlaceAndColourGivesTheSameImage(
            int width, int height, int left, int top, int size, int paper, int ink) {
        byte[] expected = image(four(400, 400, 100, 50, 300, Color.WHITE, Color.BLACK));
        byte[] found = image(four(width, height, left, top, size, new Color(paper), new Color(ink)));
        assertEquals(31, ink(expected), 3); // enough to see that 3 is little
        assertEquals(0, differenceButForAPixel(expected, found), 3);
    }

    /** MNIST's own: 20 pixels high or wide, the centre of mass in the middle. */
    @Test
    void theDigitIs20PixelsHighAndCentredByItsMass() {
        byte[] image = image(four(640, 480, 300, 10, 400, Color.WHITE, Color.BLACK));
        int first = 28;
        int last = 0;
        double sum = 0;
        double across = 0;
        double down = 0;
        for (int i = 0; i < image.length; i++) {
            double grey = image[i] & 0xFF;
            int x = i % 28;
            int y = i / 28;
            if (grey > 0) {
                first = Math.min(first, y);
                last = Math.max(last, y);
            }
            sum += grey;
            across += grey * x;
            down += grey * y;
        }
        assertEquals(20, last - first + 1);
        assertEquals(14, across / sum, 0.51);
        assertEquals(14, down / sum, 0.51);
    }

    @Test
    void anImageOfTheFinalSizeStaysAsItIs() {
        byte[] image = image(four(400, 400, 100, 50, 300, Color.WHITE, Color.BLACK));
        BufferedImage same = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 784; i++) {
            same.getRaster().setSample(i % 28, i / 28, 0, image[i] & 0xFF);
        }
        assertEquals(0, difference(image, image(same)), 0.2);
    }

    /** Light from one side, a lens that is darker at its corners, noise, and specks of dust. */
    @ParameterizedTest
    @CsvSource({"0.15, 0.1, 4", "0.3, 0.2, 6", "0, 0.4, 6"})
    void aPhotoGivesNearlyTheSameImage(double shade, double vignette, double noise) {
        BufferedImage photo = four(640, 480, 250, 60, 330, new Color(200, 195, 185), new Color(60, 60, 80));
        Random random = new Random(1);
        for (int speck = 0; speck < 8; speck++) {
            int x = 20 + 75 * speck;
            photo.setRGB(x, 30, 0x202020);
            photo.setRGB(x + 1, 30, 0x202020);
        }
        for (int i = 0; i < 640 * 480; i++) {
            int column = i % 640;
            int row = i / 640;
            double x = column / 320.0 - 1;
            double y = row / 240.0 - 1;
            double light = 1 + shade * x - vignette * (x * x + y * y) / 2;
            int rgb = photo.getRGB(column, row);
            int lit = 0;
            for (int shift = 0; shift <= 16; shift += 8) {
                double channel = ((rgb >> shift) & 0xFF) * light + noise * random.nextGaussian();
                lit |= (int) Math.max(0, Math.min(255, channel)) << shift;
            }
            photo.setRGB(column, row, lit);
        }
        byte[] expected = image(four(400, 400, 100, 50, 300, Color.WHITE, Color.BLACK));
        assertEquals(0, difference(expected, image(photo)), 3);
    }

    @Test
    void whatShowsNothingIsEmpty() {
        assertEquals(Optional.empty(), DigitPicture.image(GreyPicture.of(paper(0)), 28, 28));
        assertEquals(Optional.empty(), DigitPicture.image(GreyPicture.of(paper(6)), 28, 28));
        BufferedImage pixel = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        assertEquals(Optional.empty(), DigitPicture.image(GreyPicture.of(pixel), 28, 28));
    }

    private static BufferedImage paper(double noise) {
        BufferedImage image = new BufferedImage(200, 100, BufferedImage.TYPE_BYTE_GRAY);
        Random random = new Random(2);
        for (int i = 0; i < 200 * 100; i++) {
            image.getRaster().setSample(i % 200, i / 200, 0, (int) (180 + noise * random.nextGaussian()));
        }
        return image;
    }
}
