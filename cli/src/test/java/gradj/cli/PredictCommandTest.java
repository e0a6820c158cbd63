package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.backend.Backends;
import gradj.data.Dataset;
import gradj.data.Digits;
import gradj.data.IdxFile;
import gradj.data.LabeledImages;
import gradj.io.NetworkFile;
import gradj.io.Safetensors;
import gradj.nn.Network;
import gradj.onnx.OnnxExport;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --save}, and what {@code predict}, {@code show}, {@code export} and {@code check} do with the file. */
class PredictCommandTest {
    @TempDir
    static Path shared;

    private static Path data;
    private static Path net;
    private static Path last;
    private static CommandRun training;

    @TempDir
    Path folder;

    @BeforeAll
    static void train() throws IOException {
        data = Files.createDirectory(shared.resolve("data"));
        SmallDataSet.write(data);
        net = shared.resolve("net.safetensors");
        last = shared.resolve("last.safetensors");
        training = CommandRun.gradj(
                        "train",
                        "--data",
                        data.toString(),
                        "--iterations",
                        "200",
                        "--batch-size",
                        "50",
                        "--learning-rate",
                        "0.2",
                        "--save",
                        net.toString(),
                        "--save-last",
                        last.toString(),
                        "--json")
                .fine();
    }

    private Path picture(String name, BufferedImage image) throws IOException {
        Path file = folder.resolve(name);
        assertTrue(ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile()));
        return file;
    }

    private static BufferedImage testImage(int i) {
        LabeledImages images = Digits.draw(7, 1, SmallDataSet.TEST).test();
        BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        for (int p = 0; p < 784; p++) {
            image.getRaster().setSample(p % 28, p / 28, 0, images.pixel(i, p / 28, p % 28));
        }
        return image;
    }

    // ---------------------------------------------------------------------------------------------------------- train

    @Test
    void theBestOfAllEpochsIsSaved() throws IOException {
        double best = training.lines().stream()
                .filter(line -> line.matches(" +\\d+ +\\d+ .*%"))
                .mapToDouble(line ->
                        Double.parseDouble(line.substring(line.lastIndexOf(' ')).replace("%", "")) / 100)
                .max()
                .orElseThrow();
        assertEquals(best, Double.parseDouble(training.json("savedTestAccuracy")), 5e-5);
        LabeledImages test =
                IdxFile.read(data.resolve("t10k-images-idx3-ubyte"), data.resolve("t10k-labels-idx1-ubyte"));
        assertEquals(best, accuracy(net, test), 5e-5);
        assertEquals(Double.parseDouble(training.json("testAccuracy")), accuracy(last, test), 1e-9);
        Map<String, String> facts = NetworkFile.provenance(net);
        assertEquals(training.json("savedEpoch"), facts.get("epoch"));
        assertEquals(training.json("savedTestAccuracy"), facts.get("testAccuracy"));
        assertEquals("200", NetworkFile.provenance(last).get("iteration"));
        assertTrue(training.out().contains("saved: " + last + ", as it is now"), training.out());
        assertTrue(training.out().contains("saved: " + net + ", as it was after epoch " + facts.get("epoch") + ": "));
    }

    private static double accuracy(Path file, LabeledImages images) {
        Tensors tensors = Backends.float32();
        Network loaded = NetworkFile.load(file, tensors);
        Dataset samples = Dataset.of(images, tensors);
        return loaded.accuracy(samples.x(), samples.t());
    }

    @Test
    void theFileSaysWhereItComesFrom() throws Exception {
        Map<String, String> facts = NetworkFile.provenance(net);
        assertEquals(
                List.of(
                        "data",
                        "sha256 train-images-idx3-ubyte",
                        "sha256 train-labels-idx1-ubyte",
                        "sha256 t10k-images-idx3-ubyte",
                        "sha256 t10k-labels-idx1-ubyte",
                        "input",
                        "seed",
                        "hidden",
                        "plannedIterations",
                        "batchSize",
                        "optimizer",
                        "learningRate",
                        "weightDecay",
                        "schedule",
                        "gradj",
                        "backend",
                        "java",
                        "epoch",
                        "iteration",
                        "trainAccuracy",
                        "testAccuracy",
                        "date"),
                List.copyOf(facts.keySet()));
        assertEquals("28x28 grey / 255, light on dark", facts.get("input"));
        assertEquals("0.2", facts.get("learningRate"));
        assertTrue(facts.get("date").matches("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"), facts.get("date"));
        byte[] file = Files.readAllBytes(data.resolve("t10k-images-idx3-ubyte"));
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(file);
        assertEquals(HexFormat.of().formatHex(sum), facts.get("sha256 t10k-images-idx3-ubyte"));
    }

    @Test
    void aFileThatIsReplacedIsNamedBefore() throws IOException {
        Path file = Files.writeString(folder.resolve("net.safetensors"), "an earlier one");
        CommandRun run = CommandRun.gradj(
                "train",
                "--data",
                data.toString(),
                "--iterations",
                "1",
                "--batch-size",
                "5",
                "--save",
                file.toString());
        assertEquals(Main.FINE, run.exitCode());
        assertEquals("gradj: --save " + file + ": this run will replace it\n", run.err());
        assertEquals("1", NetworkFile.provenance(file).get("iteration"));
    }

    // -------------------------------------------------------------------------------------------------------- predict

    @Test
    void aPictureIsReadInAnySizeAndPlaceAndShade() throws IOException {
        Set<String> answers = new HashSet<>();
        BufferedImage digit = testImage(3);
        for (int variant = 0; variant < 3; variant++) {
            BufferedImage scene = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = scene.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            graphics.drawImage(digit, 20 + 30 * variant, 10, 100 + 40 * variant, 100 + 40 * variant, null);
            graphics.dispose();
            if (variant == 1) {
                for (int i = 0; i < 300 * 200; i++) {
                    scene.setRGB(i % 300, i / 300, ~scene.getRGB(i % 300, i / 300));
                }
            }
            CommandRun run = CommandRun.gradj(
                            "predict",
                            net.toString(),
                            picture("scene" + variant + (variant == 2 ? ".jpg" : ".png"), scene)
                                    .toString(),
                            "--json")
                    .fine();
            answers.add(run.json("class"));
        }
        answers.add(CommandRun.gradj(
                        "predict", net.toString(), picture("own.png", digit).toString(), "--json")
                .json("class"));
        assertEquals(1, answers.size(), answers.toString());
    }

    @Test
    void aTableHasTheProbabilityOfEachClass() throws IOException {
        Path file = picture("own.png", testImage(0));
        Path shown = folder.resolve("shown.png");
        CommandRun run = CommandRun.gradj(
                        "predict", net.toString(), file.toString(), "--show-input", shown.toString(), "--json")
                .fine();
        assertEquals(13, run.lines().size(), run.out());
        assertEquals("input: " + shown, run.lines().get(0));
        assertEquals(file + ": " + run.json("class"), run.lines().get(1));
        double sum = 0;
        for (String line : run.lines().subList(2, 12)) {
            assertTrue(line.matches(" {4}\\d +\\d+\\.\\d\\d %"), line);
            sum += Double.parseDouble(line.substring(6, line.length() - 2));
        }
        assertEquals(100, sum, 0.1);
        BufferedImage seen = ImageIO.read(shown.toFile());
        assertEquals(List.of(28, 28), List.of(seen.getWidth(), seen.getHeight()));

        // What the net saw is the same picture again, and gives the same answer.
        CommandRun again = CommandRun.gradj("predict", net.toString(), shown.toString(), "--json")
                .fine();
        assertEquals(run.json("class"), again.json("class"));
    }

    @Test
    void anIdxFileHasALineAnImage() throws IOException {
        Path idx = data.resolve("t10k-images-idx3-ubyte");
        CommandRun run =
                CommandRun.gradj("predict", net.toString(), idx.toString()).fine();
        assertEquals(SmallDataSet.TEST, run.lines().size());
        assertTrue(
                run.lines()
                        .get(0)
                        .matches("t10k-images-idx3-ubyte\\[0]: \\d  \\d+\\.\\d\\d %  \\(\\d  \\d+\\.\\d\\d %\\)"),
                run.lines().get(0));
        Network loaded = NetworkFile.load(net);
        LabeledImages images = IdxFile.readUnlabeled(idx);
        float[] classes = loaded.predict(
                        Backends.float32().rows(images.count(), images.pixelsPerImage(), images::pixels))
                .argmax(1)
                .toFloatArray();
        for (int i = 0; i < classes.length; i++) {
            assertTrue(run.lines().get(i).startsWith("t10k-images-idx3-ubyte[" + i + "]: " + (int) classes[i] + " "));
        }

        Path gz = folder.resolve("images.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gz))) {
            Files.copy(idx, out);
        }
        assertEquals(
                run.out().replace("t10k-images-idx3-ubyte", "images.gz"),
                CommandRun.gradj("predict", net.toString(), gz.toString())
                        .fine()
                        .out());
    }

    @Test
    void whatIsNoPictureOfADigitIsToldInOneLine() throws IOException {
        Path blank = picture("blank.png", new BufferedImage(50, 50, BufferedImage.TYPE_INT_RGB));
        assertRefused(blank, "shows nothing: expected a picture of a digit, dark on light or light on dark");
        assertRefused(
                Files.writeString(folder.resolve("text.png"), "no picture"),
                "expected a picture (PNG, JPEG, GIF or BMP), found none");
        assertRefused(Files.createFile(folder.resolve("empty.png")), "found an empty file");
        assertRefused(folder.resolve("nosuch.png"), "there is no such file");
        assertRefused(folder, "found a folder");
        byte[] whole = Files.readAllBytes(picture("whole.png", testImage(1)));
        assertRefused(
                Files.write(folder.resolve("half.png"), Arrays.copyOf(whole, whole.length / 2)),
                "its PNG data are broken");
        assertRefused(
                Files.write(folder.resolve("huge.png"), pngOfSize(whole, 100_000, 100_000)),
                "has 100000x100000 pixels");
        String labels = CommandRun.gradj(
                        "predict",
                        net.toString(),
                        data.resolve("t10k-labels-idx1-ubyte").toString())
                .error();
        assertTrue(labels.contains("that of IDX labels"), labels);
    }

    private static void assertRefused(Path file, String expected) {
        CommandRun run = CommandRun.gradj("predict", net.toString(), file.toString());
        String error = run.error();
        assertTrue(error.startsWith(file + ": ") && error.contains(expected), error);
        assertEquals("", run.out());
    }

    /** A PNG file whose header promises another size. */
    private static byte[] pngOfSize(byte[] png, int width, int height) {
        byte[] other = png.clone();
        ByteBuffer.wrap(other).putInt(16, width).putInt(20, height);
        CRC32 sum = new CRC32();
        sum.update(other, 12, 17);
        ByteBuffer.wrap(other).putInt(29, (int) sum.getValue());
        return other;
    }

    @Test
    void aNetThatSaysNothingOfItsInputIsSupposedToTakeMnists() throws IOException {
        Path silent = folder.resolve("silent.safetensors");
        NetworkFile.save(NetworkFile.load(net), silent);
        Path file = picture("own.png", testImage(2));
        CommandRun run = CommandRun.gradj("predict", silent.toString(), file.toString(), "--json");
        assertEquals(Main.FINE, run.exitCode());
        assertEquals(
                "gradj: " + silent
                        + " does not say what images it takes: supposed are 28x28 grey / 255, light on dark\n",
                run.err());
        assertEquals(
                CommandRun.gradj("predict", net.toString(), file.toString(), "--json")
                        .json("class"),
                run.json("class"));
    }

    @Test
    void aNetOfOtherInputsOrOutputsIsRefused() throws IOException {
        Path file = picture("own.png", testImage(2));
        Path other = folder.resolve("other.safetensors");
        Tensors tensors = Backends.float32();
        NetworkFile.save(Network.sequence(tensors, 1).affine(10, 3).softmaxCrossEntropy(), other);
        String odd =
                CommandRun.gradj("predict", other.toString(), file.toString()).error();
        assertTrue(odd.contains("does not say what images it takes, and its inputs make no square"), odd);
        NetworkFile.save(Network.sequence(tensors, 1).affine(784, 1).meanSquaredError(), other);
        String numbers =
                CommandRun.gradj("predict", other.toString(), file.toString()).error();
        assertEquals(
                other + ": expected a net that tells classes apart, found one with the loss RegressionLoss", numbers);
        NetworkFile.save(
                Network.sequence(tensors, 1).affine(9, 3).softmaxCrossEntropy(),
                other,
                Map.of("input", "4x4 grey / 255, dark on light"));
        String wrong =
                CommandRun.gradj("predict", other.toString(), file.toString()).error();
        assertTrue(wrong.startsWith(other + ": does not take images of 16 pixels: "), wrong);
    }

    // ----------------------------------------------------------------------------------------- show, export and check

    @Test
    void showsLayersLossAndProvenance() {
        CommandRun run = CommandRun.gradj("show", net.toString(), "--json").fine();
        assertTrue(run.lines().get(0).startsWith(net + ": "), run.out());
        assertTrue(run.lines().get(0).endsWith(" bytes, F32, 39,760 parameters"), run.out());
        assertEquals(
                "  0  Affine        39,250  W1 [784, 50], b1 [50]", run.lines().get(1));
        assertEquals("  1  Relu", run.lines().get(2));
        assertEquals(
                "  2  Affine           510  W2 [50, 10], b2 [10]", run.lines().get(3));
        assertEquals("loss: SoftmaxWithLoss", run.lines().get(4));
        assertEquals("data: " + data, run.lines().get(5));
        assertEquals("39760", run.json("parameters"));
        assertEquals("SoftmaxWithLoss", run.json("loss"));
        assertEquals("1", run.json("seed"));
    }

    @Test
    void showsTheTensorsOfAnyFile() throws IOException {
        Path other = folder.resolve("other.safetensors");
        Tensor t = Backends.float32().zeros(Shape.of(2, 3));
        Safetensors.write(other, Map.of("a\u001b[2Jb", t), Map.of("format", "pt"));
        CommandRun run = CommandRun.gradj("show", other.toString(), "--json").fine();
        assertEquals("no net of gradj, tensors only", run.lines().get(1));
        assertEquals("  a [2Jb  F32             6  [2, 3]", run.lines().get(2));
        assertEquals("format: pt", run.lines().get(3));
    }

    @Test
    void exportsPyTorchsNamesAndLayout() {
        Path torch = folder.resolve("torch.safetensors");
        assertEquals(
                "written: " + torch + "\n",
                CommandRun.gradj("export", net.toString(), "-o", torch.toString())
                        .fine()
                        .out());
        try (Safetensors file = Safetensors.open(torch);
                Safetensors own = Safetensors.open(net)) {
            assertEquals(Set.of("0.weight", "0.bias", "2.weight", "2.bias"), Set.copyOf(file.names()));
            Tensors tensors = Backends.float32();
            assertArrayEquals(
                    own.tensor("W1", tensors).transpose().toFloatArray(),
                    file.tensor("0.weight", tensors).toFloatArray());
        }
    }

    @Test
    void exportsAnOnnxModelOfScoresOrProbabilities() throws IOException {
        Path onnx = folder.resolve("net.onnx");
        CommandRun.gradj("export", net.toString(), "-o", onnx.toString()).fine();
        assertArrayEquals(OnnxExport.of(NetworkFile.load(net)).toByteArray(), Files.readAllBytes(onnx));
        CommandRun run = CommandRun.gradj("export", net.toString(), "-o", onnx.toString(), "--prediction", "--json")
                .fine();
        assertArrayEquals(
                OnnxExport.of(NetworkFile.load(net)).withPrediction().toByteArray(), Files.readAllBytes(onnx));
        assertEquals("onnx", run.json("format"));
        assertEquals(onnx.toString(), run.json("out"));
    }

    @Test
    void checksTheGradientsOfASavedNet() {
        CommandRun run = CommandRun.gradj("check", net.toString(), "--sample", "5", "--json")
                .fine();
        assertEquals(net.toString(), run.json("net"));
        assertEquals("float64", run.json("dtype"));
        assertTrue(run.out().contains("PASSED: all 20 elements agree"), run.out());
        CommandRun drawn = CommandRun.gradj("check", "--sample", "5", "--json").fine();
        assertNotEquals(drawn.json("meanAbsoluteDifference"), run.json("meanAbsoluteDifference"));
    }

    @Test
    void aSavedNetOfOtherInputsIsNotChecked() throws IOException {
        Path other = folder.resolve("other.safetensors");
        NetworkFile.save(Network.sequence(Backends.float32(), 1).affine(10, 3).softmaxCrossEntropy(), other);
        String error = CommandRun.gradj("check", other.toString()).error();
        assertTrue(error.startsWith(other + " does not fit the images of digits: "), error);
    }
}
