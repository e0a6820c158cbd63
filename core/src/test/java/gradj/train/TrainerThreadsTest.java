package gradj.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.data.Dataset;
import gradj.nn.Affine;
import gradj.nn.Hooked;
import gradj.nn.Layer;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.nn.Relu;
import gradj.optim.Sgd;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A training, and what other threads do meanwhile, in the middle of its steps. */
class TrainerThreadsTest {
    private static final Tensors T = Target.FLOAT32;
    private static final Dataset TRAIN = Samples.corners(T, 50, 1);
    private static final Dataset TEST = Samples.corners(T, 20, 2);
    private static final TrainingPlan PLAN = new TrainingPlan(40, 16, Sampling.SHUFFLED_EPOCHS, 3);

    private static Network net(Layer middle) {
        SeededRandom random = new SeededRandom(4);
        return new Network(List.of(
                affine("1", 2, 8, random),
                new Relu(),
                middle,
                affine("2", 8, 8, random),
                new Relu(),
                affine("3", 8, 3, random)));
    }

    private static Affine affine(String number, int in, int out, SeededRandom random) {
        return new Affine(
                new Parameter("W" + number, T.gaussian(Shape.of(in, out), 0.5, random)),
                new Parameter("b" + number, T.zeros(Shape.of(out))));
    }

    private static float[][] values(Network net) {
        return net.parameters().stream()
                .map(parameter -> parameter.value().toFloatArray())
                .toArray(float[][]::new);
    }

    private static History train(Network net) {
        return new Trainer(net, new Sgd(0.1), PLAN).train(TRAIN, TEST, TrainingListener.NONE);
    }

    @Test
    void predictionsDuringEachStepLeaveTheTrainingAlone() {
        Network alone = net(new Hooked());
        History expected = train(alone);
        Hooked hooked = new Hooked();
        Network net = net(hooked);
        int[] predictions = new int[1];
        hooked.hook = () -> Hooked.inThread("predicting", () -> {
            Tensor scores = net.predict(TEST.x().rows(0, 1 + predictions[0] % 7));
            Network copy = net.copy(T.dtype());
            assertArrayEquals(
                    copy.predict(TEST.x().rows(0, 1 + predictions[0] % 7)).toFloatArray(), scores.toFloatArray());
            assertEquals(copy.accuracy(TEST.x(), TEST.t()), net.accuracy(TEST.x(), TEST.t()));
            predictions[0]++;
            return null;
        });
        History found = train(net);
        assertEquals(2 * PLAN.iterations(), predictions[0]); // in each forward and in each backward
        assertEquals(expected, found);
        assertArrayEquals(values(alone), values(net));
    }

    @Test
    void aSecondThreadThatLearnsIsToldSoBetweenStepsToo() {
        Network alone = net(new Hooked());
        train(alone);
        Network net = net(new Hooked());
        int[] refusals = new int[1];
        TrainingListener second = new TrainingListener() {
            @Override
            public void onIteration(int iteration, double loss) {
                IllegalStateException ofLoss = assertThrowsExactly(
                        IllegalStateException.class,
                        () -> Hooked.inThread("second", () -> net.loss(TEST.x(), TEST.t())));
                IllegalStateException ofTrainer = assertThrowsExactly(
                        IllegalStateException.class, () -> Hooked.inThread("second", () -> train(net)));
                String rest = " in thread \"second\" while thread \""
                        + Thread.currentThread().getName()
                        + "\" is learning with the same net: loss, backward and training belong to one thread at a time";
                assertTrue(ofLoss.getMessage().startsWith("loss" + rest), ofLoss.getMessage());
                assertTrue(ofTrainer.getMessage().startsWith("training" + rest), ofTrainer.getMessage());
                refusals[0]++;
            }
        };
        new Trainer(net, new Sgd(0.1), PLAN).train(TRAIN, TEST, second);
        assertEquals(PLAN.iterations(), refusals[0]);
        assertArrayEquals(values(alone), values(net));
        Hooked.inThread("second", () -> train(net)); // after the run the net is free
    }

    /** A run that fails frees the net. */
    @Test
    void aRunThatFailsEndsItsClaim() {
        Network net = net(new Hooked());
        TrainingListener failing = new TrainingListener() {
            @Override
            public void onIteration(int iteration, double loss) {
                throw new IllegalStateException("enough");
            }
        };
        Trainer trainer = new Trainer(net, new Sgd(0.1), PLAN);
        assertThrowsExactly(IllegalStateException.class, () -> trainer.train(TRAIN, TEST, failing));
        Hooked.inThread("second", () -> train(net));
    }
}
