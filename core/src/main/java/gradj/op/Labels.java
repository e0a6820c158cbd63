package gradj.op;

import gradj.tensor.Shape;
import gradj.tensor.ShapeException;
import gradj.tensor.Tensor;
import gradj.tensor.Tensors;

/**
 * Labels in their two forms, and what is refused of them: one-hot rows [N, C] or other distributions over the classes, or
 * class numbers [N]. Of a single sample with the scores [C]: a row [C], or a class number [] or [1].
 */
public final class Labels {
    /** How far the sum of a row may be from 1: shares rounded to four digits, in float32, pass. */
    private static final double SUM_TOLERANCE = 1e-3;

    /** How far a share may lie outside 0 to 1, where arithmetic made it. */
    private static final double SHARE_TOLERANCE = 1e-6;

    private Labels() {}

    /** Labels in the shape of the scores x: t itself when it has that shape, one-hot rows when it holds class numbers. */
    public static Tensor oneHot(Tensor x, Tensor t) {
        if (!areClassNumbers("SoftmaxCrossEntropy", x.shape(), t.shape())) {
            return t;
        }
        int classes = x.shape().length(-1);
        double[] values = t.toDoubleArray();
        int[] classNumbers = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            classNumbers[i] = classNumber(values[i], i, classes);
        }
        Tensor rows = new Tensors(t.backend(), t.dtype()).oneHot(classes, classNumbers);
        return x.shape().rank() == 1 ? rows.reshape(x.shape()) : rows;
    }

    /**
     * Whether labels of this shape are class numbers; if not, they are rows of the scores' shape.
     *
     * @param operation the beginning of the message
     * @throws ShapeException if they are neither
     */
    public static boolean areClassNumbers(String operation, Shape scores, Shape labels) {
        if (labels.equals(scores)) {
            return false;
        }
        boolean isSingle = scores.rank() == 1;
        boolean isNumberOfSingle = labels.equals(Shape.of()) || labels.equals(Shape.of(1));
        boolean areNumbers = isSingle ? isNumberOfSingle : labels.equals(Shape.of(scores.length(0)));
        if (scores.rank() < 1 || scores.rank() > 2 || !areNumbers) {
            throw new ShapeException(operation, mismatch(scores, labels), scores, labels);
        }
        return true;
    }

    private static String mismatch(Shape scores, Shape labels) {
        if (scores.rank() == 1) {
            return "labels of the scores " + scores + " of one sample: expected a one-hot row " + scores
                    + " or a class number [], got " + labels;
        }
        String numbers = "[" + (scores.rank() == 2 ? scores.length(0) : "N") + "]";
        boolean isColumn = labels.rank() == 2 && labels.length(1) == 1 && labels.length(0) == scores.length(0);
        return "labels of scores " + scores + ": expected one-hot rows " + scores + " or class numbers " + numbers
                + ", got " + labels
                + (isColumn ? ": give a column of class numbers as " + numbers + ", with reshape" : "");
    }

    /**
     * A label as a class number.
     *
     * @param position of the label, for the message
     * @throws IllegalArgumentException if it is none of 0 ... classes - 1
     */
    public static int classNumber(double label, int position, int classes) {
        int number = (int) label;
        if (number != label) {
            throw new IllegalArgumentException("label " + position + " is " + label + ", no class number");
        }
        if (number < 0 || number >= classes) {
            throw new IllegalArgumentException("label " + position + " is class " + number + ", expected 0 to "
                    + (classes - 1) + " for " + classes + " classes");
        }
        return number;
    }

    /**
     * Refuses class numbers [N] that cannot be meant of any number of classes: fractions, negative ones, NaN.
     *
     * @throws IllegalArgumentException naming the first one
     */
    public static void requireClassNumbers(Tensor labels) {
        double[] values = labels.toDoubleArray();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != (int) values[i] || values[i] < 0) {
                throw new IllegalArgumentException(
                        "label " + i + " is " + values[i] + ", expected a class number: 0, 1, 2, ...");
            }
        }
    }

    /**
     * Refuses scores or label rows of fewer classes than two, [N, 1] or [1]: the softmax of one score is 1, whatever the
     * score.
     *
     * @param what the beginning of the message
     */
    public static void requireClasses(String what, Shape rows) {
        if (rows.rank() > 0 && rows.length(-1) < 2) {
            String found =
                    rows.length(-1) == 0 ? " is no class" : " is one class, and softmax of one score is always 1";
            throw new ShapeException(
                    what,
                    rows + found + ": nothing can be learned;"
                            + " use two outputs, one for yes and one for no, and labels of two classes",
                    rows);
        }
    }

    /**
     * Refuses labels with NaN or infinity.
     *
     * @throws IllegalArgumentException naming the first row and value
     */
    public static void requireFinite(Tensor labels) {
        double[] values = labels.toDoubleArray();
        int columns = labels.shape().rank() == 0 ? 1 : labels.shape().length(-1);
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "label row " + i / columns + " holds " + values[i] + ", expected finite numbers");
            }
        }
    }

    /**
     * Refuses label rows [N, C] that cannot be meant: of one class, or not a distribution each, which is a single 1 (one-hot)
     * or shares from 0 to 1 with the sum 1.
     *
     * @throws IllegalArgumentException naming the first such row, and what is wrong with it
     */
    public static void requireDistributions(Tensor labels) {
        requireClasses("labels", labels.shape());
        double[] values = labels.toDoubleArray();
        int columns = labels.shape().length(-1);
        for (int from = 0; from < values.length; from += columns) {
            double sum = 0;
            for (int i = from; i < from + columns; i++) {
                if (!(values[i] >= -SHARE_TOLERANCE && values[i] <= 1 + SHARE_TOLERANCE)) {
                    throw noDistribution(from / columns, "holds " + values[i]);
                }
                sum += values[i];
            }
            if (Math.abs(sum - 1) > SUM_TOLERANCE) {
                throw noDistribution(from / columns, "has the sum " + (float) sum);
            }
        }
    }

    private static IllegalArgumentException noDistribution(int row, String found) {
        return new IllegalArgumentException("label row " + row + " " + found
                + ", expected a single 1 (one-hot), or shares from 0 to 1 with the sum 1");
    }
}
