package gradj.train;

import gradj.nn.Loss;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a training may have beside its net, its optimizer and its plan. */
record TrainingOptions(
        List<Metric> metrics,
        GradientExchange exchange,
        @Nullable EarlyStopping earlyStopping,
        LearningRates rates,
        @Nullable Checkpoints checkpoints) {
    /** Those of a training of which nothing else is said. */
    static TrainingOptions of(Loss loss) {
        return new TrainingOptions(
                Evaluation.metricsOf(loss), GradientExchange.NONE, null, LearningRates.OF_THE_OPTIMIZER, null);
    }

    /**
     * Tells before the training begins, not at its first epoch's end, that nobody measures what is looked at.
     *
     * @throws IllegalArgumentException if early stopping or the schedule looks at a metric that is not measured
     */
    void requireMeasured() {
        @Nullable EarlyStopping stopping = earlyStopping;
        @Nullable Metric measured = rates.measured();
        if (stopping != null) {
            requireMeasured("early stopping", stopping.metric());
        }
        if (measured != null) {
            requireMeasured("the schedule", measured);
        }
    }

    private void requireMeasured(String who, Metric metric) {
        List<String> names = metrics.stream().map(Metric::name).toList();
        if (!names.contains(metric.name())) {
            throw new IllegalArgumentException(who + " looks at " + metric.name() + ", the trainer measures " + names
                    + ": add it with withMetrics");
        }
    }

    TrainingOptions withMetrics(List<Metric> others) {
        return new TrainingOptions(others, exchange, earlyStopping, rates, checkpoints);
    }

    TrainingOptions withExchange(GradientExchange other) {
        return new TrainingOptions(metrics, other, earlyStopping, rates, checkpoints);
    }

    TrainingOptions withEarlyStopping(EarlyStopping other) {
        return new TrainingOptions(metrics, exchange, other, rates, checkpoints);
    }

    TrainingOptions withRates(LearningRates others) {
        return new TrainingOptions(metrics, exchange, earlyStopping, others, checkpoints);
    }

    TrainingOptions withCheckpoints(Checkpoints other) {
        return new TrainingOptions(metrics, exchange, earlyStopping, rates, other);
    }
}
