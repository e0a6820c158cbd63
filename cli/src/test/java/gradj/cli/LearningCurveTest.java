package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cli.bench.ChartStyle;
import gradj.train.Epoch;
import gradj.train.History;
import gradj.train.Metric;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class LearningCurveTest {
    private static final Measure ACCURACY = new Measure(Metric.accuracy(), "image");

    private static final History HISTORY = new History(
            List.of(new Epoch(1, 2, 2, 0.91, 0.9), new Epoch(2, 4, 1, 0.92, 0.9)), List.of(2.3, 1.7, 1.1, 0.9));

    /** Pixels at the lower left of the accuracy's panel in the colour of the test data's line. */
    private static int atLowerLeft(double accuracyBefore) throws IOException {
        Epoch untrained = new Epoch(0, 0, Double.NaN, accuracyBefore, accuracyBefore);
        byte[] png = LearningCurve.png(untrained, HISTORY, 2, ACCURACY, "test");
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
        int pixels = 0;
        for (int x = 0; x < 0.1 * picture.getWidth(); x++) {
            for (int y = (int) (0.6 * picture.getHeight()); y < 0.8 * picture.getHeight(); y++) {
                pixels += picture.getRGB(x, y) == ChartStyle.ORANGE.getRGB() ? 1 : 0;
            }
        }
        return pixels;
    }

    @Test
    void beginsWithTheUntrainedNet() throws IOException {
        assertTrue(atLowerLeft(0.1) > 100); // a line that rises from 0.1
        assertEquals(0, atLowerLeft(0.95)); // one that falls from the middle of an axis from 0.9 to 1
    }

    @Test
    void theTableOfEpochsBeginsWithTheFirst() {
        assertEquals(
                List.of("epoch,iteration,loss,trainAccuracy,testAccuracy", "1,2,2.0,0.91,0.9", "2,4,1.0,0.92,0.9"),
                HistoryCsv.of(HISTORY, "test").lines().toList());
    }
}
