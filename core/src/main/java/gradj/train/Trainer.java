package gradj.train;

import gradj.data.Batch;
import gradj.data.Batches;
import gradj.nn.Network;
import gradj.nn.Parameter;
import gradj.optim.Optimizer;
import gradj.optim.Schedule;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Learning by mini-batches: draw a batch, compute the gradient by backpropagation, exchange it with whoever learns the same,
 * change the parameters, again. Once an epoch all samples are evaluated. Book section 5.7.
 *
 * <p>Threads: a run claims the net for its thread, and a second thread that trains the same net meanwhile gets an
 * {@link IllegalStateException}; predict and accuracy of the net are free for any thread, also during a run.
 */
public final class Trainer {
    private final Network net;
    private final Optimizer optimizer;
    private final TrainingPlan plan;
    private final List<Metric> metrics;
    private final GradientExchange exchange;
    private final @Nullable EarlyStopping earlyStopping;
    private final LearningRates rates;

    private volatile boolean isStopRequested;

    /**
     * Training that measures, by the net's loss: a classifier's accuracy, the accuracy of yes and no, the root of the mean
     * squared error of a regression; and of a loss of your own nothing else.
     */
    public Trainer(Network net, Optimizer optimizer, TrainingPlan plan) {
        this(
                net,
                optimizer,
                plan,
                Evaluation.metricsOf(net.loss()),
                GradientExchange.NONE,
                null,
                LearningRates.OF_THE_OPTIMIZER);
    }

    private Trainer(
            Network net,
            Optimizer optimizer,
            TrainingPlan plan,
            List<Metric> metrics,
            GradientExchange exchange,
            @Nullable EarlyStopping earlyStopping,
            LearningRates rates) {
        this.net = net;
        this.optimizer = optimizer;
        this.plan = plan;
        this.metrics = metrics;
        this.exchange = exchange;
        this.earlyStopping = earlyStopping;
        this.rates = rates;
    }

    /**
     * The same training, measured by these.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    public Trainer withMetrics(Metric... others) {
        if (Arrays.stream(others).map(Metric::name).distinct().count() < others.length) {
            throw new IllegalArgumentException("two metrics have the same name: "
                    + Arrays.stream(others).map(Metric::name).toList());
        }
        return new Trainer(net, optimizer, plan, List.of(others), exchange, earlyStopping, rates);
    }

    /** The same training, with the gradients of each mini-batch going through this before the update. */
    public Trainer withExchange(GradientExchange other) {
        return new Trainer(net, optimizer, plan, metrics, other, earlyStopping, rates);
    }

    /**
     * The same training, which ends by its plan or by this, whichever comes first, and leaves the net as it was after its best
     * epoch.
     */
    public Trainer withEarlyStopping(EarlyStopping other) {
        return new Trainer(net, optimizer, plan, metrics, exchange, other, rates);
    }

    /**
     * The same training, with the learning rate of each epoch from this schedule; {@link gradj.optim.ReduceOnPlateau} looks at
     * the epochs' mean losses.
     */
    public Trainer withSchedule(Schedule schedule) {
        return new Trainer(net, optimizer, plan, metrics, exchange, earlyStopping, new LearningRates(schedule, null));
    }

    /** The same, where a schedule that looks at something looks at this metric of the test samples. */
    public Trainer withSchedule(Schedule schedule, Metric measured) {
        return new Trainer(
                net, optimizer, plan, metrics, exchange, earlyStopping, new LearningRates(schedule, measured));
    }

    /**
     * Ends the training that runs, from another thread or a listener, after the step in hand, as an interrupt does; the
     * thread is not interrupted.
     */
    public void stop() {
        isStopRequested = true;
    }

    /** {@link #train(Batches, Batches, TrainingListener)} that nobody follows. */
    public History train(Batches train, Batches test) {
        return train(train, test, TrainingListener.NONE);
    }

    /**
     * Trains the net. An interrupt of the calling thread, or {@link #stop}, ends the training after the step in hand: what was
     * learned by then stays in the net, the epoch begun is evaluated, the history says that it was
     * {@link History#interrupted()}, and the thread remains interrupted.
     *
     * @throws DivergedException if the loss, a parameter or a score becomes NaN or infinite
     * @throws gradj.tensor.ShapeException if samples or targets do not fit the net; nothing has been changed then
     * @throws IllegalArgumentException if there are no samples, or targets that the loss refuses, or mini-batches of fewer
     *     samples than a layer takes
     * @throws IllegalStateException if another thread is learning with the net
     */
    public History train(Batches train, Batches test, TrainingListener listener) {
        if (train.size() == 0 || test.size() == 0) {
            throw new IllegalArgumentException("training needs samples to learn from and samples to test with, got "
                    + train.size() + " and " + test.size());
        }
        requireEnoughSamples(plan.smallestBatch(train.size()));
        Evaluation.requireFit("training", net, train);
        Evaluation.requireFit("test", net, test);
        isStopRequested = false;
        try (Network.Claim claim = net.claim()) {
            return run(train, test, listener);
        }
    }

