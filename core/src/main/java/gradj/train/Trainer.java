package gradj.train;

import gradj.data.Dataset;
import gradj.nn.Layer;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.optim.Optimizer;
import gradj.tensor.SeededRandom;
import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Learning by mini-batches: draw a batch, compute the gradient by backpropagation, change the parameters, again. Once an
 * epoch all samples are evaluated. Book section 5.7.
 *
 * <p>Threads: a run claims the net for its thread, and a second thread that trains the same net meanwhile gets an
 * {@link IllegalStateException}; predict and accuracy of the net are free for any thread, also during a run.
 */
public final class Trainer {
    private final Network net;
    private final Optimizer optimizer;
    private final TrainingPlan plan;

    public Trainer(Network net, Optimizer optimizer, TrainingPlan plan) {
        this.net = net;
        this.optimizer = optimizer;
        this.plan = plan;
    }

    /**
     * Trains the net. An interrupt of the calling thread ends the training after the step in hand: what was learned by
     * then stays in the net, the epoch begun is evaluated, the history says that it was {@link History#interrupted()},
     * and the thread remains interrupted.
     *
     * @throws DivergedException if the loss, a parameter or a score becomes NaN or infinite
     * @throws gradj.tensor.ShapeException if samples or labels do not fit the net; nothing has been changed then
     * @throws IllegalStateException if another thread is learning with the net
     */
    public History train(Dataset train, Dataset test, TrainingListener listener) {
        if (train.size() == 0 || test.size() == 0) {
            throw new IllegalArgumentException("training needs samples to learn from and samples to test with, got "
                    + train.size() + " and " + test.size());
        }
        requireFit("training", train);
        requireFit("test", test);
        try (Network.Claim claim = net.claim()) {
            return run(train, test, listener);
        }
    }

    /** Whether the net takes the samples, and gives as many scores as the labels have classes. */
    private void requireFit(String which, Dataset data) {
        try (TensorScope scope = TensorScope.open()) {
            Shape scores = net.predict(data.x().rows(0, 1)).shape();
            Shape labels = Shape.of(1, data.classes());
            if (!scores.equals(labels)) {
                throw new ShapeException(
                        "Trainer",
                        "the labels of the " + which + " samples are of " + data.classes()
                                + " classes: expected scores " + labels + " of a sample, the net gives " + scores,
                        scores,
                        labels);
            }
        }
    }

    private History run(Dataset train, Dataset test, TrainingListener listener) {
        BatchSampler sampler =
                new BatchSampler(plan.sampling(), train.size(), plan.batchSize(), new SeededRandom(plan.seed()));
        int perEpoch = plan.iterationsPerEpoch(train.size());
        double[] losses = new double[plan.iterations()];
        double[] weights = new double[plan.iterations()]; // of a full batch 1
        List<Epoch> epochs = new ArrayList<>();
        int epochStart = 0;
        boolean stops = false;
        try (TensorScope.Rounds steps = TensorScope.rounds()) {
            for (int i = 1; i <= plan.iterations() && !stops; i++) {
                try (TensorScope step = steps.open()) {
                    int[] rows = sampler.next();
                    weights[i - 1] = (double) rows.length / plan.batchSize();
                    losses[i - 1] = step(train, rows, i);
                }
                listener.onIteration(i, losses[i - 1]);
                stops = Thread.currentThread().isInterrupted();
                if (i % perEpoch == 0 || i == plan.iterations() || stops) {
                    double meanLoss = mean(losses, weights, epochStart, i);
                    epochs.add(evaluate(epochs.size() + 1, i, meanLoss, train, test));
                    listener.onEpoch(epochs.get(epochs.size() - 1));
                    epochStart = i;
                    stops |= Thread.currentThread().isInterrupted();
                }
            }
        }
        List<Double> done = Arrays.stream(losses, 0, epochStart).boxed().toList();
        return new History(epochs, done, done.size() < plan.iterations());
    }

    private static double mean(double[] losses, double[] weights, int from, int to) {
        double sum = IntStream.range(from, to)
                .mapToDouble(i -> weights[i] * losses[i])
                .sum();
        return sum / Arrays.stream(weights, from, to).sum();
    }

    private Epoch evaluate(int number, int iteration, double loss, Dataset train, Dataset test) {
        requireFiniteParameters(iteration);
        double trainAccuracy = accuracy("training", iteration, train);
        return new Epoch(number, iteration, loss, trainAccuracy, accuracy("test", iteration, test));
    }

    private double accuracy(String which, int iteration, Dataset data) {
        try {
            return net.accuracy(data.x(), data.t());
        } catch (ArithmeticException | IllegalArgumentException refused) {
            String input = nonFiniteInput(which, data.x(), row -> row);
            if (!input.isEmpty()) {
                throw DivergedException.ofData(iteration, "the evaluation ended", input);
            } else if (refused instanceof ArithmeticException) {
                throw DivergedException.ofNet(
                        iteration, "the update diverged", which + " samples, " + refused.getMessage());
            }
            throw refused;
        }
    }

    /** One mini-batch: forward, backward, update. Everything made on the way ends with the step. */
    private double step(Dataset train, int[] rows, int iteration) {
        Dataset batch = train.batch(rows);
        double loss = net.loss(batch.x(), batch.t()).item();
        if (!Double.isFinite(loss)) {
            String what = "the loss became " + loss;
            String input = nonFiniteInput("training", batch.x(), row -> rows[row]);
            throw input.isEmpty()
                    ? DivergedException.ofNet(iteration, what, firstNonFinite(batch.x()))
                    : DivergedException.ofData(iteration, what, input);
        }
        net.backward();
        optimizer.step(net.parameters());
        return loss;
    }

    /** The loss of a mini-batch does not show what its own update has done. */
    private void requireFiniteParameters(int iteration) {
        for (Parameter parameter : net.parameters()) {
            if (hasNonFinite(parameter.value())) {
                throw DivergedException.ofNet(
                        iteration, "the update diverged", parameter.name() + " holds NaN or infinity");
            }
        }
    }

    /** Names the first sample of x that holds NaN or infinity; empty if none does. */
    private static String nonFiniteInput(String which, Tensor x, IntUnaryOperator numberOfRow) {
        for (int row = 0; row < x.shape().length(0); row++) {
            double[] values = x.rows(row, row + 1).toDoubleArray();
            for (int column = 0; column < values.length; column++) {
                if (!Double.isFinite(values[column])) {
                    return "the inputs of " + which + " sample " + numberOfRow.applyAsInt(row) + " hold "
                            + values[column] + " in column " + column;
                }
            }
        }
        return "";
    }

    /** Names the first parameter or layer output on the way from x that holds NaN or infinity. */
    private String firstNonFinite(Tensor x) {
        Tensor y = x;
        List<Layer> layers = net.layers();
        for (int i = 0; i < layers.size(); i++) {
            for (Parameter parameter : layers.get(i).parameters()) {
                if (hasNonFinite(parameter.value())) {
                    return parameter.name() + " holds NaN or infinity";
                }
            }
            y = layers.get(i).forward(y);
            if (hasNonFinite(y)) {
                return "layer " + (i + 1) + " (" + layers.get(i).getClass().getSimpleName()
                        + ") is the first whose output is no number";
            }
        }
        return "the scores are finite, the loss itself overflowed";
    }

    private static boolean hasNonFinite(Tensor tensor) {
        return Arrays.stream(tensor.toDoubleArray()).anyMatch(value -> !Double.isFinite(value));
    }
}
