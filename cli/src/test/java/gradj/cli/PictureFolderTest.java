package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.data.image.ImageFolder;
import gradj.data.image.ImagePreparation;
import gradj.io.NetworkFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train} and {@code check} on a folder of pictures, and {@code predict} with such a net. */
@Tag("once")
class PictureFolderTest {
    @TempDir
    static Path shared;

    private static Path shapes;
    private static Path net;
    private static CommandRun training;

    @TempDir
    Path folder;

    /** Circles and squares of many sizes and shades, light on dark. */
    @BeforeAll
    static void train() throws IOException {
        shapes = shared.resolve("shapes");
        Random random = new Random(1);
        for (int i = 0; i < 60; i++) {
            draw(shapes.resolve("circle"), i, true, random);
            draw(shapes.resolve("square"), i, false, random);
        }
        net = shared.resolve("shapes.safetensors");
        training = CommandRun.gradj(
                        "train",
                        "--data",
                        shapes.toString(),
                        "--image-size",
                        "12x16",
                        "--iterations",
                        "300",
                        "--batch-size",
                        "20",
                        "--save",
                        net.toString(),
                        "--json")
                .fine();
    }

    private static void draw(Path folder, int number, boolean isCircle, Random random) throws IOException {
        int height = 24 + random.nextInt(40);
        int width = height * 4 / 3;
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.getHSBColor(random.nextFloat(), 0.5f, 0.7f + 0.3f * random.nextFloat()));
        int size = height * 3 / 4;
        int left = (width - size) / 2;
        int top = (height - size) / 2;
        if (isCircle) {
            graphics.fillOval(left, top, size, size);
        } else {
            graphics.fillRect(left, top, size, size);
        }
        graphics.dispose();
        Files.createDirectories(folder);
        String format = List.of("png", "jpg", "gif", "bmp").get(number % 4);
        assertTrue(ImageIO.write(
                image, format, folder.resolve(number + "." + format).toFile()));
    }

    private static Path picture(Path folder, boolean isCircle, int seed) throws IOException {
        draw(folder, 0, isCircle, new Random(seed));
        return folder.resolve("0.png");
    }

    @Test
    void aFifthOfEachClassIsHeldOut() {
        String first = training.lines().get(0);
        assertTrue(
                first.startsWith(
                        shapes + ": 96 images to train on, 24 to test (held out), 12x16 pixels, 2 classes: circle,"
                                + " square; net 192-50-2, "),
                first);
        assertTrue(Double.parseDouble(training.json("testAccuracy")) > 0.9, training.out());
    }

    @Test
    void theFileSaysWhatItLearnedFromAndHowPicturesArePrepared() {
        Map<String, String> facts = NetworkFile.provenance(net);
        assertEquals(
                List.of("data", "files", "sha256 shapes", "imagePreparation", "seed"),
                List.copyOf(facts.keySet()).subList(0, 5));
        assertEquals("120", facts.get("files"));
        assertEquals(ImageFolder.parts(shapes, 0.5, 9).sha256().get("shapes"), facts.get("sha256 shapes"));
        assertEquals(
                new ImagePreparation(12, 16, List.of("circle", "square")),
                ImagePreparation.of(facts.getOrDefault(ImagePreparation.KEY, "")));
    }

    @Test
    void aNewPictureIsPreparedAlikeAndItsClassIsNamed() throws IOException {
        Path circle = picture(folder.resolve("one"), true, 77);
        Path square = picture(folder.resolve("other"), false, 78);
        Path shown = folder.resolve("shown.png");
        CommandRun run = CommandRun.gradj(
                        "predict",
                        net.toString(),
                        circle.toString(),
                        square.toString(),
                        "--show-input",
                        shown.toString(),
                        "--json")
                .fine();
        List<String> lines = run.lines();
        assertEquals(circle + ": circle", lines.get(2));
        assertTrue(lines.get(3).matches(" {4}circle +\\d+\\.\\d\\d %"), lines.get(3));
        assertTrue(lines.get(4).matches(" {4}square +\\d+\\.\\d\\d %"), lines.get(4));
        assertEquals(square + ": square", lines.get(5));
        assertTrue(
                run.out()
                        .contains("\"classes\": [\"circle\", \"square\"], \"predictions\": [{\"input\": \"" + circle
                                + "\", \"class\": \"circle\", \"probabilities\": ["),
                run.out());
        BufferedImage seen = ImageIO.read(folder.resolve("shown-1.png").toFile());
        byte[] expected = new ImagePreparation(12, 16, List.of("circle", "square")).image(circle);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i] & 0xFF, seen.getRaster().getSample(i % 16, i / 16, 0));
        }
    }

    @Test
    void ofManyPicturesEachHasALine() throws IOException {
        String[] arguments = new String[8];
        arguments[0] = "predict";
        arguments[1] = net.toString();
        for (int i = 2; i < arguments.length; i++) {
            arguments[i] = picture(folder.resolve("p" + i), i % 2 == 0, i).toString();
        }
        List<String> lines = CommandRun.gradj(arguments).fine().lines();
        assertEquals(6, lines.size());
        assertTrue(
                lines.get(0).matches(".*0\\.png: circle {2}\\d+\\.\\d\\d % {2}\\(square {2}\\d+\\.\\d\\d %\\)"),
                lines.get(0));
    }

    @Test
    void aFolderTestIsWhatTheNetIsJudgedBy() throws IOException {
        for (int i = 0; i < 4; i++) {
            draw(folder.resolve("train/circle"), i, true, new Random(i));
            draw(folder.resolve("train/square"), i, false, new Random(i));
            draw(folder.resolve("test/square"), i, false, new Random(10 + i));
        }
        CommandRun run = CommandRun.gradj(
                        "train", "--data", folder.toString(), "--iterations", "1", "--batch-size", "8")
                .fine();
        assertTrue(
                run.lines()
                        .get(0)
                        .startsWith(
                                folder + ": 8 images to train on, 4 to test, 28x28 pixels, 2 classes: circle, square;"),
                run.out());
    }

    @Test
    void aShareOrAnotherFolderTestsToo() throws IOException {
        String[] arguments = {
            "train", "--data", shapes.toString(), "--iterations", "1", "--batch-size", "8", "--test", "0.5"
        };
        assertTrue(
                CommandRun.gradj(arguments).fine().out().contains(": 60 images to train on, 60 to test (held out),"));
        draw(folder.resolve("square"), 0, false, new Random(1));
        arguments[8] = folder.toString();
        assertTrue(CommandRun.gradj(arguments).fine().out().contains(": 120 images to train on, 1 to test, 28x28"));
        draw(folder.resolve("cow"), 0, false, new Random(1));
        assertEquals(
                folder + ": expected folders named as the classes to learn from, circle, square, found cow",
                CommandRun.gradj(arguments).error());
        Path both = folder.resolve("both");
        for (String part : List.of("train", "test")) {
            draw(both.resolve(part).resolve("circle"), 0, true, new Random(1));
            draw(both.resolve(part).resolve("square"), 0, false, new Random(1));
        }
        arguments[2] = both.toString();
        arguments[8] = "0.5";
        assertEquals(
                "--test 0.5: " + both + " has a folder with the pictures to test with: leave it out, or name --data "
                        + both + "/train",
                CommandRun.gradj(arguments).error());
        arguments[7] = "--label";
        String label = CommandRun.gradj(arguments).error();
        assertTrue(label.startsWith("--label: is of a table, "), label);
    }

    @Test
    void gradientsAreCheckedOnPictures() {
        CommandRun run = CommandRun.gradj("check", "--data", shapes.toString(), "--image-size", "4x4", "--sample", "3");
        assertTrue(run.lines().get(0).startsWith(shapes + ": the first 3 images to train on; net 16-50-2,"), run.out());
        String tooMany = CommandRun.gradj("check", "--data", shapes.toString(), "--batch-size", "97")
                .error();
        assertEquals("--batch-size 97: " + shapes + " has 96 images to train on", tooMany);
    }

    @Test
    void whatCannotBeIsToldInOneLine() throws IOException {
        assertEquals(
                "--image-size: only pictures are made larger or smaller, digits has none: leave it out",
                CommandRun.gradj("train", "--image-size", "8x8").error());
        String noSize = CommandRun.gradj("train", "--data", shapes.toString(), "--image-size", "8")
                .error();
        assertTrue(noSize.contains("expected rows x columns such as 28x28, each from 1 to 4096, got 8"), noSize);
        assertEquals(
                folder + ": expected four IDX files such as MNIST's, or a folder with the pictures of each class, found"
                        + " neither",
                CommandRun.gradj("train", "--data", folder.toString()).error());
        Path notes =
                Files.writeString(Files.createDirectories(folder.resolve("a")).resolve("notes.txt"), "text");
        picture(folder.resolve("a"), true, 1);
        picture(folder.resolve("b"), true, 1);
        draw(folder.resolve("b"), 1, true, new Random(1));
        assertEquals(
                folder + ": a/notes.txt: expected a picture (PNG, JPEG, GIF or BMP), found none: mend or remove it",
                CommandRun.gradj("train", "--data", folder.toString()).error());
        String predicted =
                CommandRun.gradj("predict", net.toString(), notes.toString()).error();
        assertEquals(notes + ": expected a picture (PNG, JPEG, GIF or BMP), found none", predicted);
        Path other = folder.resolve("other.safetensors");
        NetworkFile.save(NetworkFile.load(net), other, Map.of(ImagePreparation.KEY, "{}"));
        String unknown = CommandRun.gradj(
                        "predict",
                        other.toString(),
                        shapes.resolve("circle/0.png").toString())
                .error();
        assertTrue(unknown.startsWith(other + ": not a preparation of pictures"), unknown);
    }
}
