package gradj.cli;

import gradj.nn.Network;
import gradj.nn.TwoLayerNet;
import gradj.tensor.Shape;
import gradj.tensor.Tensors;
import gradj.train.EarlyStopping;
import gradj.train.Sampling;
import gradj.train.Trainer;
import gradj.train.TrainingPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a net and of how it learns. What is left out depends on the samples: {@link #resolve}. */
final class LearningOptions {
    /** As many as are worth drawing with replacement, the book's way; rows of a table are seen once an epoch each. */
    private static final int IMAGE_ITERATIONS = 10_000;

    private static final int ROW_EPOCHS = 200;

    @Option(
            names = "--hidden",
            paramLabel = "N[,N...]",
            converter = HiddenLayers.Converter.class,
            description = "Neurons of the hidden layers (default: ${DEFAULT-VALUE}).")
    private HiddenLayers hidden = new HiddenLayers(List.of(50));

    @Option(
            names = "--loss",
            paramLabel = LossName.ALL,
            converter = LossName.Converter.class,
            description = {
                "What the net makes small (default: ${DEFAULT-VALUE}): of two classes sigmoid, of more softmax,",
                "of numbers mse."
            })
    private LossName loss = LossName.AUTO;

    @Option(
            names = "--optimizer",
            paramLabel = OptimizerName.ALL,
            converter = OptimizerName.Converter.class,
            description = "What follows the gradient (default: sgd on images, adam on a table).")
    private @Nullable OptimizerName optimizer;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            converter = OptionValues.Positive.class,
            description = {
                "How far a step follows the gradient (default: 0.1 of sgd, 0.01 of momentum, nesterov and adagrad,",
                "0.001 of rmsprop, adam and adamw)."
            })
    private @Nullable Double learningRate;

    @Option(
            names = "--weight-decay",
            paramLabel = "X",
            converter = OptionValues.NotNegative.class,
            description = "How much a step shrinks the weights (default: 0.01 of adamw, 0 of the others).")
    private @Nullable Double weightDecay;

    @Option(
            names = "--schedule",
            paramLabel = ScheduleName.ALL,
            converter = ScheduleName.Converter.class,
            description = {
                "How the learning rate changes (default: ${DEFAULT-VALUE}). step: a tenth after each third of the",
                "epochs; cosine: down to 0 at the end; plateau: a tenth when the loss stays where it is."
            })
    private ScheduleName schedule = ScheduleName.CONSTANT;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            converter = OptionValues.Count.class,
            description = "Steps (default: " + IMAGE_ITERATIONS + " on images).")
    private @Nullable Integer iterations;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = OptionValues.Count.class,
            description = "The same, in times that all samples are seen (default: " + ROW_EPOCHS + " on a table).")
    private @Nullable Integer epochs;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            converter = OptionValues.Count.class,
            description = "Samples a step learns from (default: 100 images, or 32 rows).")
    private @Nullable Integer batchSize;

    @Option(
            names = "--early-stop",
            paramLabel = "N",
            converter = OptionValues.Count.class,
            description = {
                "End after N epochs in which the validation samples got no better, and go back to the best one;",
                "it takes --validation."
            })
    private @Nullable Integer earlyStop;

    /** What the options stand for, with those of these samples for what was left out. */
    record Learning(
            HiddenLayers hidden,
            OptimizerName optimizer,
            double learningRate,
            double weightDecay,
            ScheduleName schedule,
            @Nullable Integer earlyStop,
            TrainingPlan plan,
            int epochs) {
        /** The book's net, or one with these hidden layers. */
        Network net(TrainingData data, Tensors tensors) {
            int inputs = data.inputs();
            int first = hidden.sizes().get(0);
            try {
                // Refused here in one line; inside the training it would be a bug.
                Shape.of(plan.batchSize(), inputs);
                hidden.sizes().forEach(size -> Shape.of(plan.batchSize(), size));
                if (data.isOfImages() && hidden.sizes().size() == 1) {
                    return new TwoLayerNet(
                            tensors, inputs, first, data.outputs(), TwoLayerNet.WEIGHT_INIT_STD, plan.seed());
                }
                return hidden.build(Network.sequence(tensors, plan.seed()), inputs, data.outputs())
                        .loss(data.loss().loss());
            } catch (IllegalArgumentException problem) {
                throw new InputException("--batch-size " + plan.batchSize() + " with --hidden " + hidden
                        + " is too large: " + problem.getMessage());
            }
        }

        Trainer trainer(Network net, TrainingData data) {
            Trainer trainer = new Trainer(net, optimizer.optimizer(learningRate, weightDecay), plan)
                    .withMetrics(data.metrics())
                    .withSchedule(schedule.schedule(epochs));
            return earlyStop == null ? trainer : trainer.withEarlyStopping(new EarlyStopping(data.judge(), earlyStop));
        }
    }

    LossName loss() {
        return loss;
    }

    /** Before the samples are there. */
    void requireFitting(boolean isValidated) {
        if (iterations != null && epochs != null) {
            throw new InputException("--iterations and --epochs: expected one of them, got both");
        }
        if (earlyStop != null && !isValidated) {
            throw new InputException(
                    "--early-stop: looks at samples that are neither learned from nor tested: add --validation 0.1");
        }
    }

    /** The options, with what these samples suggest for those that were left out. */
    Learning resolve(TrainingData data, long seed) {
        OptimizerName itsOptimizer =
                optimizer == null ? (data.isOfImages() ? OptimizerName.SGD : OptimizerName.ADAM) : optimizer;
        int samples = data.train().size();
        int size = batchSize == null ? (data.isOfImages() ? 100 : Math.min(32, samples)) : batchSize;
        Sampling sampling = data.isOfImages() ? Sampling.WITH_REPLACEMENT : Sampling.SHUFFLED_EPOCHS;
        int perEpoch = new TrainingPlan(1, size, sampling, seed).iterationsPerEpoch(samples);
        int steps;
        try {
            steps = iterations != null
                    ? iterations
                    : epochs == null && data.isOfImages()
                            ? IMAGE_ITERATIONS
                            : Math.multiplyExact(epochs == null ? ROW_EPOCHS : epochs, perEpoch);
        } catch (ArithmeticException tooMany) {
            throw new InputException("--epochs " + epochs + ": of " + perEpoch + " iterations each are more than "
                    + Integer.MAX_VALUE + ": fewer, or a larger --batch-size");
        }
        return new Learning(
                hidden,
                itsOptimizer,
                learningRate == null ? itsOptimizer.learningRate() : learningRate,
                weightDecay == null ? itsOptimizer.weightDecay() : weightDecay,
                schedule,
                earlyStop,
                new TrainingPlan(steps, size, sampling, seed),
                (int) (((long) steps + perEpoch - 1) / perEpoch));
    }
}
