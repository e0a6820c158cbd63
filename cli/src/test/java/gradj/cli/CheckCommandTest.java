package gradj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.nn.Affine;
import gradj.nn.Layer;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.nn.Relu;
import gradj.nn.TwoLayerNet;
import gradj.spi.DType;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once")
class CheckCommandTest {
    @Test
    void provesEveryElementOfTheBooksNet() {
        CommandRun run = CommandRun.gradj("check", "--json").fine();
        assertEquals(
                List.of("W1", "b1", "W2", "b2"),
                run.lines().subList(2, 6).stream()
                        .map(line -> line.substring(0, line.indexOf(' ')))
                        .toList());
        assertTrue(run.lines().get(0).startsWith("digits: the first 3 images to train on; net 784-50-10, "), run.out());
        assertTrue(
                run.out().matches("(?s).*PASSED: all 39760 elements agree within [0-9.]+e-1[0-2] \\(h 1e-04, .*"),
                run.out());
        assertEquals("float64", run.json("dtype"));
        assertEquals("3", run.json("batchSize"));
        assertEquals("1.0E-4", run.json("step"));
        assertEquals("true", run.json("passed"));
        assertEquals("0", run.json("kinks"));
        assertTrue(run.lastLine().contains("{\"name\": \"W1\", \"shape\": [784, 50], \"checked\": 39200, "), run.out());
        assertTrue(Double.parseDouble(run.json("meanAbsoluteDifference")) < 1e-11, run.lastLine());
        assertTrue(Double.parseDouble(run.json("largestRelativeError")) < 1e-2, run.lastLine());
    }

    @Test
    void aSampleIsDrawnFromEachParameter() {
        CommandRun run = CommandRun.gradj("check", "--sample", "20", "--batch-size", "2", "--seed", "5", "--json")
                .fine();
        assertTrue(run.out().contains("PASSED: all 70 elements agree"), run.out());
        assertEquals("20", run.json("checked"));
    }

    /** The scores' biases move by 1: the loss is no longer a parabola there. */
    @Test
    void aStepOfOneProvesLittleAndDoesNotPass() {
        CommandRun run = CommandRun.gradj("check", "--sample", "20", "--step", "1", "--json");
        assertEquals(Main.CHECK_FAILED, run.exitCode(), run.out());
        assertTrue(run.out().contains("b2: the step is too large here, "), run.out());
        assertTrue(run.out().contains("the step is too large to prove much (h 1e+00"), run.out());
        assertEquals("false", run.json("passed"));
    }

    @Test
    void theStepCanBeChosen() {
        CommandRun run = CommandRun.gradj("check", "--sample", "5", "--step", "0.001", "--json")
                .fine();
        assertEquals("0.001", run.json("step"));
        assertTrue(
                CommandRun.gradj("check", "--step", "0").error().contains("expected a finite number above 0, got 0"));
    }

    @Test
    void aNetWhoseBackwardIsWrongFails() {
        CheckCommand.NetFactory broken =
                (tensors, inputs, classes, seed) -> net(tensors, inputs, classes, new SquareThatForgetsItsSlope());
        CommandRun run = CommandRun.of(new CheckCommand(broken), "--json");
        assertEquals(Main.CHECK_FAILED, run.exitCode());
        assertEquals("", run.err());
        assertTrue(run.out().contains("FAILED: "), run.out());
        assertEquals("false", run.json("passed"));
    }

    @Test
    void elementsAtAKinkAreToldApart() {
        // Weights of 0 put every input of ReLU on its kink: of b1 nothing can be checked, which has not passed.
        CheckCommand.NetFactory kinked = (tensors, inputs, classes, seed) -> net(tensors, inputs, classes, new Relu());
        CommandRun run = CommandRun.of(new CheckCommand(kinked), "--kinks", "--json");
        assertEquals(Main.CHECK_FAILED, run.exitCode());
        assertTrue(run.lines().contains("at a kink: b1[0], b1[1]"), run.out());
        assertTrue(run.out().contains("b1: all 2 elements lie at a kink, nothing is proved"), run.out());
        assertTrue(run.lastLine().contains("\"outcome\": \"NOT_CHECKED\""), run.lastLine());
        assertTrue(Integer.parseInt(run.json("kinks")) > 0, run.lastLine());
        assertTrue(
                run.out()
                        .contains(" elements at a ReLU kink left out: "
                                + "a step of h / 100 crosses 0, where ReLU has no derivative"),
                run.out());
    }

