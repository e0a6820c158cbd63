package gradj.nn;

import gradj.op.Labels;
import gradj.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Counts the samples whose largest score names the class that their label names, and refuses what names none. */
public final class Accuracy {
    /** A class is more likely than not from here on: two cannot both be. */
    private static final double HALF = 0.5;

    private Accuracy() {}

    /**
     * The part of the samples, 0 to 1, whose largest score names the class of the label.
     *
     * @param scores [N, C] of one sample or more
     * @param t rows of the scores' shape or class numbers [N]
     * @throws gradj.tensor.ShapeException if the shapes do not fit, or the scores are of one class
     * @throws IllegalArgumentException if a label names no class
     * @throws ArithmeticException if a score is NaN
     */
    public static double of(Tensor scores, Tensor t) {
        return (double) correct(null, scores, t, 0) / scores.shape().length(0);
    }

    /**
     * The class of each sample's largest score, the first one of equals.
     *
     * @param scores [N, C]
     * @param first the number of the first sample, for messages
     * @throws gradj.tensor.ShapeException if the scores are of one class
     * @throws ArithmeticException if a score is NaN
     */
    public static int[] predictedClasses(Tensor scores, int first) {
        return predicted(null, scores, scores.toDoubleArray(), first);
    }

    /**
     * The class that each sample's label names: a row of labels that of its largest share, the first one of equals.
     *
     * @param scores [N, C]
     * @param t rows of the scores' shape or class numbers [N]
     * @param first the number of the first sample, for messages
     * @throws gradj.tensor.ShapeException if the shapes do not fit
     * @throws IllegalArgumentException if a label names no class
     */
    public static int[] labelledClasses(Tensor scores, Tensor t, int first) {
        boolean areNumbers = Labels.areClassNumbers("accuracy", scores.shape(), t.shape());
        int classes = scores.shape().length(-1);
        double[] label = t.toDoubleArray();
        int[] numbers = new int[scores.size() / classes];
        for (int row = 0; row < numbers.length; row++) {
            numbers[row] = areNumbers
                    ? Labels.classNumber(label[row], first + row, classes)
                    : classOf(label, row * classes, classes, first + row);
        }
        return numbers;
    }

    private static int[] predicted(@Nullable Tensor x, Tensor scores, double[] score, int first) {
        Labels.requireClasses("accuracy: scores", scores.shape());
        int classes = scores.shape().length(-1);
        int[] numbers = new int[score.length / classes];
        for (int row = 0; row < numbers.length; row++) {
            numbers[row] = largest(score, row * classes, classes);
            if (numbers[row] < 0) {
                throw noNumber(x, score, row, classes, first);
            }
        }
        return numbers;
    }

    /**
     * How many samples of a part have as their largest score that of the class of the label.
     *
     * @param first the number of the part's first sample, for messages; else as {@link #of}
     */
    public static int correct(Tensor scores, Tensor t, int first) {
        return correct(null, scores, t, first);
    }

    /**
     * How many are right.
     *
     * @param x the samples that the scores are of, if they are at hand
     * @param scores [N, C], or [C] of a single sample
     * @param t rows of the scores' shape or class numbers
     * @param first the number of the first sample, for messages
     */
    static int correct(@Nullable Tensor x, Tensor scores, Tensor t, int first) {
        Labels.requireClasses("accuracy: scores", scores.shape());
        Labels.areClassNumbers("accuracy", scores.shape(), t.shape()); // which shapes fit is told first
        int[] predicted = predicted(x, scores, scores.toDoubleArray(), first);
        int[] expected = labelledClasses(scores, t, first);
        int correct = 0;
        for (int row = 0; row < predicted.length; row++) {
            correct += predicted[row] == expected[row] ? 1 : 0;
        }
        return correct;
    }

    /** The place of the largest of a row, the first one of equals; -1 if there is a NaN. */
    private static int largest(double[] values, int from, int count) {
        int place = 0;
        boolean isNumber = true;
        for (int i = 0; i < count; i++) {
            isNumber &= !Double.isNaN(values[from + i]);
            place = values[from + i] > values[from + place] ? i : place;
        }
        return isNumber ? place : -1;
    }

    /** The class that a label row names: that of its largest share. */
    private static int classOf(double[] labels, int from, int classes, int sample) {
        int place = largest(labels, from, classes);
        double share = place < 0 ? Double.NaN : labels[from + place];
        if (!(share > 0 && share < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("label row " + sample + " names no class: "
                    + (Double.isNaN(share) ? "it holds NaN" : "its largest element is " + share));
        }
        if (share > HALF) {
            for (int i = place + 1; i < classes; i++) {
                if (labels[from + i] == share) {
                    throw new IllegalArgumentException("label row " + sample + " names two classes: " + place + " and "
                            + i + ", each with " + share);
                }
            }
        }
        return place;
    }

    private static RuntimeException noNumber(@Nullable Tensor x, double[] scores, int row, int classes, int first) {
        if (x != null) {
            Tensor sample = x.shape().rank() < 2 ? x : x.rows(row, row + 1);
            for (double input : sample.toDoubleArray()) {
                if (!Double.isFinite(input)) {
                    return new IllegalArgumentException("accuracy: sample " + (first + row) + " holds " + input
                            + ", so its scores are NaN and name no class");
                }
            }
        }
        int place = 0;
        while (!Double.isNaN(scores[row * classes + place])) {
            place++;
        }
        return new ArithmeticException("accuracy: the score of sample " + (first + row) + " for class " + place
                + " is NaN, so no class is predicted: the net's parameters hold NaN or are too large");
    }
}