    private void requireEnoughSamples(int smallestBatch) {
        int fewest = net.layer().fewestSamples();
        if (smallestBatch < fewest) {
            throw new IllegalArgumentException("mini-batches: a layer of the net takes " + fewest
                    + " samples or more while it learns, got one of " + smallestBatch
                    + ": choose another batch size, or batches drawn with replacement");
        }
    }

    private History run(Batches train, Batches test, TrainingListener listener) {
        BatchSampler sampler = new BatchSampler(plan.sampling(), train.size(), plan.batchSize(), plan.seed());
        int perEpoch = plan.iterationsPerEpoch(train.size());
        double[] losses = new double[plan.iterations()];
        double[] weights = new double[plan.iterations()]; // of a full batch 1
        List<Epoch> epochs = new ArrayList<>();
        BestEpoch best = earlyStopping == null ? null : new BestEpoch(earlyStopping, net);
        double firstRate = rates.first(optimizer);
        rates.set(optimizer, firstRate, epochs);
        int epochStart = 0;
        boolean isInterrupted = false;
        boolean isEnough = false;
        try (TensorScope.Rounds steps = TensorScope.rounds()) {
            for (int i = 1; i <= plan.iterations() && !isInterrupted && !isEnough; i++) {
                try (TensorScope step = steps.open()) {
                    int[] rows = sampler.next();
                    weights[i - 1] = (double) rows.length / plan.batchSize();
                    losses[i - 1] = step(train, rows, i, listener);
                }
                listener.onIteration(i, losses[i - 1]);
                isInterrupted = mustStop();
                if (i % perEpoch == 0 || i == plan.iterations() || isInterrupted) {
                    double meanLoss = mean(losses, weights, epochStart, i);
                    Epoch epoch = evaluate(epochs.size() + 1, i, meanLoss, train, test);
                    epochs.add(epoch);
                    isEnough = best != null && best.isEnough(epoch);
                    rates.set(optimizer, firstRate, epochs);
                    listener.onEpoch(epoch);
                    epochStart = i;
                    isInterrupted |= mustStop() && i < plan.iterations();
                }
            }
        }
        if (best != null) {
            best.restore();
        }
        List<Double> done = Arrays.stream(losses, 0, epochStart).boxed().toList();
        return new History(epochs, done, isInterrupted && done.size() < plan.iterations());
    }

    private boolean mustStop() {
        return isStopRequested || Thread.currentThread().isInterrupted();
    }

    private static double mean(double[] losses, double[] weights, int from, int to) {
        double sum = IntStream.range(from, to)
                .mapToDouble(i -> weights[i] * losses[i])
                .sum();
        return sum / Arrays.stream(weights, from, to).sum();
    }

    private Epoch evaluate(int number, int iteration, double loss, Batches train, Batches test) {
        requireFiniteParameters(iteration);
        return new Epoch(
                number, iteration, loss, measured("training", iteration, train), measured("test", iteration, test));
    }

    private Map<String, Double> measured(String which, int iteration, Batches data) {
        try {
            return Evaluation.of(net, metrics, data);
        } catch (ArithmeticException | IllegalArgumentException refused) {
            String input = NonFinite.input(which, data);
            if (!input.isEmpty()) {
                throw DivergedException.ofData(iteration, "the evaluation ended", input);
            } else if (refused instanceof ArithmeticException) {
                throw DivergedException.ofNet(
                        iteration, "the update diverged", which + " samples, " + refused.getMessage());
            }
            throw refused;
        }
    }

    /** One mini-batch: forward, backward, exchange, update. Everything made on the way ends with the step. */
    private double step(Batches train, int[] rows, int iteration, TrainingListener listener) {
        Batch batch = train.batch(rows);
        double loss = loss(batch).item();
        if (!Double.isFinite(loss)) {
            String what = "the loss became " + loss;
            String input = NonFinite.input("training", batch.x(), row -> rows[row]);
            throw input.isEmpty()
                    ? DivergedException.ofNet(iteration, what, NonFinite.first(net, batch.x()))
                    : DivergedException.ofData(iteration, what, input);
        }
        net.backward();
        exchange.exchange(net.parameters());
        listener.onGradients(iteration, net.parameters());
        optimizer.step(net.parameters());
        return loss;
    }

    private Tensor loss(Batch batch) {
        Optional<Tensor> weights = batch.weights();
        return weights.isPresent() ? net.loss(batch.x(), batch.t(), weights.get()) : net.loss(batch.x(), batch.t());
    }

    /** The loss of a mini-batch does not show what its own update has done. */
    private void requireFiniteParameters(int iteration) {
        for (Parameter parameter : net.parameters()) {
            if (NonFinite.isIn(parameter.value())) {
                throw DivergedException.ofNet(
                        iteration, "the update diverged", parameter.name() + " holds NaN or infinity");
            }
        }
    }
}
