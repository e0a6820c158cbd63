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
     * @param scores of all samples, [N, C], as {@link gradj.nn.Network#predict} gives them; each counts the same, whatever its
     *     weight in the loss
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

    /**
     * The part of the samples whose largest score names the class of their label, the first one of equals. Labels are one-hot
     * rows [N, C], class numbers [N], or shares [N, C] of which the largest counts; see {@code Network.accuracy}.
     */
    static Metric accuracy() {
        return NumberMetric.ACCURACY;
    }

    /**
     * The mean of -ln p of each sample's true class, p by softmax of the scores: the cross entropy, which also tells a sure
     * answer from a lucky one. A row of labels counts -sum(t ln p); weights of classes and smoothing, which the loss of a
     * training may have, do not count. No p is cut off, as other libraries do: one sure and wrong answer may weigh much.
     */
    static Metric logLoss() {
        return ClassMetric.LOG_LOSS;
    }

    /**
     * The mean precision of the classes: of the samples said to be of a class the part that is. Which class a sample is of is
     * decided as in {@link #accuracy}. A class of which none is said to be counts 0; one that no label names either does not
     * count, as in scikit-learn's {@code average="macro"}.
     */
    static Metric macroPrecision() {
        return ClassMetric.MACRO_PRECISION;
    }

    /**
     * The mean recall of the classes: of the samples of a class the part that is said to be. A class that is said to occur but
     * does not counts 0.
     */
    static Metric macroRecall() {
        return ClassMetric.MACRO_RECALL;
    }

    /** The mean over the classes of F1, the harmonic mean of precision and recall; 0 where both are. */
    static Metric macroF1() {
        return ClassMetric.MACRO_F1;
    }

    /** Of scores that each answer yes or no: the part of the answers that is right, yes being above 0, targets from 1/2 on. */
    static Metric yesNoAccuracy() {
        return NumberMetric.YES_NO_ACCURACY;
    }

    /** Of scores that each answer yes or no: the mean over all answers of -t ln p - (1 - t) ln(1 - p), p by the sigmoid. */
    static Metric yesNoLogLoss() {
        return ClassMetric.YES_NO_LOG_LOSS;
    }

    /**
     * Of scores that each answer yes or no: of the answers yes the part that is right, decided as in {@link #yesNoAccuracy};
     * 0 if there are none. Of scores [N, K] the mean over the K answers, of each by itself.
     */
    static Metric yesNoPrecision() {
        return ClassMetric.YES_NO_PRECISION;
    }

    /** The same of the samples whose target is yes: the part that is answered so; 0 if there are none. */
    static Metric yesNoRecall() {
        return ClassMetric.YES_NO_RECALL;
    }

    /** The same, the harmonic mean of precision and recall: of scores [N, K] the mean over the K answers of each one's. */
    static Metric yesNoF1() {
        return ClassMetric.YES_NO_F1;
    }

    /** The mean of |y - t| over all numbers. */
    static Metric meanAbsoluteError() {
        return NumberMetric.MEAN_ABSOLUTE_ERROR;
    }

    /** The mean of (y - t)^2 over all numbers. */
    static Metric meanSquaredError() {
        return NumberMetric.MEAN_SQUARED_ERROR;
    }

    /** The root of the mean of (y - t)^2 over all numbers, in the unit of the targets. */
    static Metric rootMeanSquaredError() {
        return NumberMetric.ROOT_MEAN_SQUARED_ERROR;
    }

    /**
     * The coefficient of determination R^2 = 1 - sum((y - t)^2) / sum((t - mean of t)^2): 1 if all is right, 0 of the mean of
     * t as the answer to everything, below 0 if worse. Of several outputs it is the mean over them of each one's. Of targets
     * that are all equal it is 1 if all is right, else 0; of one sample NaN, as in scikit-learn.
     */
    static Metric r2() {
        return NumberMetric.R2;
    }
}
