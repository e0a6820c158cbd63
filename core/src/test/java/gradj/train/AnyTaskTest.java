package gradj.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradj.cases.Target;
import gradj.data.Batches;
import gradj.data.Dataset;
import gradj.data.Samples;
import gradj.nn.FirstWeights;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.nn.RegressionLoss;
import gradj.optim.ReduceOnPlateau;
import gradj.optim.Schedule;
import gradj.optim.Sgd;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A trainer learns more than classes: numbers, yes and no; and what one measures, stops by or exchanges is one's own. */
class AnyTaskTest {
    private static final Tensors TENSORS = Target.FLOAT64;

    /** Y = 3 a - 2 b + 1 with some noise. */
    private static Samples line(int count, long seed) {
        SeededRandom random = new SeededRandom(seed);
        Tensor x = TENSORS.gaussian(Shape.of(count, 2), 1, random);
        double[] y = new double[count];
        for (int i = 0; i < count; i++) {
            y[i] = 3 * x.get(i, 0) - 2 * x.get(i, 1) + 1 + 0.01 * random.nextGaussian();
        }
        return new Samples(x, TENSORS.vector(y));
    }

    private static Network lineNet() {
        return Network.sequence(TENSORS, 1).affine(2, 1).meanSquaredError();
    }

    private static TrainingPlan plan(int iterations) {
        return new TrainingPlan(iterations, 10, Sampling.SHUFFLED_EPOCHS, 7);
    }

    @Test
    void learnsALine() {
        Network net = lineNet();
        History history =
                new Trainer(net, new Sgd(0.1), plan(200)).train(line(100, 1), line(30, 2), TrainingListener.NONE);
        assertEquals(
                List.of("rootMeanSquaredError"),
                List.copyOf(history.last().test().keySet()));
        assertTrue(
                history.last().test().get("rootMeanSquaredError") < 0.02,
                history.last().toString());
        assertArrayEquals(new double[] {3, -2}, net.parameters().get(0).value().toDoubleArray(), 0.01);
        assertEquals(1, net.parameters().get(1).value().item(), 0.01);
        assertThrowsExactly(IllegalStateException.class, () -> history.last().testAccuracy());
    }

