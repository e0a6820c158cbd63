package gradj.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PicturesTest {
    private static final Map<String, byte[]> DRAWN = Pictures.of(SampleResults.complete());

    private static int pixels(BufferedImage image, Color color) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += image.getRGB(x, y) == color.getRGB() ? 1 : 0;
            }
        }
        return count;
    }

    @ParameterizedTest
    @CsvSource({"gradient.png, 4", "dot.png, 2"})
    void eachBackendHasALineOfItsColour(String name, int backends) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(DRAWN.get(name)));
        int drawn = 0;
        for (String backend : List.of("java", "vector", "jblas", "opencl")) {
            drawn += pixels(image, ChartStyle.ofBackend(backend)) > 500 ? 1 : 0;
        }
        assertEquals(backends, drawn);
        assertTrue(pixels(image, Color.WHITE) > image.getWidth() * image.getHeight() / 2);
    }

    @Test
    void crossoversHaveACellForEachSize() throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(DRAWN.get("crossover.png")));
        // Of 8 cells, java wins those of the small sizes.
        assertTrue(pixels(image, Color.WHITE) < image.getWidth() * image.getHeight() * 9 / 10);
        assertTrue(image.getWidth() > 1000, "width " + image.getWidth());
    }

    @Test
    void tableHasEveryBackendAndNumber() {
        String table = new String(DRAWN.get("results.md"), StandardCharsets.UTF_8);
        assertTrue(table.contains("| `opencl` | skipped: not available: no device (install a driver) |"), table);
        assertTrue(table.contains("| peak float32 | 2 | 200 GFLOP/s |"), table);
        assertTrue(table.contains("| dot float32 | java from 16, vector from 64 |"), table);
        assertTrue(table.contains("| float32 1024x1024x1024 | 53,688 us<br>40.0 GFLOP/s, 20 % |"), table);
        assertTrue(table.contains("- DotBenchmark.dot {backend=wrong}: dot is wrong"), table);
    }

    @Test
    void whatWasNotMeasuredIsNotDrawn() {
        Results results = new SampleResults().peak(100).results();
        assertEquals(Set.of("results.md"), Pictures.of(results).keySet());
    }
}
