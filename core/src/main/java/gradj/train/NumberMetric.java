package gradj.train;

import gradj.nn.Accuracy;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleBiFunction;

/** A metric by its name and its function of scores and targets. */
record NumberMetric(String name, boolean isMoreBetter, ToDoubleBiFunction<Tensor, Tensor> function) implements Metric {
    static final Metric ACCURACY = new NumberMetric("accuracy", true, Accuracy::of);

    static final Metric YES_NO_ACCURACY = ofNumbers("yesNoAccuracy", true, (y, t) -> y > 0 == t >= 0.5 ? 1 : 0);

    static final Metric MEAN_ABSOLUTE_ERROR = ofNumbers("meanAbsoluteError", false, (y, t) -> Math.abs(y - t));

    static final Metric MEAN_SQUARED_ERROR = ofNumbers("meanSquaredError", false, (y, t) -> (y - t) * (y - t));

    static final Metric ROOT_MEAN_SQUARED_ERROR = new NumberMetric(
            "rootMeanSquaredError",
            false,
            (scores, targets) -> Math.sqrt(mean("rootMeanSquaredError", scores, targets, (y, t) -> (y - t) * (y - t))));

    static final Metric R2 = new NumberMetric("r2", true, NumberMetric::r2);

    @Override
    public double of(Tensor scores, Tensor targets) {
        return function.applyAsDouble(scores, targets);
    }

    private static Metric ofNumbers(String name, boolean isMoreBetter, DoubleBinaryOperator each) {
        return new NumberMetric(name, isMoreBetter, (scores, targets) -> mean(name, scores, targets, each));
    }

    /** Of numbers one by one; targets [N] are those of scores [N, 1]. */
    private static double mean(String name, Tensor scores, Tensor targets, DoubleBinaryOperator each) {
        double[] y = numbers(name, scores, targets);
        double[] t = targets.toDoubleArray();
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += each.applyAsDouble(y[i], t[i]);
        }
        return sum / y.length;
    }

    /**
     * The scores, one of each target.
     *
     * @throws ShapeException if they are not
     * @throws ArithmeticException if one is NaN
     */
    static double[] numbers(String name, Tensor scores, Tensor targets) {
        boolean isColumn = targets.shape().rank() == 1
                && scores.size() == targets.size()
                && scores.shape().length(0) == targets.size();
        if (scores.size() == 0 || (!isColumn && !scores.shape().equals(targets.shape()))) {
            throw new ShapeException(
                    name,
                    "expected scores and targets of one shape, one or more, got " + scores.shape() + " and "
                            + targets.shape(),
                    scores.shape(),
                    targets.shape());
        }
        double[] y = scores.toDoubleArray();
        for (int i = 0; i < y.length; i++) {
            if (Double.isNaN(y[i])) {
                throw new ArithmeticException(name + ": score " + i + " is NaN, so nothing is measured: the net's"
                        + " parameters hold NaN or are too large, or its sample holds NaN");
            }
        }
        return y;
    }

    /** How many numbers a sample has. */
    static int columns(Tensor scores) {
        return scores.shape().rank() < 2 ? 1 : scores.size() / scores.shape().length(0);
    }

    private static double r2(Tensor scores, Tensor targets) {
        double[] y = numbers("r2", scores, targets);
        double[] t = targets.toDoubleArray();
        int columns = columns(scores);
        double sum = 0;
        for (int column = 0; column < columns; column++) {
            sum += r2(y, t, column, columns);
        }
        return sum / columns;
    }

    /** Of the numbers at {@code from} and every {@code step} behind it; see {@link Metric#r2}. */
    static double r2(double[] y, double[] t, int from, int step) {
        int samples = y.length / step;
        if (samples < 2) {
            return Double.NaN;
        }
        // Deviations from the first target: those of a constant are 0 exactly, its mean may differ in the last bit.
        double sum = 0;
        for (int i = from; i < t.length; i += step) {
            sum += t[i] - t[from];
        }
        double mean = sum / samples;
        double residual = 0;
        double total = 0;
        for (int i = from; i < t.length; i += step) {
            double deviation = t[i] - t[from] - mean;
            total += deviation * deviation;
            residual += (y[i] - t[i]) * (y[i] - t[i]);
        }
        if (total == 0) {
            return residual == 0 ? 1 : 0;
        }
        return 1 - residual / total;
    }
}
