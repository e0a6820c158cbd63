package gradj.train;

import gradj.optim.Optimizer;
import gradj.optim.Schedule;
import java.util.AbstractList;
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
            optimizer.setLearningRate(schedule.learningRate(first, epochs.size(), new Measured(epochs)));
        }
    }

    private double valueOf(Epoch epoch) {
        return measured == null ? epoch.loss() : epoch.tested(measured);
    }

    /** What the schedule looks at, read where it looks: a list made for each of many epochs would take longer than they. */
    private final class Measured extends AbstractList<Double> {
        private final List<Epoch> epochs;

        private Measured(List<Epoch> epochs) {
            this.epochs = epochs;
        }

        @Override
        public Double get(int index) {
            return valueOf(epochs.get(index));
        }

        @Override
        public int size() {
            return epochs.size();
        }
    }
}
