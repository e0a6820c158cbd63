package gradj.train;

import gradj.data.Batch;
import gradj.data.Batches;
import gradj.io.FileException;
import gradj.nn.Network;
import gradj.optim.Optimizer;
import gradj.optim.Schedule;
import gradj.tensor.Tensor;
import gradj.tensor.TensorScope;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private final TrainingOptions options;

    private volatile boolean isStopRequested;

    /**
     * Training that measures, by the net's loss: a classifier's accuracy, the accuracy of yes and no, the root of the mean
     * squared error of a regression; and of a loss of your own nothing else.
     */
    public Trainer(Network net, Optimizer optimizer, TrainingPlan plan) {
        this(net, optimizer, plan, TrainingOptions.of(net.loss()));
    }

    private Trainer(Network net, Optimizer optimizer, TrainingPlan plan, TrainingOptions options) {
        this.net = net;
        this.optimizer = optimizer;
        this.plan = plan;
        this.options = options;
    }

    private Trainer with(TrainingOptions other) {
        return new Trainer(net, optimizer, plan, other);
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
        return with(options.withMetrics(List.of(others)));
    }

    /** The same training, with the gradients of each mini-batch going through this before the update. */
    public Trainer withExchange(GradientExchange other) {
        return with(options.withExchange(other));
    }

    /**
     * The same training, which ends by its plan or by this, whichever comes first, and leaves the net as it was after its best
     * epoch.
     */
    public Trainer withEarlyStopping(EarlyStopping other) {
        return with(options.withEarlyStopping(other));
    }

    /**
     * The same training, with the learning rate of each epoch from this schedule; {@link gradj.optim.ReduceOnPlateau} looks at
     * the epochs' mean losses.
     */
    public Trainer withSchedule(Schedule schedule) {
        return with(options.withRates(new LearningRates(schedule, null)));
    }

    /** The same, where a schedule that looks at something looks at this metric of the test samples. */
    public Trainer withSchedule(Schedule schedule, Metric measured) {
        return with(options.withRates(new LearningRates(schedule, measured)));
    }

    /** The same training, which saves where it is from time to time, so that {@link #resume} can go on from there. */
    public Trainer withCheckpoints(Checkpoints other) {
        return with(options.withCheckpoints(other));
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
     * @throws gradj.io.FileException if a checkpoint cannot be written, which the folder is tried for before the training
     *     begins, or the folder has some of another training
     */
    public History train(Batches train, Batches test, TrainingListener listener) {
        requireSamples(train, test);
        try (Network.Claim claim = net.claim()) {
            Checkpoints checkpoints = options.checkpoints();
            if (checkpoints != null) {
                checkpoints.begin();
            }
            Progress progress = begin(train);
            progress.firstRate = options.rates().first(optimizer);
            listener.onBegin(net, optimizer, 0);
            return run(progress, train, test, listener);
        }
    }

    /**
     * Goes on from the newest checkpoint of {@link #withCheckpoints}, with the bits that the training would have had without
     * the interruption. Net, optimizer, plan, metrics, schedule and samples are the same as then, built by the same program;
     * only the plan may have more iterations, and early stopping another patience.
     *
     * <p>A net of other layers or another loss is refused, as are another class of optimizer or schedule and another number of
     * samples. The learning rate is the checkpoint's, whatever the optimizer was made with: a listener may set another one.
     * What no checkpoint knows, and the program sees to, are the optimizer's other settings, those of the schedule, and what
     * the samples hold.
     *
     * @return the history from the training's first iteration on
     * @throws gradj.io.FileException if there is no checkpoint, it cannot be read, or it is of another training; the message
     *     has every difference, and net and optimizer are as they were
     * @throws IllegalStateException if the trainer has no checkpoints, or another thread is learning with the net
     */
    public History resume(Batches train, Batches test, TrainingListener listener) {
        Checkpoints checkpoints = options.checkpoints();
        if (checkpoints == null) {
            throw new IllegalStateException("resume: from which checkpoints? Name their folder by withCheckpoints");
        }
        Path newest = checkpoints
                .newest()
                .orElseThrow(() -> new FileException(
                        checkpoints.folder(), "expected a folder with checkpoints, found none: begin with train"));
        checkpoints.requireWritable();
        requireSamples(train, test);
        try (Network.Claim claim = net.claim()) {
            Progress progress = begin(train);
            checkpointFile(train, test).read(newest, checkpoints.ifBroken(newest), progress);
            listener.onBegin(net, optimizer, progress.iteration);
            listener.onResume(progress.iteration, List.copyOf(progress.epochs));
            return run(progress, train, test, listener);
        }
    }

    private void requireSamples(Batches train, Batches test) {
        if (train.size() == 0 || test.size() == 0) {
            throw new IllegalArgumentException("training needs samples to learn from and samples to test with, got "
                    + train.size() + " and " + test.size());
        }
        options.requireMeasured();
        requireEnoughSamples(plan.smallestBatch(train.size()));
        Evaluation.requireFit("training", net, train);
        Evaluation.requireFit("test", net, test);
        isStopRequested = false;
    }

    private void requireEnoughSamples(int smallestBatch) {
        int fewest = net.layer().fewestSamples();
        if (smallestBatch < fewest) {
            throw new IllegalArgumentException("mini-batches: a layer of the net takes " + fewest
                    + " samples or more while it learns, got one of " + smallestBatch
                    + ": choose another batch size, or batches drawn with replacement");
        }
    }

    private Progress begin(Batches train) {
        return new Progress(
                plan.iterations(),
                new BatchSampler(plan.sampling(), train.size(), plan.batchSize(), plan.seed()),
                options.earlyStopping() == null ? null : new BestEpoch(options.earlyStopping(), net));
    }

    private CheckpointFile checkpointFile(Batches train, Batches test) {
        return new CheckpointFile(net, optimizer, plan, options, train.size(), test.size());
    }

    private History run(Progress progress, Batches train, Batches test, TrainingListener listener) {
        options.rates().set(optimizer, progress.firstRate, progress.epochs);
        int perEpoch = plan.iterationsPerEpoch(train.size());
        Checkpoints saved = options.checkpoints();
        CheckpointWriter checkpoints = saved == null
                ? null
                : new CheckpointWriter(saved, net, checkpointFile(train, test), options.metrics(), progress);
        boolean isInterrupted = false;
        boolean isEnough = progress.isEnough();
        try (TensorScope.Rounds steps = TensorScope.rounds()) {
            while (progress.iteration < plan.iterations() && !isInterrupted && !isEnough) {
                try (TensorScope step = steps.open()) {
                    int[] rows = progress.sampler.next();
                    double loss = step(train, rows, progress.iteration + 1, listener);
                    progress.add(loss, (double) rows.length / plan.batchSize());
                    listener.onIteration(progress.iteration, loss);
                }
                isInterrupted = mustStop();
                if (progress.iteration % perEpoch == 0) {
                    isEnough = endEpoch(progress, train, test, listener);
                    isInterrupted |= mustStop() && progress.iteration < plan.iterations();
                }
                if (checkpoints != null) {
                    checkpoints.afterIteration(isInterrupted || isEnough || progress.iteration == plan.iterations());
                }
            }
        }
        if (progress.epochStart < progress.iteration) {
            endEpoch(progress, train, test, listener);
        }
        if (progress.best != null) {
            progress.best.restore();
        }
        List<Double> losses = Arrays.stream(progress.losses()).boxed().toList();
        return new History(progress.epochs, losses, isInterrupted && losses.size() < plan.iterations());
    }

    /** Evaluates the epoch that ends here; whether the training has learned enough. */
    private boolean endEpoch(Progress progress, Batches train, Batches test, TrainingListener listener) {
        int number = progress.epochs.size() + 1;
        Epoch epoch = evaluate(number, progress.iteration, progress.meanLoss(), train, test);
        progress.epochs.add(epoch);
        progress.epochStart = progress.iteration;
        boolean isEnough = progress.best != null && progress.best.isEnough(epoch);
        options.rates().set(optimizer, progress.firstRate, progress.epochs);
        listener.onEpoch(epoch);
        return isEnough;
    }

    private boolean mustStop() {
        return isStopRequested || Thread.currentThread().isInterrupted();
    }

    private Epoch evaluate(int number, int iteration, double loss, Batches train, Batches test) {
        NonFinite.requireFinite(net, iteration);
        return new Epoch(
                number, iteration, loss, measured("training", iteration, train), measured("test", iteration, test));
    }

    private Map<String, Double> measured(String which, int iteration, Batches data) {
        try {
            return Evaluation.of(net, options.metrics(), data);
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
        options.exchange().exchange(net.parameters());
        listener.onGradients(iteration, net.parameters());
        optimizer.step(net.parameters());
        return loss;
    }

    private Tensor loss(Batch batch) {
        Optional<Tensor> weights = batch.weights();
        return weights.isPresent() ? net.loss(batch.x(), batch.t(), weights.get()) : net.loss(batch.x(), batch.t());
    }
}
