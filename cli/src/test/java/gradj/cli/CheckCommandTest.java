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
import java.util.List;
import org.junit.jupiter.api.Test;

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
        assertTrue(run.out().contains("PASSED: all 39760 elements agree within 1.0e-08 (h 1e-04, "), run.out());
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
        // Weights of 0 put every input of ReLU on its kink.
        CheckCommand.NetFactory kinked = (tensors, inputs, classes, seed) -> net(tensors, inputs, classes, new Relu());
        CommandRun run = CommandRun.of(new CheckCommand(kinked), "--json").fine();
        assertTrue(Integer.parseInt(run.json("kinks")) > 0, run.lastLine());
        assertTrue(
                run.out()
                        .contains(" elements at a ReLU kink left out: "
                                + "a step of h crosses 0, where ReLU has no derivative"),
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
        assertEquals("null", run.json("meanAbsoluteDifference"));
        assertTrue(!run.lastLine().contains("NaN"), run.lastLine());
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
}