    @Test
    void aNetOfNanFailsAndStaysJson() {
        CheckCommand.NetFactory nan = (tensors, inputs, classes, seed) -> {
            Network net = new TwoLayerNet(tensors, inputs, 2, classes, 0.01, seed);
            Parameter b2 = net.parameters().get(3);
            b2.assign(tensors.full(b2.value().shape(), Double.NaN));
            return net;
        };
        CommandRun run = CommandRun.of(new CheckCommand(nan), "--sample", "5", "--json");
        assertEquals(Main.CHECK_FAILED, run.exitCode());
        assertEquals("false", run.json("passed"));
        assertTrue(run.out().contains("b2[0] is NaN already"), run.out());
        assertTrue(!run.lastLine().contains(": NaN"), run.lastLine());
        assertEquals("NOT_A_NUMBER", run.json("pattern"));
    }

    @Test
    void alongDirections() {
        CommandRun run = CommandRun.gradj("check", "--directions", "3", "--extrapolate", "--json")
                .fine();
        assertTrue(run.out().contains("PASSED: all 12 comparisons agree"), run.out());
        assertEquals("3", run.json("checked"));
    }

    @Test
    void everyBackendAgrees() {
        CommandRun run = CommandRun.gradj("check", "--sample", "20", "--all-backends", "--json");
        assertEquals(Main.FINE, run.exitCode(), run.out());
        for (String backend : List.of("java", "reference")) {
            for (String dtype : List.of("float32", "float64")) {
                assertTrue(
                        run.out().matches("(?s).*\n" + backend + " +" + dtype + " +[0-9.e-]+ +[0-9.e-]+ +ok\n.*"),
                        run.out());
            }
        }
        assertTrue(run.lastLine().contains("\"backends\": [{\"backend\": "), run.lastLine());
    }

    /** Right in float64, and 0 everywhere in float32: a backend of no use, whose largest element is no scale. */
    @Test
    void aBackendWhoseGradientIsZeroDoesNotAgree() {
        CheckCommand.NetFactory zeroInFloat32 = (tensors, inputs, classes, seed) ->
                net(tensors, inputs, classes, new SlopeOfTwo(tensors.dtype() == DType.FLOAT32 ? 0 : 2));
        CommandRun run = CommandRun.of(new CheckCommand(zeroInFloat32), "--sample", "20", "--all-backends", "--json");
        assertEquals(Main.CHECK_FAILED, run.exitCode(), run.out());
        assertTrue(run.out().matches("(?s).*\nW1 [^\n]* ok\n.*"), run.out());
        assertTrue(run.out().matches("(?s).*\nreference +float64 +[0-9.e-]+ +[0-9.e-]+ +ok\n.*"), run.out());
        assertTrue(
                run.out().matches("(?s).*\nreference +float32 +1.0e[+]00 +[0-9.e-]+ +WRONG at (W1|b1)\n.*"), run.out());
    }

    @Test
    void saysWhatIsWrongAndWhere() {
        CheckCommand.NetFactory broken =
                (tensors, inputs, classes, seed) -> net(tensors, inputs, classes, new SquareThatForgetsItsSlope());
        CommandRun run = CommandRun.of(new CheckCommand(broken), "--sample", "50", "--json");
        assertTrue(run.out().contains("to blame: layer 2 (SquareThatForgetsItsSlope); alone"), run.out());
        assertTrue(run.out().contains("most likely: dx is dout itself; "), run.out());
        assertTrue(run.lastLine().contains("\"pattern\": \"OTHER_FORMULA\""), run.lastLine());
    }

