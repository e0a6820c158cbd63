package gradj.train;

import gradj.tensor.Tensor;
import java.util.function.ToDoubleBiFunction;

/**
 * How good a net is on some samples, in one number. One of your own is two methods; the history, its file and its pictures
 * take it by its name.
 */
public interface Metric {
    /** As in {@code accuracy}: letters, for files and pictures. */
    String name();

    /**
     * The number.
     *
     * @param scores of all samples, [N, C], as {@link gradj.nn.Network#predict} gives them
     * @param targets as the loss takes them
     * @throws gradj.tensor.ShapeException if they do not fit
     */
    double of(Tensor scores, Tensor targets);

    /** Whether more is better: accuracy, not an error. */
    default boolean isMoreBetter() {
        return true;
    }

    /** A metric by its function of scores and targets. */
    static Metric of(String name, boolean isMoreBetter, ToDoubleBiFunction<Tensor, Tensor> function) {
        return new NumberMetric(name, isMoreBetter, function);
    }

    /** The part of the samples whose largest score names the class of their label; see {@code Network.accuracy}. */
    static Metric accuracy() {
        return NumberMetric.ACCURACY;
    }

    /** Of scores that each answer yes or no: the part of the answers that is right, yes being above 0, targets from 1/2 on. */
    static Metric yesNoAccuracy() {
        return NumberMetric.YES_NO_ACCURACY;
    }

    /** The mean of |y - t| over all numbers. */
    static Metric meanAbsoluteError() {
        return NumberMetric.MEAN_ABSOLUTE_ERROR;
    }

    /** The root of the mean of (y - t)^2 over all numbers, in the unit of the targets. */
    static Metric rootMeanSquaredError() {
        return NumberMetric.ROOT_MEAN_SQUARED_ERROR;
    }
}
