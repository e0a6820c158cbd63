package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageInputTest {
    @TempDir
    Path folder;

    @Test
    void darkOnLightForANetThatLearnedSo() throws IOException {
        BufferedImage picture = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, 200, 200);
        graphics.setColor(Color.BLACK);
        graphics.fillRect(90, 40, 20, 120);
        graphics.dispose();
        Path file = folder.resolve("one.png");
        ImageIO.write(picture, "png", file.toFile());
        byte[] light = new ImageInput(28, 28, true).image(file);
        byte[] dark = new ImageInput(28, 28, false).image(file);
        assertEquals(255, light[14 * 28 + 14] & 0xFF);
        for (int i = 0; i < light.length; i++) {
            assertEquals(255, (light[i] & 0xFF) + (dark[i] & 0xFF));
        }
    }
}
