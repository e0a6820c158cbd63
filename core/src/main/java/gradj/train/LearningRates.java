package gradj.train;

import gradj.optim.Optimizer;
import gradj.optim.Schedule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The learning rate of each epoch.
 *
 * @param schedule none if the optimizer's own rate is to stay
 * @param measured what the schedule looks at, of the test samples; none for the loss of training
 */
record LearningRates(@Nullable Schedule schedule, @Nullable Metric measured) {
    static final LearningRates OF_THE_OPTIMIZER = new LearningRates(null, null);

    double first(Optimizer optimizer) {
        return schedule == null ? 0 : optimizer.learningRate();
    }

    /** Sets the rate of the epoch behind these. */
    void set(Optimizer optimizer, double first, List<Epoch> epochs) {
        if (schedule != null) {
            List<Double> values = epochs.stream().map(this::valueOf).toList();
            optimizer.setLearningRate(schedule.learningRate(first, epochs.size(), values));
        }
    }

    private double valueOf(Epoch epoch) {
        return measured == null ? epoch.loss() : epoch.tested(measured);
    }
}