    /** The four samples of exclusive or, which no affine function separates. */
    @Test
    void learnsExclusiveOr() {
        Network net = Network.sequence(TENSORS, 4)
                .weights(FirstWeights.xavier())
                .affine(2, 8)
                .sigmoid()
                .affine(8, 1)
                .sigmoidCrossEntropy();
        Samples xor = new Samples(
                TENSORS.matrix(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}), TENSORS.vector(0, 1, 1, 0));
        History history = new Trainer(net, new Sgd(2), new TrainingPlan(2000, 4, Sampling.SHUFFLED_EPOCHS, 1))
                .train(xor, xor, TrainingListener.NONE);
        assertEquals(Map.of("yesNoAccuracy", 1.0), history.last().train());
        double[] yes = net.prediction(xor.x()).toDoubleArray();
        assertArrayEquals(new double[] {0, 1, 1, 0}, yes, 0.1);
    }

    /** Images of [2, 2] keep their rank to the first layer. */
    @Test
    void samplesMayHaveAnyRank() {
        Tensor x = TENSORS.gaussian(Shape.of(6, 2, 2), 1, new SeededRandom(3));
        Samples samples = new Samples(x, TENSORS.vector(0, 1, 0, 1, 0, 1));
        assertEquals(Shape.of(2, 2, 2), samples.batch(5, 0).x().shape());
        assertEquals(x.get(5, 1, 0), samples.batch(5, 0).x().get(0, 1, 0));
        Network net = Network.sequence(TENSORS, 1).flatten().affine(4, 2).softmaxCrossEntropy();
        History history = new Trainer(net, new Sgd(0.5), plan(100)).train(samples, samples, TrainingListener.NONE);
        assertEquals(1, history.last().testAccuracy());
        assertEquals(
                "Samples: expected samples [N, ...] and targets [N, ...] or [N], got [6, 2, 2] and [5]",
                assertThrowsExactly(ShapeException.class, () -> new Samples(x, TENSORS.zeros(Shape.of(5))))
                        .getMessage());
    }

    @Test
    void targetsOfAnotherTaskAreRefusedBeforeAnythingIsLearned() {
        Network net = Network.sequence(TENSORS, 1).affine(2, 1).sigmoidCrossEntropy();
        double[] before = net.parameters().get(0).value().toDoubleArray();
        Trainer trainer = new Trainer(net, new Sgd(0.1), plan(1));
        Tensor x = TENSORS.zeros(Shape.of(3, 2));
        assertEquals(
                "the training samples: target row 2 holds 7.0, expected 0 for no, 1 for yes, or a share between",
                assertThrowsExactly(
                                IllegalArgumentException.class,
                                () -> trainer.train(
                                        new Samples(x, TENSORS.vector(0, 1, 7)),
                                        new Samples(x, TENSORS.vector(0, 1, 0)),
                                        TrainingListener.NONE))
                        .getMessage());
        assertThrowsExactly(
                ShapeException.class,
                () -> trainer.train(
                        new Samples(x, TENSORS.vector(0, 1, 0)),
                        new Samples(x, TENSORS.zeros(Shape.of(3, 2))),
                        TrainingListener.NONE));
        assertArrayEquals(before, net.parameters().get(0).value().toDoubleArray());
    }

    /** Two lines in one set of samples: those that weigh nothing are not learned. */
    @Test
    void samplesThatWeighNothingAreNotLearned() {
        Samples line = line(100, 1);
        double[] t = line.t().toDoubleArray();
        double[] weights = new double[100];
        for (int i = 0; i < 100; i++) {
            weights[i] = i % 2;
            t[i] *= i % 2 == 1 ? 1 : -5;
        }
        Samples both = new Samples(line.x(), TENSORS.vector(t));
        Network net = lineNet();
        new Trainer(net, new Sgd(0.1), plan(400))
                .train(both.weighted(TENSORS.vector(weights)), line(30, 2), TrainingListener.NONE);
        assertArrayEquals(new double[] {3, -2}, net.parameters().get(0).value().toDoubleArray(), 0.02);
        assertThrowsExactly(ShapeException.class, () -> both.weighted(TENSORS.vector(1, 2)));
    }

    /** Before the training, by the sample's own number: that of a row in a mini-batch says nothing. */
    @Test
    void weightsThatAreNoneAreToldByTheirSample() {
        Batches samples = line(3, 1);
        for (double wrong : new double[] {Double.NaN, -1, Double.POSITIVE_INFINITY}) {
            assertEquals(
                    "weight of sample 2: expected a finite number, 0 or above, got " + wrong,
                    assertThrowsExactly(
                                    IllegalArgumentException.class, () -> samples.weighted(TENSORS.vector(1, 0, wrong)))
                            .getMessage());
        }
        assertEquals(
                "all samples weigh 0: expected a weight above 0 of one or more",
                assertThrowsExactly(IllegalArgumentException.class, () -> samples.weighted(TENSORS.zeros(Shape.of(3))))
                        .getMessage());
    }

    /** An epoch of 21 samples in batches of 10 ends with one of 1, which has no variance. */
    @Test
    void aLastBatchThatIsTooSmallIsRefusedBeforeAnythingIsLearned() {
        Network net = Network.sequence(TENSORS, 1)
                .affine(2, 3)
                .batchNorm(3)
                .affine(3, 1)
                .meanSquaredError();
        double[] before = net.parameters().get(0).value().toDoubleArray();
        Trainer trainer = new Trainer(net, new Sgd(0.1), plan(3));
        assertEquals(
                "mini-batches: a layer of the net takes 2 samples or more while it learns, got one of 1: choose another"
                        + " batch size, or batches drawn with replacement",
                assertThrowsExactly(
                                IllegalArgumentException.class,
                                () -> trainer.train(line(21, 1), line(5, 2), TrainingListener.NONE))
                        .getMessage());
        assertArrayEquals(before, net.parameters().get(0).value().toDoubleArray());
        assertEquals(
                3,
                trainer.train(line(22, 1), line(5, 2), TrainingListener.NONE)
                        .losses()
                        .size());
    }

    /** As a user writes it: the part of the predictions that are nearer than 0.1. */
    private static final class Near implements Metric {
        @Override
        public String name() {
            return "near";
        }

        @Override
        public double of(Tensor scores, Tensor targets) {
            double[] y = scores.toDoubleArray();
            double[] t = targets.toDoubleArray();
            return IntStream.range(0, y.length)
                            .filter(i -> Math.abs(y[i] - t[i]) < 0.1)
                            .count()
                    / (double) y.length;
        }
    }

    @Test
    void aMetricOfOnesOwnStandsInTheHistory() {
        History history = new Trainer(lineNet(), new Sgd(0.1), plan(200))
                .withMetrics(Metric.meanAbsoluteError(), new Near())
                .train(line(100, 1), line(30, 2), TrainingListener.NONE);
        assertEquals(
                List.of("meanAbsoluteError", "near"),
                List.copyOf(history.last().train().keySet()));
        assertEquals(1, history.last().test().get("near"));
        assertThrowsExactly(
                IllegalArgumentException.class,
                () -> new Trainer(lineNet(), new Sgd(0.1), plan(1)).withMetrics(new Near(), new Near()));
    }

    /** More samples than are evaluated at a time give the metric of all. */
    @Test
    void metricsAreOfAllSamplesTogether() {
        Samples many = line(4501, 3);
        Network net = lineNet();
        double expected = Metric.rootMeanSquaredError().of(net.predict(many.x()), many.t());
        assertEquals(
                expected,
                Evaluation.of(net, List.of(Metric.rootMeanSquaredError()), many).get("rootMeanSquaredError"));
    }

    /** A learning rate that first helps and then throws the net away: the best epoch's parameters come back. */
    @Test
    void stopsEarlyAndGivesTheBestParametersBack() {
        Network net = lineNet();
        List<double[]> weights = new ArrayList<>();
        List<Epoch> epochs = new ArrayList<>();
        int[] steps = new int[1];
        History history = new Trainer(
                        net,
                        parameters -> new Sgd(steps[0]++ < 35 ? 0.1 : 2.5).step(parameters),
                        new TrainingPlan(500, 10, Sampling.SHUFFLED_EPOCHS, 7))
                .withEarlyStopping(new EarlyStopping(Metric.rootMeanSquaredError(), 3))
                .train(line(100, 1), line(30, 2), new TrainingListener() {
                    @Override
                    public void onEpoch(Epoch epoch) {
                        epochs.add(epoch);
                        weights.add(net.parameters().get(0).value().toDoubleArray());
                    }
                });
        int best = IntStream.range(0, epochs.size())
                .reduce((a, b) -> error(epochs.get(b)) < error(epochs.get(a)) ? b : a)
                .orElseThrow();
        assertEquals(best + 3, epochs.size() - 1);
        assertFalse(history.interrupted());
        assertTrue(history.losses().size() < 500);
        assertArrayEquals(weights.get(best), net.parameters().get(0).value().toDoubleArray());
    }

    private static double error(Epoch epoch) {
        return epoch.test().getOrDefault("rootMeanSquaredError", Double.NaN);
    }

    /** Each epoch of ten steps has the rate of its number; where the loss no longer falls, the rate does. */
    @Test
    void theScheduleSaysTheRateOfEachEpoch() {
        Sgd sgd = new Sgd(0.1);
        List<Double> rates = new ArrayList<>();
        TrainingListener rate = new TrainingListener() {
            @Override
            public void onGradients(int iteration, List<Parameter> parameters) {
                rates.add(sgd.learningRate());
            }
        };
        new Trainer(lineNet(), sgd, plan(30))
                .withSchedule(Schedule.step(1, 0.5))
                .train(line(100, 1), line(30, 2), rate);
        assertEquals(30, rates.size());
        assertEquals(
                List.of(0.1, 0.1, 0.05, 0.05, 0.025, 0.025),
                List.of(rates.get(0), rates.get(9), rates.get(10), rates.get(19), rates.get(20), rates.get(29)));

        Sgd still = new Sgd(1e-6); // nothing becomes better
        new Trainer(lineNet(), still, plan(40))
                .withSchedule(ReduceOnPlateau.ofLoss().withPatience(1), Metric.rootMeanSquaredError())
                .train(line(100, 1), line(30, 2), TrainingListener.NONE);
        assertEquals(1e-7, still.learningRate(), 1e-20);
        Trainer other = new Trainer(lineNet(), new Sgd(0.1), plan(10))
                .withSchedule(ReduceOnPlateau.ofAccuracy(), Metric.accuracy());
        assertThrowsExactly(
                IllegalArgumentException.class, () -> other.train(line(10, 1), line(10, 2), TrainingListener.NONE));
    }

    @Test
    void earlyStoppingByWhatIsNotMeasuredIsToldSo() {
        Trainer trainer = new Trainer(lineNet(), new Sgd(0.1), plan(10))
                .withEarlyStopping(new EarlyStopping(Metric.accuracy(), 1));
        assertEquals(
                "early stopping looks at accuracy, the trainer measures [rootMeanSquaredError]: add it with withMetrics",
                assertThrowsExactly(
                                IllegalArgumentException.class,
                                () -> trainer.train(line(10, 1), line(10, 2), TrainingListener.NONE))
                        .getMessage());
        assertThrowsExactly(IllegalArgumentException.class, () -> new EarlyStopping(Metric.accuracy(), 0));
    }

    /** Two trainers with half of each batch each, whose gradients are averaged, learn what one learns with the whole. */
    @Test
    void halvesOfABatchTogetherAreTheBatch() {
        Samples data = line(40, 1);
        BatchSampler whole = new BatchSampler(Sampling.SHUFFLED_EPOCHS, 40, 10, 3);
        BatchSampler first = new BatchSampler(Sampling.SHUFFLED_EPOCHS, 40, 10, 3).shard(0, 2);
        BatchSampler second = new BatchSampler(Sampling.SHUFFLED_EPOCHS, 40, 10, 3).shard(1, 2);
        Network net = lineNet();
        for (int i = 0; i < 9; i++) {
            int[] all = whole.next().clone();
            int[] one = first.next().clone();
            int[] two = second.next().clone();
            int[] both = IntStream.concat(Arrays.stream(one), Arrays.stream(two))
                    .sorted()
                    .toArray();
            assertArrayEquals(Arrays.stream(all).sorted().toArray(), both);
            double[] expected = gradient(net, data.batch(all));
            double[] a = gradient(net, data.batch(one));
            double[] b = gradient(net, data.batch(two));
            for (int j = 0; j < a.length; j++) {
                assertEquals(expected[j], (a[j] + b[j]) / 2, 1e-12);
            }
        }
        assertThrowsExactly(IllegalArgumentException.class, () -> whole.shard(2, 2));
    }

    private static double[] gradient(Network net, Samples batch) {
        return net.gradient(batch.x(), batch.t()).get("0.W").toDoubleArray();
    }

    /** Gradients are exchanged first, then seen, then applied. */
    @Test
    void whatIsExchangedIsWhatTheUpdateTakes() {
        Network net = lineNet();
        double[] before = net.parameters().get(0).value().toDoubleArray();
        List<Double> seen = new ArrayList<>();
        new Trainer(net, new Sgd(0.5), plan(1))
                .withExchange(parameters -> parameters.forEach(parameter ->
                        parameter.setGradient(TENSORS.full(parameter.value().shape(), 2))))
                .train(line(10, 1), line(10, 2), new TrainingListener() {
                    @Override
                    public void onGradients(int iteration, List<Parameter> parameters) {
                        seen.add(parameters.get(0).gradient().get(0, 0));
                        assertArrayEquals(before, parameters.get(0).value().toDoubleArray());
                    }
                });
        assertEquals(List.of(2.0), seen);
        assertArrayEquals(
                new double[] {before[0] - 1, before[1] - 1},
                net.parameters().get(0).value().toDoubleArray());
    }

    @Test
    void stopsOnRequestAfterTheStepInHand() {
        Trainer trainer = new Trainer(lineNet(), new Sgd(0.1), plan(1000));
        History history = trainer.train(line(100, 1), line(30, 2), new TrainingListener() {
            @Override
            public void onIteration(int iteration, double loss) {
                if (iteration == 7) {
                    trainer.stop();
                }
            }
        });
        assertEquals(7, history.losses().size());
        assertTrue(history.interrupted());
        assertFalse(Thread.currentThread().isInterrupted());
        Trainer again = new Trainer(lineNet(), new Sgd(0.1), plan(3));
        again.stop(); // of no run
        assertEquals(
                3,
                again.train(line(10, 1), line(10, 2), TrainingListener.NONE)
                        .losses()
                        .size());
    }

    /** A classifier's accuracy among other metrics is the same number. */
    @Test
    void accuracyOfOtherBatchesIsThatOfADataset() {
        Tensor x = TENSORS.gaussian(Shape.of(50, 3), 1, new SeededRandom(4));
        int[] classes = IntStream.range(0, 50).map(i -> i % 2).toArray();
        Dataset dataset = new Dataset(x, TENSORS.oneHot(2, classes));
        Network net = Network.sequence(TENSORS, 1).affine(3, 2).softmaxCrossEntropy();
        List<Metric> metrics = List.of(Metric.accuracy());
        assertEquals(
                Evaluation.of(net, metrics, dataset),
                Evaluation.of(net, metrics, new Samples(dataset.x(), dataset.t())));
        Network regression = new Network(net.layer(), RegressionLoss.huber(1));
        assertEquals(
                List.of("rootMeanSquaredError"),
                List.copyOf(new Trainer(regression, new Sgd(0.1), plan(1))
                        .train(dataset, dataset, TrainingListener.NONE)
                        .last()
                        .test()
                        .keySet()));
    }
}
