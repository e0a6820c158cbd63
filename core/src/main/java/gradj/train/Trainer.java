package gradj.train;

import gradj.data.Dataset;
import gradj.nn.Layer;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.optim.Optimizer;
import gradj.tensor.SeededRandom;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Learning by mini-batches: draw a batch, compute the gradient by backpropagation, change the parameters, again. Once an
 * epoch all samples are evaluated. Book section 5.7.
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
     * @throws DivergedException if the loss or a parameter becomes NaN or infinite
     */
    public History train(Dataset train, Dataset test, TrainingListener listener) {
        if (train.size() == 0 || test.size() == 0) {
            throw new IllegalArgumentException("training needs samples to learn from and samples to test with, got "
                    + train.size() + " and " + test.size());
        }
        BatchSampler sampler =
                new BatchSampler(plan.sampling(), train.size(), plan.batchSize(), new SeededRandom(plan.seed()));
        int perEpoch = plan.iterationsPerEpoch(train.size());
        double[] losses = new double[plan.iterations()];
        List<Epoch> epochs = new ArrayList<>();
        int epochStart = 0;
        boolean stops = false;
        try (TensorScope.Rounds steps = TensorScope.rounds()) {
            for (int i = 1; i <= plan.iterations() && !stops; i++) {
                try (TensorScope step = steps.open()) {
                    losses[i - 1] = step(train, sampler.next(), i);
                }
                listener.onIteration(i, losses[i - 1]);
                stops = Thread.currentThread().isInterrupted();
                if (i % perEpoch == 0 || i == plan.iterations() || stops) {
                    double meanLoss =
                            Arrays.stream(losses, epochStart, i).average().orElseThrow();
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

    private Epoch evaluate(int number, int iteration, double loss, Dataset train, Dataset test) {
        requireFiniteParameters(iteration);
        double trainAccuracy = net.accuracy(train.x(), train.t());
        return new Epoch(number, iteration, loss, trainAccuracy, net.accuracy(test.x(), test.t()));
    }

    /** One mini-batch: forward, backward, update. Everything made on the way ends with the step. */
    private double step(Dataset train, int[] rows, int iteration) {
        Dataset batch = train.batch(rows);
        double loss = net.loss(batch.x(), batch.t()).item();
        if (!Double.isFinite(loss)) {
            throw new DivergedException(iteration, "the loss became " + loss, firstNonFinite(batch.x()));
        }
        net.backward();
        optimizer.step(net.parameters());
        return loss;
    }

    /** The loss of a mini-batch does not show what its own update has done. */
    private void requireFiniteParameters(int iteration) {
        for (Parameter parameter : net.parameters()) {
            if (hasNonFinite(parameter.value())) {
                throw new DivergedException(
                        iteration, "the update diverged", parameter.name() + " holds NaN or infinity");
            }
        }
    }

    /** Names the first parameter or layer output on the way from x that holds NaN or infinity. */
    private String firstNonFinite(Tensor x) {
        if (hasNonFinite(x)) {
            return "the inputs hold NaN or infinity";
        }
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
