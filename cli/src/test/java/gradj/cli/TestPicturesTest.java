package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cli.bench.ChartStyle;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pictures of what a net makes of its test samples, as pixels. */
class TestPicturesTest {
    private static BufferedImage read(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static int pixels(BufferedImage picture, Color color) {
        int[] all = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
        return (int) Arrays.stream(all).filter(pixel -> pixel == color.getRGB()).count();
    }

    /** A cell is 110 units of two pixels wide, and a line apart from the next one. */
    @Test
    void aRowThatIsAllRightIsBlueAndOneThatIsAllWrongOrange() throws IOException {
        BufferedImage picture = read(ConfusionPicture.png(List.of("no", "yes"), new int[][] {{7, 0}, {9, 0}}, "half"));
        int cell = 218 * 218;
        int number = 2000; // pixels at most
        assertEquals(cell, pixels(picture, ChartStyle.BLUE), number);
        assertEquals(cell, pixels(picture, ChartStyle.ORANGE), number);
        BufferedImage right = read(ConfusionPicture.png(List.of("no", "yes"), new int[][] {{7, 0}, {0, 9}}, "all"));
        assertEquals(2 * cell, pixels(right, ChartStyle.BLUE), 2 * number);
        assertTrue(pixels(right, ChartStyle.ORANGE) < 1000); // the legend's
    }

    /** One mistake in a hundred is a tenth of the way from white to orange: the root of its part. */
    @Test
    void aFewMistakesAreSeen() throws IOException {
        BufferedImage picture = read(ConfusionPicture.png(List.of("no", "yes"), new int[][] {{99, 1}, {0, 9}}, "most"));
        Color tenth = new Color(251, 239, 230);
        assertTrue(pixels(picture, tenth) > 40_000, "pixels: " + pixels(picture, tenth));
    }

    /** However many classes, however long their names, the picture has a size that can be looked at. */
    @ParameterizedTest
    @ValueSource(ints = {2, 40, 300})
    void anyNumberOfClasses(int classes) throws IOException {
        int[][] counts = new int[classes][classes];
        IntStream.range(0, classes).forEach(i -> counts[i][i] = 1_000_000);
        String name = "a name of a class that is far too long for any picture\n";
        BufferedImage picture =
                read(ConfusionPicture.png(new ArrayList<>(Collections.nCopies(classes, name)), counts, "all right"));
        assertTrue(picture.getWidth() < 3000 && picture.getHeight() < 3200, picture.toString());
        assertTrue(pixels(picture, ChartStyle.BLUE) > 2 * classes, "the diagonal");
    }

    @Test
    void imagesStandFiveInARowWithTheirPixels() throws IOException {
        double[][] dark = {{0, 1, 0}, {1, 0, 1}};
        List<MostWrongPicture.Wrong> six = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            six.add(new MostWrongPicture.Wrong(i, dark, "a class", "another class of a long name", 0.9));
        }
        BufferedImage picture = read(MostWrongPicture.png(six, "six"));
        assertEquals(2 * (48 + 5 * 132 + 4 * 18), picture.getWidth());
        // The black half of each 132 x 88 units.
        assertEquals(6 * 264 * 176 / 2, pixels(picture, Color.BLACK), 100);
        BufferedImage one = read(MostWrongPicture.png(six.subList(0, 1), "one"));
        assertEquals(picture.getHeight() - 2 * (132 + 46 + 18), one.getHeight());
        BufferedImage none = read(MostWrongPicture.png(List.of(), "none"));
        assertTrue(none.getHeight() < 200 && pixels(none, Color.WHITE) > 100_000);
    }

    @Test
    void pointsAreOnTheDiagonalWhereThePredictionIsRight() throws IOException {
        double[] truth = {0, 10, 20};
        BufferedImage right = read(PredictedOverTruePicture.png(truth, truth, "price [EUR]", "R\u00b2 1"));
        BufferedImage wrong =
                read(PredictedOverTruePicture.png(truth, new double[] {20, 10, 0}, "price [EUR]", "R\u00b2 -3"));
        assertEquals(1200, right.getWidth());
        assertTrue(blueAt(right, 0, 1) > 30 && blueAt(right, 1, 0) > 30);
        assertEquals(0, blueAt(right, 0, 0) + blueAt(right, 1, 1));
        assertTrue(blueAt(wrong, 0, 0) > 30 && blueAt(wrong, 1, 1) > 30);
        assertEquals(0, blueAt(wrong, 0, 1) + blueAt(wrong, 1, 0));
    }

    /** Blue pixels of a corner's third. */
    private static int blueAt(BufferedImage picture, int right, int bottom) {
        int third = picture.getWidth() / 3;
        BufferedImage corner = picture.getSubimage(right * 2 * third, bottom * 2 * third, third, third);
        return pixels(corner, ChartStyle.BLUE);
    }

    @Test
    void numbersOfAnySizeAndOneAlone() throws IOException {
        for (double unit : new double[] {1e-7, 1, 1e9}) {
            double[] truth = {unit, 2 * unit};
            assertTrue(pixels(
                            read(PredictedOverTruePicture.png(truth, new double[] {unit, unit}, "x", "t")),
                            ChartStyle.BLUE)
                    > 60);
        }
        double[] one = {0.1};
        assertTrue(pixels(read(PredictedOverTruePicture.png(one, one, "x", "t")), ChartStyle.BLUE) > 30);
        double[] many = new double[20_000];
        Arrays.setAll(many, i -> i);
        assertEquals(
                1200, read(PredictedOverTruePicture.png(many, many, "x", "t")).getHeight());
    }
}
