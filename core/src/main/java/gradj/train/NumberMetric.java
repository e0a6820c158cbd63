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

    static final Metric ROOT_MEAN_SQUARED_ERROR = new NumberMetric(
            "rootMeanSquaredError",
            false,
            (scores, targets) -> Math.sqrt(mean("rootMeanSquaredError", scores, targets, (y, t) -> (y - t) * (y - t))));

    @Override
    public double of(Tensor scores, Tensor targets) {
        return function.applyAsDouble(scores, targets);
    }

    private static Metric ofNumbers(String name, boolean isMoreBetter, DoubleBinaryOperator each) {
        return new NumberMetric(name, isMoreBetter, (scores, targets) -> mean(name, scores, targets, each));
    }

    /** Of numbers one by one; targets [N] are those of scores [N, 1]. */
    private static double mean(String name, Tensor scores, Tensor targets, DoubleBinaryOperator each) {
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
        double[] t = targets.toDoubleArray();
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            if (Double.isNaN(y[i])) {
                throw new ArithmeticException(name + ": score " + i + " is NaN, so nothing is measured: the net's"
                        + " parameters hold NaN or are too large, or its sample holds NaN");
            }
            sum += each.applyAsDouble(y[i], t[i]);
        }
        return sum / y.length;
    }
}