    @Test
    void drawsTheDifferences(@TempDir Path folder) throws IOException {
        Path png = folder.resolve("map.png");
        CommandRun.gradj("check", "--sample", "10", "-o", png.toString()).fine();
        BufferedImage image = ImageIO.read(png.toFile());
        assertEquals(1920, image.getWidth());
        // The first map begins below its title: most of W1 was not checked, and is grey.
        assertEquals(0xFFE0E0E0, image.getRGB(60, 170));
        Path svg = folder.resolve("map.svg");
        CommandRun.gradj("check", "--directions", "2", "-o", svg.toString()).fine();
        String text = Files.readString(svg);
        assertTrue(text.contains(">W1 [784, 50], random directions: mean |analytic - numeric| "), text);
        assertTrue(text.contains(">at a kink, left out<"), text);
        assertTrue(text.contains("|analytic - numeric| / what passes, logarithmic: more than 1 is wrong"), text);
    }

    @Test
    void refusesOptionsThatDoNotFit() {
        assertEquals(
                "--sample and --directions: expected one of them, got both",
                CommandRun.gradj("check", "--sample", "1", "--directions", "1").error());
        assertEquals(
                "--all-backends compares elements: use it with --sample, not with --directions",
                CommandRun.gradj("check", "--all-backends", "--directions", "1").error());
        assertTrue(CommandRun.gradj("check", "-o", "map.gif")
                .error()
                .contains("expected a file that ends in .png or .svg, got map.gif"));
    }

    @Test
    void aPlaceThatCannotBeWrittenToIsToldBeforeTheWork(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        String error = CommandRun.gradj("check", "-o", file.resolve("map.png").toString())
                .error();
        assertEquals("-o " + file + ": expected a folder, found a file", error);
    }

    /** A small net whose first weights are 0. */
    private static Network net(Tensors tensors, int inputs, int classes, Layer relu) {
        SeededRandom random = new SeededRandom(1);
        Layer first = new Affine(
                new Parameter("W1", tensors.zeros(Shape.of(inputs, 2))),
                new Parameter("b1", tensors.zeros(Shape.of(2))));
        Layer last = new Affine(
                new Parameter("W2", tensors.gaussian(Shape.of(2, classes), 0.5, random)),
                new Parameter("b2", tensors.zeros(Shape.of(classes))));
        return new Network(List.of(first, relu, last));
    }

    /** x C w with one number w to learn; its gradient times a factor. */
    private record Product(Tensor c, Parameter w, double factor, Tensor[] memory) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            memory[0] = x.dot(c.to(x.dtype()));
            return memory[0].times(w.value());
        }

        @Override
        public Tensor backward(Tensor dout) {
            w.setGradient(dout.times(memory[0]).sum().reshape(Shape.of(1)).times(factor));
            return dout.times(w.value()).dotTransposed(c.to(dout.dtype()));
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(w);
        }

        @Override
        public Layer copy(DType dtype) {
            return new Product(c, w.copy(dtype), factor, new Tensor[1]);
        }
    }

    @Test
    void oneElementIsNotCalledMany() {
        for (double factor : new double[] {1, 2}) {
            CheckCommand.NetFactory product = (tensors, inputs, classes, seed) -> new Network(List.of(new Product(
                    tensors.gaussian(Shape.of(inputs, classes), 0.1, new SeededRandom(seed)),
                    new Parameter("w", tensors.full(Shape.of(1), 0.5)),
                    factor,
                    new Tensor[1])));
            CommandRun run = CommandRun.of(new CheckCommand(product));
            String expected = factor == 1
                    ? "PASSED: the one element agrees within "
                    : "FAILED: 1 of 1 element differs by more than";
            assertTrue(run.out().contains(expected), run.out());
        }
    }

    /** Forward (x + 1) squared, backward as if it were the identity: smooth, and wrong. */
    private static final class SquareThatForgetsItsSlope implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x.plus(1).square();
        }

        @Override
        public Tensor backward(Tensor dout) {
            return dout;
        }

        @Override
        public Layer copy(DType dtype) {
            return new SquareThatForgetsItsSlope();
        }
    }

    /** y = 2 x, with a backward that may have another slope. */
    private record SlopeOfTwo(double backwardSlope) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x.times(2);
        }

        @Override
        public Tensor backward(Tensor dout) {
            return dout.times(backwardSlope);
        }

        @Override
        public Layer copy(DType dtype) {
            return this;
        }
    }
}
